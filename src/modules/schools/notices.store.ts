import { sql } from 'kysely'
import type { Trx } from '../../platform/db/index.ts'
import type { FamiliesTold, NoticeText } from './notices.ts'

export async function latestNoticeText(trx: Trx, schoolId: string): Promise<NoticeText | null> {
  const { rows } = await sql<NoticeText>`
    select version, words, made_by as "madeBy", made_at as "madeAt" from notice_texts
    where school_id = ${schoolId} order by version desc limit 1`.execute(trx)
  return rows[0] ?? null
}

export async function insertNoticeText(trx: Trx, schoolId: string, text: NoticeText): Promise<void> {
  await sql`
    insert into notice_texts (school_id, version, words, made_by, made_at)
    values (${schoolId}, ${text.version}, ${text.words}, ${text.madeBy}, ${text.madeAt})`.execute(trx)
}

export async function insertFamiliesTold(trx: Trx, schoolId: string, told: FamiliesTold): Promise<void> {
  await sql`
    insert into families_told (school_id, id, text_version, told_on, channel, recorded_by, recorded_at)
    values (${schoolId}, ${told.id}, ${told.textVersion}, ${told.toldOn}, ${told.channel}, ${told.recordedBy},
      ${told.recordedAt})`.execute(trx)
}

export async function timesTold(trx: Trx, schoolId: string): Promise<FamiliesTold[]> {
  const { rows } = await sql<FamiliesTold>`
    select id, text_version as "textVersion", told_on as "toldOn", channel, recorded_by as "recordedBy",
      recorded_at as "recordedAt"
    from families_told where school_id = ${schoolId} order by told_on desc, id desc limit 100`.execute(trx)
  return rows
}
