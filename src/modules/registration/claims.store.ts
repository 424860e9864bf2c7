import { sql } from 'kysely'
import type { Trx } from '../../platform/db/index.ts'
import type { ChosenLanguage } from '../preferences/index.ts'
import type { FirstChoices, Wish } from './rules/what-to-receive.ts'
import type { ClaimWhy } from './rules/who-registers.ts'

export type ClaimRow = {
  id: string
  memberId: string
  letterId: string
  place: number
  reference: string
  forename: string | null
  surname: string | null
  relationship: string | null
  email: string | null
  mobile: string | null
  mainContact: boolean
  language: ChosenLanguage
  emailProvedAt: Date | null
  mobileProvedAt: Date | null
  finishedAt: Date
  claimedAdultId: string | null
  claimWhy: ClaimWhy | null
  wish: Wish | null
  news: FirstChoices['news'] | null
  consent: boolean | null
}

/** Those that wait for a person, the longest first. */
export function claimsWaiting(trx: Trx, schoolId: string): Promise<ClaimRow[]> {
  return claimsWhere(trx, schoolId, sql`r.finished_at is not null`)
}

/** One that waits, locked until it is decided. */
export async function lockClaimIfAny(trx: Trx, of: { schoolId: string; id: string }): Promise<ClaimRow | null> {
  await sql`select id from registrations where school_id = ${of.schoolId} and id = ${of.id} for update`.execute(trx)
  return (await claimsWhere(trx, of.schoolId, sql`r.id = ${of.id}`))[0] ?? null
}

async function claimsWhere(trx: Trx, schoolId: string, condition: ReturnType<typeof sql>): Promise<ClaimRow[]> {
  const { rows } = await sql<ClaimRow>`
    select r.id, r.member_id as "memberId", r.letter_id as "letterId", r.place, l.reference, r.forename, r.surname,
      r.relationship, r.email, r.mobile, r.main_contact as "mainContact", r.language, r.email_proved_at as "emailProvedAt",
      r.mobile_proved_at as "mobileProvedAt", r.finished_at as "finishedAt", r.claimed_adult_id as "claimedAdultId",
      r.claim_why as "claimWhy", r.wish, r.news, r.consent
    from registrations r join security_letters l on l.school_id = r.school_id and l.id = r.letter_id
    where r.school_id = ${schoolId} and r.state = 'with the office' and ${condition}
    order by r.finished_at, r.id`.execute(trx)
  return rows
}

/** From now on what was typed and chosen stands with the adult, or nowhere (OPT-2). */
export async function setDecided(
  trx: Trx,
  of: {
    schoolId: string
    id: string
    how: 'same person' | 'own adult' | 'refused'
    because: string
    by: string
    adultId: string | null
    linkId: string | null
    at: Date
  },
): Promise<void> {
  await sql`
    update registrations set state = ${of.how === 'refused' ? 'refused' : 'registered'}, adult_id = ${of.adultId},
      link_id = ${of.linkId}, email = null, mobile = null, news = null, consent = null, decided_at = ${of.at}, decided_by = ${of.by},
      decided_how = ${of.how}, decided_because = ${of.because}
    where school_id = ${of.schoolId} and id = ${of.id}`.execute(trx)
}

export async function setUserOfCode(
  trx: Trx,
  code: { schoolId: string; letterId: string; place: number; adultId: string },
): Promise<void> {
  await sql`
    update letter_codes set used_by = ${code.adultId}
    where school_id = ${code.schoolId} and letter_id = ${code.letterId} and place = ${code.place}`.execute(trx)
}

/** How much waits for a person: claims, and letters that are frozen. */
export async function countWaiting(trx: Trx, schoolId: string): Promise<{ claims: number; frozen: number }> {
  const { rows } = await sql<{ claims: number; frozen: number }>`
    select (select count(*)::int from registrations r
        where r.school_id = ${schoolId} and r.state = 'with the office') as claims,
      (select count(*)::int from security_letters l where l.school_id = ${schoolId} and l.state = 'frozen') as frozen`.execute(
    trx,
  )
  return rows[0] ?? { claims: 0, frozen: 0 }
}
