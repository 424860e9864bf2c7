import { sql } from 'kysely'
import type { Trx } from '../../platform/db/index.ts'
import type { Mapping } from './reading/inspect-files.ts'

export type UploadState = 'received' | 'reading' | 'planned' | 'refused'

/** Files that came by a page, and how far the reading of them is. */
export type Upload = {
  id: string
  schoolId: string
  state: UploadState
  files: { name: string; bytes: number }[]
  mapping: Mapping
  planId: string | null
  refusal: { code: string; words: string } | null
  madeBy: string
  madeAt: Date
  readingSince: Date | null
  heardAt: Date | null
}

type Key = { schoolId: string; id: string }

export async function insertUpload(
  trx: Trx,
  upload: Pick<Upload, 'id' | 'schoolId' | 'files' | 'mapping' | 'madeBy' | 'madeAt'>,
): Promise<void> {
  await trx
    .insertInto('import_uploads')
    .values({
      school_id: upload.schoolId,
      id: upload.id,
      state: 'received',
      files: JSON.stringify(upload.files),
      mapping: JSON.stringify(upload.mapping),
      made_by: upload.madeBy,
      made_at: upload.madeAt,
    })
    .execute()
}

export async function uploadById(trx: Trx, { schoolId, id }: Key): Promise<Upload | null> {
  const row = await uploads(trx, schoolId).where('id', '=', id).executeTakeFirst()
  return row ? uploadOfRow(row) : null
}

export async function uploadOfPlan(trx: Trx, schoolId: string, planId: string): Promise<Upload | null> {
  const row = await uploads(trx, schoolId).where('plan_id', '=', planId).executeTakeFirst()
  return row ? uploadOfRow(row) : null
}

/** Newest first. */
export async function uploadsOfSchool(trx: Trx, schoolId: string): Promise<Upload[]> {
  const rows = await uploads(trx, schoolId).orderBy('made_at', 'desc').execute()
  return rows.map(uploadOfRow)
}

const uploads = (trx: Trx, schoolId: string) =>
  trx.selectFrom('import_uploads').selectAll().where('school_id', '=', schoolId)

/** Takes the reading on, unless somebody who was heard since `silentBefore` is at it. */
export async function claimReading(
  trx: Trx,
  claim: Key & { mapping: Mapping; at: Date; silentBefore: Date },
): Promise<boolean> {
  const taken = await trx
    .updateTable('import_uploads')
    .set({
      state: 'reading',
      mapping: JSON.stringify(claim.mapping),
      reading_since: claim.at,
      heard_at: claim.at,
      plan_id: null,
      refusal_code: null,
      refusal_words: null,
    })
    .where('school_id', '=', claim.schoolId)
    .where('id', '=', claim.id)
    .where((where) => where.or([where('state', '<>', 'reading'), where('heard_at', '<', claim.silentBefore)]))
    .executeTakeFirst()
  return taken.numUpdatedRows > 0n
}

export async function noteHeard(trx: Trx, { schoolId, id, at }: Key & { at: Date }): Promise<void> {
  await trx
    .updateTable('import_uploads')
    .set({ heard_at: at })
    .where('school_id', '=', schoolId)
    .where('id', '=', id)
    .where('state', '=', 'reading')
    .execute()
}

export async function setPlanned(trx: Trx, { schoolId, id, planId }: Key & { planId: string }): Promise<void> {
  await trx
    .updateTable('import_uploads')
    .set({ state: 'planned', plan_id: planId })
    .where('school_id', '=', schoolId)
    .where('id', '=', id)
    .execute()
}

export async function setRefused(trx: Trx, refused: Key & { code: string; words: string }): Promise<void> {
  await trx
    .updateTable('import_uploads')
    .set({ state: 'refused', refusal_code: refused.code, refusal_words: refused.words })
    .where('school_id', '=', refused.schoolId)
    .where('id', '=', refused.id)
    .execute()
}

export async function deleteUpload(trx: Trx, { schoolId, id }: Key): Promise<void> {
  await trx.deleteFrom('import_uploads').where('school_id', '=', schoolId).where('id', '=', id).execute()
}

/** Uploads whose plan needs them no more, or that came before `before`. */
export async function uploadsDone(trx: Trx, schoolId: string, before: Date): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select u.id from import_uploads u left join import_plans p on p.school_id = u.school_id and p.id = u.plan_id
    where u.school_id = ${schoolId} and (u.made_at < ${before} or p.state in ('applied', 'thrown away', 'undone'))`.execute(
    trx,
  )
  return rows.map((row) => row.id)
}

export type SavedMapping = { name: string; fields: Mapping; updatedBy: string; updatedAt: Date }

export async function listMappings(trx: Trx, schoolId: string): Promise<SavedMapping[]> {
  const rows = await trx
    .selectFrom('import_mappings')
    .selectAll()
    .where('school_id', '=', schoolId)
    .orderBy('name')
    .execute()
  return rows.map((row) => ({
    name: row.name,
    fields: row.fields as Mapping,
    updatedBy: row.updated_by,
    updatedAt: row.updated_at,
  }))
}

export async function upsertMapping(trx: Trx, schoolId: string, mapping: SavedMapping): Promise<void> {
  const values = {
    fields: JSON.stringify(mapping.fields),
    updated_by: mapping.updatedBy,
    updated_at: mapping.updatedAt,
  }
  await trx
    .insertInto('import_mappings')
    .values({ school_id: schoolId, name: mapping.name, ...values })
    .onConflict((conflict) => conflict.columns(['school_id', 'name']).doUpdateSet(values))
    .execute()
}

type UploadRow = {
  school_id: string
  id: string
  state: string
  files: unknown
  mapping: unknown
  plan_id: string | null
  refusal_code: string | null
  refusal_words: string | null
  made_by: string
  made_at: Date
  reading_since: Date | null
  heard_at: Date | null
}

const uploadOfRow = (row: UploadRow): Upload => ({
  id: row.id,
  schoolId: row.school_id,
  state: row.state as UploadState,
  files: row.files as Upload['files'],
  mapping: row.mapping as Mapping,
  planId: row.plan_id,
  refusal: row.refusal_code === null ? null : { code: row.refusal_code, words: row.refusal_words ?? '' },
  madeBy: row.made_by,
  madeAt: row.made_at,
  readingSince: row.reading_since,
  heardAt: row.heard_at,
})
