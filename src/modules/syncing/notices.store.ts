import { sql } from 'kysely'
import type { Trx } from '../../platform/db/index.ts'

export type NoticeKind = 'waits' | 'refused' | 'stale'

/** Something that people were told of, and that is not settled yet. */
export type Notice = { id: string; kind: NoticeKind; about: string; words: string; toldAt: Date }

/** False when the matter was told already and is not settled. */
export async function insertNotice(trx: Trx, notice: Notice & { schoolId: string }): Promise<boolean> {
  const { numAffectedRows } = await sql`
    insert into sync_notices (school_id, id, kind, about, words, told_at)
    values (${notice.schoolId}, ${notice.id}, ${notice.kind}, ${notice.about}, ${notice.words}, ${notice.toldAt})
    on conflict (school_id, kind, about) where settled_at is null do nothing`.execute(trx)
  return (numAffectedRows ?? 0n) > 0n
}

export async function openNotices(trx: Trx, schoolId: string): Promise<Notice[]> {
  const rows = await trx
    .selectFrom('sync_notices')
    .select(['id', 'kind', 'about', 'words', 'told_at'])
    .where('school_id', '=', schoolId)
    .where('settled_at', 'is', null)
    .orderBy('told_at')
    .orderBy('id')
    .execute()
  return rows.map((row) => ({ ...row, kind: row.kind as NoticeKind, toldAt: row.told_at }))
}

export async function setSettled(
  trx: Trx,
  settled: { schoolId: string; kind: NoticeKind; about: string; at: Date },
): Promise<void> {
  await trx
    .updateTable('sync_notices')
    .set({ settled_at: settled.at })
    .where('school_id', '=', settled.schoolId)
    .where('kind', '=', settled.kind)
    .where('about', '=', settled.about)
    .where('settled_at', 'is', null)
    .execute()
}

/** Which of these messages are notices, and whether their matter is still open. */
export async function noticesAmong(
  trx: Trx,
  wanted: { schoolId: string; ids: string[] },
): Promise<Map<string, { open: boolean }>> {
  if (wanted.ids.length === 0) return new Map()
  const rows = await trx
    .selectFrom('sync_notices')
    .select(['id', 'settled_at'])
    .where('school_id', '=', wanted.schoolId)
    .where('id', 'in', wanted.ids)
    .execute()
  return new Map(rows.map((row) => [row.id, { open: row.settled_at === null }]))
}
