import { sql } from 'kysely'
import type { Trx } from '../../platform/db/index.ts'

export type SyncSource = 'push' | 'folder' | 'wonde'
export type SyncState =
  | 'queued'
  | 'working'
  | 'waits'
  | 'applied'
  | 'unchanged'
  | 'refused'
  | 'superseded'
  | 'thrown away'

/** One arrival: files that were pushed or found, or a download. */
export type SyncRun = {
  id: string
  schoolId: string
  source: SyncSource
  credentialId: string | null
  scheduleId: string | null
  actorName: string
  files: { name: string; bytes: number }[]
  digest: string
  state: SyncState
  code: string | null
  words: string | null
  uploadId: string | null
  planId: string | null
  progress: unknown
  tries: number
  notBefore: Date
  madeAt: Date
  finishedAt: Date | null
}

type Key = { schoolId: string; id: string }

/** False when the same files are under way already. */
export async function insertRun(
  trx: Trx,
  run: Pick<
    SyncRun,
    'id' | 'schoolId' | 'source' | 'credentialId' | 'scheduleId' | 'actorName' | 'files' | 'digest' | 'madeAt'
  >,
): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await trx
    .insertInto('sync_runs')
    .values({
      school_id: run.schoolId,
      id: run.id,
      source: run.source,
      credential_id: run.credentialId,
      schedule_id: run.scheduleId,
      actor_name: run.actorName,
      files: JSON.stringify(run.files),
      digest: run.digest,
      state: 'queued',
      not_before: run.madeAt,
      made_at: run.madeAt,
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst()
  return (numInsertedOrUpdatedRows ?? 0n) > 0n
}

export async function runById(trx: Trx, { schoolId, id }: Key): Promise<SyncRun | null> {
  const row = await runs(trx, schoolId).where('id', '=', id).executeTakeFirst()
  return row ? runOfRow(row) : null
}

/** The newest run of these files that is under way, or ended after `since`: a second sending of them is a retry. */
export async function runOfDigest(
  trx: Trx,
  wanted: { schoolId: string; digest: string; since: Date },
): Promise<SyncRun | null> {
  const row = await runs(trx, wanted.schoolId)
    .where('digest', '=', wanted.digest)
    .where((where) => where.or([where('finished_at', 'is', null), where('finished_at', '>', wanted.since)]))
    .where('state', 'in', ['queued', 'working', 'waits', 'applied', 'unchanged'])
    .orderBy('made_at', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row ? runOfRow(row) : null
}

/** In the order in which they came: a school's runs are done one after another. */
export async function runsUnderWay(trx: Trx, schoolId: string): Promise<SyncRun[]> {
  const rows = await runs(trx, schoolId).where('finished_at', 'is', null).orderBy('made_at').orderBy('id').execute()
  return rows.map(runOfRow)
}

/** Newest first. */
export async function latestRuns(trx: Trx, schoolId: string, limit: number): Promise<SyncRun[]> {
  const rows = await runs(trx, schoolId).orderBy('made_at', 'desc').orderBy('id', 'desc').limit(limit).execute()
  return rows.map(runOfRow)
}

export async function runsThatWait(trx: Trx, schoolId: string): Promise<SyncRun[]> {
  const rows = await runs(trx, schoolId).where('state', '=', 'waits').orderBy('made_at').execute()
  return rows.map(runOfRow)
}

/** The plans of files that came before, however late they were made. */
export async function plansOfOlderRuns(
  trx: Trx,
  { schoolId, madeAt }: { schoolId: string; madeAt: Date },
): Promise<Set<string | null>> {
  const rows = await trx
    .selectFrom('sync_runs')
    .select('plan_id')
    .where('school_id', '=', schoolId)
    .where('made_at', '<', madeAt)
    .execute()
  return new Set(rows.map((row) => row.plan_id))
}

/** When a sync last ended with the school's data up to date. */
export async function lastSuccess(trx: Trx, schoolId: string): Promise<Date | null> {
  const { rows } = await sql<{ at: Date | null }>`
    select max(finished_at) as at from sync_runs
    where school_id = ${schoolId} and state in ('applied', 'unchanged')`.execute(trx)
  return rows[0]?.at ?? null
}

export async function setWorking(trx: Trx, { schoolId, id, at }: Key & { at: Date }): Promise<void> {
  await sql`
    update sync_runs set state = 'working', tries = tries + 1, not_before = ${at}
    where school_id = ${schoolId} and id = ${id} and finished_at is null`.execute(trx)
}

/** What is known of a run under way. */
export async function noteOfRun(
  trx: Trx,
  {
    schoolId,
    id,
    ...known
  }: Key & { uploadId?: string; planId?: string | null; progress?: unknown; notBefore?: Date; tries?: number },
): Promise<void> {
  await trx
    .updateTable('sync_runs')
    .set({
      ...(known.uploadId === undefined ? {} : { upload_id: known.uploadId }),
      ...(known.planId === undefined ? {} : { plan_id: known.planId }),
      ...(known.progress === undefined ? {} : { progress: JSON.stringify(known.progress) }),
      ...(known.notBefore === undefined ? {} : { not_before: known.notBefore, state: 'queued' }),
      ...(known.tries === undefined ? {} : { tries: known.tries }),
    })
    .where('school_id', '=', schoolId)
    .where('id', '=', id)
    .where('finished_at', 'is', null)
    .execute()
}

export type Ending = { state: Exclude<SyncState, 'queued' | 'working'>; code?: string; words: string; at: Date }

/** Says how it ended. A run that waited for a person ends a second time, when the person decided. */
export async function setFinished(trx: Trx, { schoolId, id, state, code, words, at }: Key & Ending): Promise<void> {
  await trx
    .updateTable('sync_runs')
    .set({ state, code: code ?? null, words, finished_at: at })
    .where('school_id', '=', schoolId)
    .where('id', '=', id)
    .where((where) => where.or([where('finished_at', 'is', null), where('state', '=', 'waits')]))
    .execute()
}

/** A run whose plan waited for a person until another import overtook it, unless the same files are under way. */
export async function queueAgain(trx: Trx, { schoolId, id, at }: Key & { at: Date }): Promise<void> {
  await sql`
    update sync_runs r
    set state = 'queued', code = 'plan-overtaken', words = null, finished_at = null, tries = 0, not_before = ${at}
    where school_id = ${schoolId} and id = ${id} and state = 'waits' and not exists (
      select from sync_runs o where o.school_id = r.school_id and o.digest = r.digest and o.finished_at is null)`.execute(
    trx,
  )
}

const runs = (trx: Trx, schoolId: string) => trx.selectFrom('sync_runs').selectAll().where('school_id', '=', schoolId)

type RunRow = {
  school_id: string
  id: string
  source: string
  credential_id: string | null
  schedule_id: string | null
  actor_name: string
  files: unknown
  digest: string
  state: string
  code: string | null
  words: string | null
  upload_id: string | null
  plan_id: string | null
  progress: unknown
  tries: number
  not_before: Date
  made_at: Date
  finished_at: Date | null
}

const runOfRow = (row: RunRow): SyncRun => ({
  id: row.id,
  schoolId: row.school_id,
  source: row.source as SyncSource,
  credentialId: row.credential_id,
  scheduleId: row.schedule_id,
  actorName: row.actor_name,
  files: row.files as SyncRun['files'],
  digest: row.digest,
  state: row.state as SyncState,
  code: row.code,
  words: row.words,
  uploadId: row.upload_id,
  planId: row.plan_id,
  progress: row.progress,
  tries: row.tries,
  notBefore: row.not_before,
  madeAt: row.made_at,
  finishedAt: row.finished_at,
})
