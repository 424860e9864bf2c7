import { sql } from 'kysely'
import type { Trx } from '../../platform/db/index.ts'
import { newId } from '../../platform/ids/index.ts'

/** `question`: the office asks somebody to look at what is held of them. */
export type NoticeKind = 'changed' | 'link' | 'unlinked' | 'question'

export type OwnChange = {
  id: string
  channel: 'email' | 'sms'
  value: string | null
  codeHash: string
  wrongTries: number
  sentAt: Date
  expiresAt: Date
  doneAt: Date | null
}

/** Newest first, locked: two requests of one browser come one after the other. */
export async function lockOwnChanges(trx: Trx, of: { schoolId: string; adultId: string }): Promise<OwnChange[]> {
  const { rows } = await sql<OwnChange>`
    select id, channel, value, code_hash as "codeHash", wrong_tries as "wrongTries", sent_at as "sentAt",
      expires_at as "expiresAt", done_at as "doneAt"
    from own_changes where school_id = ${of.schoolId} and adult_id = ${of.adultId}
    order by sent_at desc, id desc for update`.execute(trx)
  return rows
}

export async function insertOwnChange(
  trx: Trx,
  change: Pick<OwnChange, 'id' | 'channel' | 'codeHash' | 'sentAt' | 'expiresAt'> & {
    schoolId: string
    adultId: string
    value: string
  },
): Promise<void> {
  await sql`
    insert into own_changes (school_id, id, adult_id, channel, value, code_hash, sent_at, expires_at)
    values (${change.schoolId}, ${change.id}, ${change.adultId}, ${change.channel}, ${change.value}, ${change.codeHash},
      ${change.sentAt}, ${change.expiresAt})`.execute(trx)
}

/** Only the newest change of somebody waits; of the others no address is kept. */
export async function emptyOtherChanges(trx: Trx, of: { schoolId: string; adultId: string; except: string }) {
  await sql`
    update own_changes set value = null
    where school_id = ${of.schoolId} and adult_id = ${of.adultId} and id <> ${of.except} and value is not null`.execute(
    trx,
  )
}

export async function forgetOldChanges(trx: Trx, of: { schoolId: string; before: Date }): Promise<void> {
  await sql`delete from own_changes where school_id = ${of.schoolId} and sent_at < ${of.before}`.execute(trx)
}

export async function countWrongChange(trx: Trx, of: { schoolId: string; id: string }): Promise<void> {
  await sql`
    update own_changes set wrong_tries = wrong_tries + 1 where school_id = ${of.schoolId} and id = ${of.id}`.execute(
    trx,
  )
}

export async function setChangeDone(trx: Trx, of: { schoolId: string; id: string; at: Date }): Promise<void> {
  await sql`
    update own_changes set done_at = ${of.at}, value = null
    where school_id = ${of.schoolId} and id = ${of.id}`.execute(trx)
}

/** Returns the message id under which it is sent. */
export async function insertNotice(
  trx: Trx,
  notice: { schoolId: string; adultId: string; kind: NoticeKind; at: Date; askedBy?: string },
): Promise<string> {
  const id = newId()
  await sql`
    insert into own_notices (school_id, id, adult_id, kind, made_at, asked_by)
    values (${notice.schoolId}, ${id}, ${notice.adultId}, ${notice.kind}, ${notice.at}, ${notice.askedBy ?? null})`.execute(
    trx,
  )
  return id
}

/** Something of ours that waits to be handed over. With an adult it goes only while a link of theirs is current. */
export type OwnSending = { id: string; open: boolean; adultId: string | null }

/** Which of these messages are codes or notices about somebody's own details, and whether each may still go (DLV-2). */
export async function ownSendingsAmong(
  trx: Trx,
  of: { schoolId: string; ids: string[]; now: Date },
): Promise<OwnSending[]> {
  const { rows } = await sql<OwnSending>`
    select id, value is not null and expires_at > ${of.now} as open, null::uuid as "adultId" from own_changes
    where school_id = ${of.schoolId} and id = any(${of.ids})
    union all
    select id, true, case when kind in ('link', 'question') then adult_id end from own_notices
    where school_id = ${of.schoolId} and id = any(${of.ids})`.execute(trx)
  return rows
}

/** How often a link was asked for by this address within the window, this time included. */
export async function countAsk(trx: Trx, ask: { valueHash: string; at: Date; notBefore: Date }): Promise<number> {
  await sql`delete from own_link_asks where since < ${ask.notBefore} and value_hash <> ${ask.valueHash}`.execute(trx)
  const { rows } = await sql<{ asks: number }>`
    insert into own_link_asks (value_hash, asks, since) values (${ask.valueHash}, 1, ${ask.at})
    on conflict (value_hash) do update set
      asks = case when own_link_asks.since < ${ask.notBefore} then 1 else own_link_asks.asks + 1 end,
      since = case when own_link_asks.since < ${ask.notBefore} then excluded.since else own_link_asks.since end
    returning asks`.execute(trx)
  return rows[0]?.asks ?? 1
}

export type OwnRegistration = {
  memberId: string
  relationship: string | null
  emailProvedAt: Date | null
  mobileProvedAt: Date | null
  agreedAt: Date | null
  finishedAt: Date | null
}

/** What somebody registered, oldest first. */
export async function registrationsOfAdult(
  trx: Trx,
  of: { schoolId: string; adultId: string },
): Promise<OwnRegistration[]> {
  const { rows } = await sql<OwnRegistration>`
    select member_id as "memberId", relationship, email_proved_at as "emailProvedAt", mobile_proved_at as "mobileProvedAt",
      agreed_at as "agreedAt", finished_at as "finishedAt"
    from registrations
    where school_id = ${of.schoolId} and adult_id = ${of.adultId} and finished_at is not null
    order by finished_at`.execute(trx)
  return rows
}

/** What was sent to somebody about their own details, oldest first. */
export async function noticesOfAdult(
  trx: Trx,
  of: { schoolId: string; adultId: string },
): Promise<{ kind: NoticeKind; at: Date }[]> {
  const { rows } = await sql<{ kind: NoticeKind; at: Date }>`
    select kind, made_at as at from own_notices
    where school_id = ${of.schoolId} and adult_id = ${of.adultId} order by made_at`.execute(trx)
  return rows
}

/** When each of these adults was asked last, and by whom. */
export async function lastQuestions(
  trx: Trx,
  of: { schoolId: string; adultIds: string[] },
): Promise<Map<string, { at: Date; by: string }>> {
  const { rows } = await sql<{ adultId: string; at: Date; by: string }>`
    select distinct on (adult_id) adult_id as "adultId", made_at as at, coalesce(asked_by, '') as by
    from own_notices
    where school_id = ${of.schoolId} and kind = 'question' and adult_id = any(${of.adultIds})
    order by adult_id, made_at desc`.execute(trx)
  return new Map(rows.map(({ adultId, ...asked }) => [adultId, asked]))
}
