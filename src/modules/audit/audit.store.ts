import { sql } from 'kysely'
import type { Trx } from '../../platform/db/index.ts'
import type { AuditFilter } from './audit.ts'

export type StoredEntry = {
  schoolId: string
  seq: number
  at: Date
  actorKind: string
  actorAccountId: string | null
  actorName: string
  act: string
  subjectKind: string
  subjectId: string
  pupilId: string | null
  detail: Record<string, unknown>
  previousHash: string
  hash: string
}

type Head = { seq: number; hash: string }

/** Locks the end of the school's chain until the transaction ends: acts of one school stand in one order. */
export async function lockHead(trx: Trx, schoolId: string, emptyHash: string): Promise<Head> {
  const lock = () => sql<Head>`select seq, hash from audit_heads where school_id = ${schoolId} for update`.execute(trx)
  const found = await lock()
  if (found.rows[0]) return found.rows[0]
  // The first act of a school; two at once make one head.
  await sql`insert into audit_heads (school_id, seq, hash) values (${schoolId}, 0, ${emptyHash}) on conflict (school_id) do nothing`.execute(
    trx,
  )
  const made = await lock()
  if (!made.rows[0]) throw new Error('The audit chain of this school cannot be locked')
  return made.rows[0]
}

export async function moveHead(trx: Trx, head: { schoolId: string; seq: number; hash: string }): Promise<void> {
  await sql`update audit_heads set seq = ${head.seq}, hash = ${head.hash} where school_id = ${head.schoolId}`.execute(
    trx,
  )
}

export async function insertEntries(trx: Trx, entries: StoredEntry[]): Promise<void> {
  await trx
    .insertInto('audit_entries')
    .values(
      entries.map((entry) => ({
        school_id: entry.schoolId,
        seq: entry.seq,
        at: entry.at,
        actor_kind: entry.actorKind,
        actor_account_id: entry.actorAccountId,
        actor_name: entry.actorName,
        act: entry.act,
        subject_kind: entry.subjectKind,
        subject_id: entry.subjectId,
        pupil_id: entry.pupilId,
        detail: JSON.stringify(entry.detail),
        previous_hash: entry.previousHash,
        hash: entry.hash,
      })),
    )
    .execute()
}

export async function entriesMatching(trx: Trx, schoolId: string, filter: AuditFilter): Promise<StoredEntry[]> {
  let query = trx.selectFrom('audit_entries').selectAll().where('school_id', '=', schoolId)
  if (filter.act) query = query.where('act', 'like', `${filter.act}%`)
  if (filter.actorName) query = query.where('actor_name', 'ilike', `%${filter.actorName}%`)
  if (filter.pupilId) query = query.where('pupil_id', '=', filter.pupilId)
  if (filter.subjectId) query = query.where('subject_id', '=', filter.subjectId)
  if (filter.beforeSeq) query = query.where('seq', '<', filter.beforeSeq)
  if (filter.from) query = query.where('at', '>=', filter.from)
  if (filter.to) query = query.where('at', '<', filter.to)
  const rows = await query
    .orderBy('seq', 'desc')
    .limit(filter.limit ?? 50)
    .execute()
  return rows.map(entryOfRow)
}

export async function entriesAfter(trx: Trx, schoolId: string, seq: number): Promise<StoredEntry[]> {
  const rows = await trx
    .selectFrom('audit_entries')
    .selectAll()
    .where('school_id', '=', schoolId)
    .where('seq', '>', seq)
    .orderBy('seq')
    .limit(1000)
    .execute()
  return rows.map(entryOfRow)
}

type EntryRow = {
  school_id: string
  seq: number
  at: Date
  actor_kind: string
  actor_account_id: string | null
  actor_name: string
  act: string
  subject_kind: string
  subject_id: string
  pupil_id: string | null
  detail: unknown
  previous_hash: string
  hash: string
}

const entryOfRow = (row: EntryRow): StoredEntry => ({
  schoolId: row.school_id,
  seq: row.seq,
  at: row.at,
  actorKind: row.actor_kind,
  actorAccountId: row.actor_account_id,
  actorName: row.actor_name,
  act: row.act,
  subjectKind: row.subject_kind,
  subjectId: row.subject_id,
  pupilId: row.pupil_id,
  detail: row.detail as Record<string, unknown>,
  previousHash: row.previous_hash,
  hash: row.hash,
})
