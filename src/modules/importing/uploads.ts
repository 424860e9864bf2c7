import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Clock } from '../../platform/clock/index.ts'
import type { Db, Trx } from '../../platform/db/index.ts'
import { Refusal } from '../../platform/errors/refusal.ts'
import { isId, newId } from '../../platform/ids/index.ts'
import { type Actor, recordAct } from '../audit/index.ts'
import type { School } from '../schools/index.ts'
import { plainFileName } from './plain-file-name.ts'
import { planImport } from './planning.ts'
import type { Mapping, SourceFile } from './reading/inspect-files.ts'
import {
  claimReading,
  deleteUpload,
  insertUpload,
  noteHeard,
  setPlanned,
  setRefused,
  type Upload,
  uploadById,
  uploadOfPlan,
  uploadsDone,
  uploadsOfSchool,
  upsertMapping,
} from './uploads.store.ts'

/** Files wait this long for their plan to be applied or thrown away. */
const daysThatFilesWait = 7
const mostWaiting = 20
const heardEveryMs = 5_000
const silentAfterMs = 30_000
const strayAfterMs = 3_600_000

type At = { school: School; dataFolder: string; clock: Clock }

/** Takes files that came by a page into keeping: moves them to their own folder, where they wait to be read. */
export async function keepUpload(
  db: Db,
  kept: At & { files: { filename: string; path: string; bytes: number }[]; mapping?: Mapping; actor: Actor },
): Promise<Upload> {
  const { school, dataFolder, files, actor, clock } = kept
  await tidyUploads(db, kept)
  const waiting = await db.inSchool(school.id, (trx) => uploadsOfSchool(trx, school.id))
  if (files.length === 0) throw new Refusal('upload.none', 'No file was chosen. Choose the files of your export.')
  if (waiting.length >= mostWaiting)
    throw new Refusal(
      'upload.too-many-wait',
      `${waiting.length} sets of files wait already. Nothing was kept. Throw some of their plans away first, or delete files that could not be read.`,
    )
  const id = newId()
  const folder = folderOf(dataFolder, school.id, id)
  await mkdir(folder, { recursive: true, mode: 0o700 })
  for (const [index, { path }] of files.entries()) await rename(path, join(folder, String(index)))
  await db.inSchool(school.id, (trx) =>
    insertUpload(trx, {
      id,
      schoolId: school.id,
      files: files.map(({ filename, bytes }) => ({ name: plainFileName(filename), bytes })),
      mapping: kept.mapping ?? {},
      madeBy: actor.name,
      madeAt: clock.now(),
    }),
  )
  return findUpload(db, school, id)
}

const folderOf = (dataFolder: string, schoolId: string, id = '') => join(dataFolder, 'imports', schoolId, id)

/** Throws a Refusal where there is none. */
export async function findUpload(db: Db, school: School, id: string): Promise<Upload> {
  const upload = isId(id) ? await db.inSchool(school.id, (trx) => uploadById(trx, { schoolId: school.id, id })) : null
  if (upload) return upload
  throw new Refusal(
    'upload.gone',
    `These files are here no more: they are deleted once their plan is applied or thrown away, and after ${daysThatFilesWait} days. Choose them again.`,
  )
}

export function findUploadOfPlanIfAny(trx: Trx, schoolId: string, planId: string): Promise<Upload | null> {
  return uploadOfPlan(trx, schoolId, planId)
}

/** Uploads that have no plan yet: being read, refused, or broken off. */
export async function listUnplanned(trx: Trx, schoolId: string): Promise<Upload[]> {
  return (await uploadsOfSchool(trx, schoolId)).filter((upload) => upload.state !== 'planned')
}

/** The process that was reading has not been heard of for half a minute. */
export function isBrokenOff(upload: Upload, clock: Clock): boolean {
  if (upload.state === 'received') return clock.now().getTime() - upload.madeAt.getTime() > silentAfterMs
  return upload.state === 'reading' && (upload.heardAt?.getTime() ?? 0) < clock.now().getTime() - silentAfterMs
}

export function filesOfUpload(dataFolder: string, upload: Upload): SourceFile[] {
  const folder = folderOf(dataFolder, upload.schoolId, upload.id)
  return upload.files.map(({ name }, index) => ({ name, path: join(folder, String(index)) }))
}

/**
 * Reads the files and makes their plan; afterwards the upload is `planned` or `refused`. Somebody else who reads them at
 * this moment is left to it. A fault is noted in words for the page, and thrown.
 */
export async function planUpload(
  db: Db,
  wanted: At & { uploadId: string; mapping?: Mapping; actor: Actor },
): Promise<Upload> {
  const { school, uploadId, actor, clock, dataFolder } = wanted
  const upload = await findUpload(db, school, uploadId)
  const key = { schoolId: school.id, id: uploadId }
  const mapping = wanted.mapping ?? upload.mapping
  const at = clock.now()
  const silentBefore = new Date(at.getTime() - silentAfterMs)
  if (!(await db.inSchool(school.id, (trx) => claimReading(trx, { ...key, mapping, at, silentBefore })))) return upload
  const beat = setInterval(() => {
    db.inSchool(school.id, (trx) => noteHeard(trx, { ...key, at: clock.now() })).catch(() => {})
  }, heardEveryMs)
  beat.unref()
  try {
    const files = filesOfUpload(dataFolder, upload)
    const plan = await planImport(db, { school, files, mapping, actor, clock })
    await db.inSchool(school.id, (trx) => setPlanned(trx, { ...key, planId: plan.id }))
  } catch (error) {
    const { code, words } = error instanceof Refusal ? error : faultInWords
    await db.inSchool(school.id, (trx) => setRefused(trx, { ...key, code, words }))
    if (!(error instanceof Refusal)) throw error
  } finally {
    clearInterval(beat)
  }
  return findUpload(db, school, uploadId)
}

const faultInWords = {
  code: 'upload.fault',
  words: 'Something went wrong here while the files were read; they are not to blame. Nothing was changed. Try again.',
}

/** Deletes files whose plan needs them no more, those that waited too long, and what nobody knows of. */
export async function tidyUploads(db: Db, { school, dataFolder, clock }: At): Promise<void> {
  const before = new Date(clock.now().getTime() - daysThatFilesWait * 86_400_000)
  for (const id of await db.inSchool(school.id, (trx) => uploadsDone(trx, school.id, before)))
    await forgetUpload(db, { school, dataFolder, uploadId: id })
  const known = new Set((await db.inSchool(school.id, (trx) => uploadsOfSchool(trx, school.id))).map(({ id }) => id))
  const found = await readdir(folderOf(dataFolder, school.id)).catch(() => [])
  for (const id of found) {
    const folder = folderOf(dataFolder, school.id, id)
    const age = clock.now().getTime() - ((await stat(folder).catch(() => null))?.mtimeMs ?? 0)
    // One that came a moment ago is being kept by somebody else, who has yet to write it down.
    if (!known.has(id) && age > strayAfterMs) await rm(folder, { recursive: true, force: true })
  }
}

/** Files first: a row without files is found again, files without a row would have to be looked for. */
export async function forgetUpload(
  db: Db,
  { school, dataFolder, uploadId }: { school: School; dataFolder: string; uploadId: string },
): Promise<void> {
  await rm(folderOf(dataFolder, school.id, uploadId), { recursive: true, force: true })
  await db.inSchool(school.id, (trx) => deleteUpload(trx, { schoolId: school.id, id: uploadId }))
}

/** Keeps a mapping under a name, for the next file of its kind, also one that nobody sits beside (IMP-23). Journalled. */
export async function saveMapping(
  trx: Trx,
  saved: { school: School; name: string; fields: Mapping; actor: Actor; clock: Clock },
): Promise<void> {
  const name = saved.name.trim().slice(0, 80)
  if (name === '') throw new Refusal('mapping.no-name', 'Give the mapping a name, such as “Bromcom contacts”.')
  const { school, fields, actor, clock } = saved
  const at = clock.now()
  await upsertMapping(trx, school.id, { name, fields, updatedBy: actor.name, updatedAt: at })
  const subject = { kind: 'import mapping', id: name }
  await recordAct(trx, { schoolId: school.id, actor, act: 'import-mapping.saved', subject, detail: { fields } }, at)
}
