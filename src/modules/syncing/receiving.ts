import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Clock } from '../../platform/clock/index.ts'
import type { Db } from '../../platform/db/index.ts'
import { Refusal } from '../../platform/errors/index.ts'
import { isId, newId } from '../../platform/ids/index.ts'
import { findPlan, lastRun, plainFileName } from '../importing/index.ts'
import type { School } from '../schools/index.ts'
import type { Credential } from './credentials.store.ts'
import { nudgeDesk } from './desks.store.ts'
import { digestOfFiles, folderOfRun, type HeldFile } from './files.ts'
import { insertRun, runById, runOfDigest, runsUnderWay, type SyncRun } from './runs.store.ts'

/** A second sending of the same files within this time is taken for a retry: the first answer was lost on the way. */
const retryMs = 15 * 60_000
const mostUnderWay = 20

/** Who acts when files were pushed: the credential, and who made it (IMP-9, IMP-23). */
const actorOfCredential = ({ name, madeBy }: Credential): string => `${name}, set up by ${madeBy}`

/**
 * IMP-23: takes files that a machine pushed into the queue of its school. The same bytes a second time while they are under
 * way, or shortly after while nothing else was imported or undone, are the same run. Files of which a run is made are moved away; the others stay where they are.
 */
export async function receivePushedFiles(
  db: Db,
  pushed: {
    school: School
    credential: Credential
    files: { filename: string; path: string; bytes: number }[]
    dataFolder: string
    clock: Clock
  },
): Promise<{ run: SyncRun; isNew: boolean }> {
  const { school, credential, dataFolder, clock } = pushed
  const files = pushed.files.filter(({ filename, bytes }) => bytes > 0 || filename !== '')
  refuseEmpty(files)
  const held = files.map(({ filename, path, bytes }) => ({ name: plainFileName(filename), path, bytes }))
  const digest = await digestOfFiles(held)
  const same = { schoolId: school.id, digest, since: new Date(clock.now().getTime() - retryMs) }
  const found = await db.inSchool(school.id, (trx) => runOfDigest(trx, same))
  if (found && (await isStillSo(db, school, found))) return { run: found, isNew: false }
  await refuseTooMany(db, school)
  const id = newId()
  await moveTo(folderOfRun(dataFolder, school, id), held)
  const run = await db.inSchool(school.id, async (trx) => {
    const inserted = await insertRun(trx, {
      id,
      schoolId: school.id,
      source: 'push',
      credentialId: credential.id,
      scheduleId: null,
      actorName: actorOfCredential(credential),
      files: held.map(({ name, bytes }) => ({ name, bytes })),
      digest,
      madeAt: clock.now(),
    })
    if (inserted) await nudgeDesk(trx, school.id, clock.now())
    return inserted ? runById(trx, { schoolId: school.id, id }) : runOfDigest(trx, same)
  })
  if (!run) throw new Error('a run is gone that was there a moment ago')
  // Two machines, or two tries, at the same moment: the other one's copy is enough.
  if (run.id !== id) await rm(folderOfRun(dataFolder, school, id), { recursive: true, force: true })
  return { run, isNew: run.id === id }
}

/** Files of one sending are one export: a part of it is not taken for the whole. */
function refuseEmpty(files: readonly { filename: string; bytes: number }[]): void {
  const empty = files.filter(({ bytes }) => bytes === 0)
  if (empty.length === files.length)
    throw new Refusal(
      'push.none',
      'No file came, or it was empty. Send the report as a form field named “files”. Nothing was changed.',
    )
  if (empty.length > 0)
    throw new Refusal(
      'push.empty',
      `${empty.map(({ filename }) => plainFileName(filename)).join(', ')} came empty, so the export is not whole. Nothing was kept. Run the report again and send all of them.`,
    )
}

/** Whether the school still stands where the run left it: after another import, or an undo, the same files are news. */
async function isStillSo(db: Db, school: School, { finishedAt, state, planId }: SyncRun): Promise<boolean> {
  if (finishedAt === null || !planId) return true
  if (state === 'waits') return ['ready', 'overtaken'].includes((await findPlan(db, school, planId)).state)
  return (await db.inSchool(school.id, (trx) => lastRun(trx, school.id)))?.id === planId
}

async function refuseTooMany(db: Db, school: School): Promise<void> {
  const waiting = await db.inSchool(school.id, (trx) => runsUnderWay(trx, school.id))
  if (waiting.length < mostUnderWay) return
  throw new Refusal(
    'push.too-many',
    `${waiting.length} sets of files wait to be read already. Nothing was kept. Try again in some minutes; if it stays so, see whether “gatehouse worker” runs.`,
  )
}

/** Throws a Refusal where there is none. */
export async function findRun(db: Db, school: School, id: string): Promise<SyncRun> {
  const run = isId(id) ? await db.inSchool(school.id, (trx) => runById(trx, { schoolId: school.id, id })) : null
  if (!run) throw noSuchRun(school, id)
  return run
}

const noSuchRun = (school: School, id: string) =>
  new Refusal('sync.no-such-run', `There is no run “${id}” at ${school.name}.`)

/** IMP-23: what a credential may ask about: files that were pushed, and nothing that came by another way. */
export async function findPushedRun(db: Db, school: School, id: string): Promise<SyncRun> {
  const run = await findRun(db, school, id)
  if (run.source !== 'push') throw noSuchRun(school, id)
  return run
}

async function moveTo(folder: string, files: readonly HeldFile[]): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  for (const [index, { path }] of files.entries()) await rename(path, join(folder, String(index)))
}

/** The files of a run that were not handed over yet. */
export async function pushedFilesOf(dataFolder: string, school: School, run: SyncRun): Promise<HeldFile[]> {
  const folder = folderOfRun(dataFolder, school, run.id)
  const names = (await readdir(folder).catch(() => [])).filter((name) => /^\d+$/.test(name))
  const files: HeldFile[] = []
  for (const name of names.sort((a, b) => Number(a) - Number(b))) {
    const path = join(folder, name)
    files.push({ name: run.files[Number(name)]?.name ?? name, path, bytes: (await stat(path)).size })
  }
  return files
}

/** Something about a school's sync was changed: a worker looks there at once. */
export async function wakeSync(db: Db, { school, clock }: { school: School; clock: Clock }): Promise<void> {
  await db.inInstance((trx) => nudgeDesk(trx, school.id, clock.now()))
}
