import { lstat, mkdir, readdir, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Trx } from '../../platform/db/index.ts'
import { Refusal } from '../../platform/errors/index.ts'
import { isId, newId } from '../../platform/ids/index.ts'
import { listEntries } from '../audit/index.ts'
import type { School } from '../schools/index.ts'
import { digestOfFiles, type HeldFile } from './files.ts'
import { looksOf, saveLooks } from './looks.store.ts'
import type { SyncParts } from './parts.ts'
import { isIgnored, isReportName, type Look, whatHasStoppedGrowing } from './rules/has-stopped-growing.ts'
import { insertRun, runById, type SyncRun } from './runs.store.ts'

/** Files under way lie here, by the id of their run. It begins with a dot, so that it is no file of the school's. */
const underWay = '.reading'

/** The folder of one school: `inbox/<slug>` under the data folder, unless the operator says otherwise. */
export function watchedFolderOf(inboxFolder: string, school: School): string {
  return join(inboxFolder, school.slug)
}

/**
 * IMP-23: one look at the school's folder. Files that stopped growing are moved aside at once, under the id of their run, and
 * the run is put in the queue; so no file is read twice, and a crash between the two is mended at the next look.
 */
export async function lookAtFolder(parts: SyncParts, school: School): Promise<void> {
  const { db, clock } = parts
  const looks = await db.inSchool(school.id, (trx) => looksOf(trx, school.id))
  if (!school.settings.syncFolder) {
    if (looks.watchedSince !== null)
      await db.inSchool(school.id, (trx) =>
        saveLooks(trx, { ...looks, schoolId: school.id, seen: {}, watchedSince: null }),
      )
    return
  }
  const folder = watchedFolderOf(parts.inboxFolder, school)
  for (const name of ['', underWay, 'processed', 'rejected'])
    await mkdir(join(folder, name), { recursive: true, mode: 0o770 })
  await takeUpWhatWasLeft(parts, school)
  const now = clock.now()
  const { ready, seen } = whatHasStoppedGrowing(looks.seen, await filesIn(folder), now.getTime())
  const watchedSince = looks.watchedSince ?? now
  await db.inSchool(school.id, (trx) => saveLooks(trx, { ...looks, schoolId: school.id, seen, watchedSince }))
  // However many they are, they are one export: a part of it would make leavers of the children in the others.
  const reports = ready.filter(isReportName)
  for (const name of ready.filter((one) => !isReportName(one))) await putStrangerAside(parts, school, name)
  if (reports.length === 0) return
  const runId = newId()
  const aside = join(folder, underWay, runId)
  await mkdir(aside, { recursive: true })
  // Another process may have had the same thought: whoever moves a file has it.
  for (const name of reports) await rename(join(folder, name), join(aside, name)).catch(refuseWhatIsNotOurs)
  await enqueue(parts, school, runId)
}

function refuseWhatIsNotOurs(error: NodeJS.ErrnoException): void {
  if (error.code === 'ENOENT') return
  throw new Refusal(
    'folder.not-ours',
    `Gatehouse may not move the files of the watched folder (${error.code}), so it reads none of them. Give the account that Gatehouse runs under the right to change the folder.`,
  )
}

async function filesIn(folder: string): Promise<Record<string, Look>> {
  const found: Record<string, Look> = {}
  for (const name of await readdir(folder)) {
    if (isIgnored(name)) continue
    // Of the file itself, not of what a link leads to: only what really lies here is read.
    const about = await lstat(join(folder, name)).catch(() => null)
    if (about?.isFile()) found[name] = { bytes: about.size, changedAt: about.mtimeMs }
  }
  return found
}

async function enqueue(parts: SyncParts, school: School, runId: string): Promise<void> {
  const { db, clock } = parts
  const files = await takenFiles(parts.inboxFolder, school, runId)
  if (files.length === 0)
    return rm(join(watchedFolderOf(parts.inboxFolder, school), underWay, runId), { recursive: true })
  // The time makes it a run of its own: a file that was put there again on purpose is read again.
  const digest = `${await digestOfFiles(files)} ${runId}`
  await db.inSchool(school.id, async (trx) =>
    insertRun(trx, {
      id: runId,
      schoolId: school.id,
      source: 'folder',
      credentialId: null,
      scheduleId: null,
      actorName: await actorOfFolder(trx, school),
      files: files.map(({ name, bytes }) => ({ name, bytes })),
      digest,
      madeAt: clock.now(),
    }),
  )
}

/** Who switched the watching on stands in the journal (IMP-9). */
async function actorOfFolder(trx: Trx, school: School): Promise<string> {
  const entries = await listEntries(trx, school.id, { act: 'school.settings', limit: 200 })
  const switched = entries.find(({ detail }) => 'syncFolder' in Object(Object(detail).values))
  return switched ? `Watched folder, set up by ${switched.actorName}` : 'Watched folder'
}

/** Files that were moved aside when the process ended: their run is put in the queue, or they are filed, as far as they had come. */
async function takeUpWhatWasLeft(parts: SyncParts, school: School): Promise<void> {
  for (const runId of await readdir(join(watchedFolderOf(parts.inboxFolder, school), underWay))) {
    if (!isId(runId)) continue
    const run = await parts.db.inSchool(school.id, (trx) => runById(trx, { schoolId: school.id, id: runId }))
    if (!run) await enqueue(parts, school, runId)
    else if (run.finishedAt) await fileAway(parts, school, run)
  }
}

/** The files of a run of this folder. */
export async function takenFiles(inboxFolder: string, school: School, runId: string): Promise<HeldFile[]> {
  const aside = join(watchedFolderOf(inboxFolder, school), underWay, runId)
  const files: HeldFile[] = []
  for (const name of (await readdir(aside).catch(() => [])).sort()) {
    const path = join(aside, name)
    const about = await lstat(path).catch(() => null)
    if (about?.isFile()) files.push({ name, path, bytes: about.size })
  }
  return files
}

/** What was read goes to `processed`, what could not be read to `rejected` with the reason beside it. */
export async function fileAway(parts: SyncParts, school: School, run: SyncRun): Promise<void> {
  const folder = watchedFolderOf(parts.inboxFolder, school)
  const refused = run.state === 'refused'
  for (const { name, path } of await takenFiles(parts.inboxFolder, school, run.id)) {
    const to = join(folder, refused ? 'rejected' : 'processed', `${stampOf(run)} ${endOf(name)}`)
    if (refused) await writeFile(`${to}.reason.txt`, `${run.words ?? ''}\n`)
    await rename(path, to)
  }
  await rm(join(folder, underWay, run.id), { recursive: true, force: true })
}

/** `2026-11-22 0215 9f3c`: sorts by time, and two runs of one minute keep apart. */
function stampOf({ madeAt, id }: Pick<SyncRun, 'madeAt' | 'id'>): string {
  const [day = '', time = ''] = madeAt.toISOString().split('T')
  return `${day} ${time.slice(0, 5).replace(':', '')} ${id.slice(-4)}`
}

const longestName = 200

/** A name may be 255 bytes long, of which time and `.reason.txt` take some; letters beyond English take two or three each. */
function endOf(name: string): string {
  return Buffer.from(name)
    .subarray(-longestName)
    .toString()
    .replace(/^\uFFFD+/, '')
}

async function putStrangerAside(parts: SyncParts, school: School, name: string): Promise<void> {
  const folder = watchedFolderOf(parts.inboxFolder, school)
  const to = join(folder, 'rejected', `${stampOf({ madeAt: parts.clock.now(), id: newId() })} ${endOf(name)}`)
  const words =
    'This is no report: Gatehouse reads .csv, .txt, .tsv, .xml, .xlsx and .zip. It was put aside and nothing was changed.'
  await writeFile(`${to}.reason.txt`, `${words}\n`)
  await rename(join(folder, name), to).catch(() => {})
}

const day = 86_400_000

/** What was read or rejected longer ago than the school keeps it is deleted. Looked after once an hour at most. */
export async function tidyFolder(parts: SyncParts, school: School): Promise<void> {
  const { db, clock } = parts
  const now = clock.now()
  const looks = await db.inSchool(school.id, (trx) => looksOf(trx, school.id))
  if (looks.watchedSince === null || (looks.tidiedAt && now.getTime() - looks.tidiedAt.getTime() < 3_600_000)) return
  const before = now.getTime() - school.settings.syncKeepDays * day
  for (const name of ['processed', 'rejected']) {
    const folder = join(watchedFolderOf(parts.inboxFolder, school), name)
    for (const file of await readdir(folder).catch(() => [])) {
      const path = join(folder, file)
      const about = await stat(path).catch(() => null)
      // A file keeps the time at which it was written; when it came here is the time of its change.
      if (about?.isFile() && about.ctimeMs < before) await rm(path, { force: true })
    }
  }
  await db.inSchool(school.id, (trx) => saveLooks(trx, { ...looks, schoolId: school.id, tidiedAt: now }))
}
