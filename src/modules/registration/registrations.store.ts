import { sql } from 'kysely'
import type { Trx } from '../../platform/db/index.ts'
import type { ChosenLanguage } from '../preferences/index.ts'
import type { OwnSending } from './own.store.ts'
import type { FirstChoices, Wish } from './rules/what-to-receive.ts'
import type { ClaimWhy } from './rules/who-registers.ts'

export type RegistrationState = 'begun' | 'described' | 'proved' | 'registered' | 'with the office' | 'refused'

export type RegistrationRow = {
  id: string
  letterId: string
  place: number
  memberId: string
  tokenHash: string
  state: RegistrationState
  forename: string | null
  surname: string | null
  relationship: string | null
  email: string | null
  mobile: string | null
  mainContact: boolean
  /** In which the way is walked. */
  language: ChosenLanguage
  emailProvedAt: Date | null
  mobileProvedAt: Date | null
  /** LET-11: who registers is somebody else than who signs in by the same email or mobile. */
  apart: boolean
  /** Who is linked, once it is done. */
  adultId: string | null
  expiresAt: Date
}

export async function insertRegistration(
  trx: Trx,
  begun: {
    schoolId: string
    id: string
    letterId: string
    place: number
    memberId: string
    tokenHash: string
    at: Date
    expiresAt: Date
  },
): Promise<void> {
  await sql`
    insert into registrations (school_id, id, letter_id, place, member_id, token_hash, state, created_at, expires_at)
    values (${begun.schoolId}, ${begun.id}, ${begun.letterId}, ${begun.place}, ${begun.memberId}, ${begun.tokenHash}, 'begun',
      ${begun.at}, ${begun.expiresAt})`.execute(trx)
}

/** Nobody agreed to these, so nothing of them is kept. */
export async function forgetUnfinished(trx: Trx, of: { schoolId: string; now: Date }): Promise<void> {
  await sql`
    delete from registrations
    where school_id = ${of.schoolId} and finished_at is null and expires_at < ${of.now}`.execute(trx)
}

/** Locked, so that two requests of one browser come one after the other. */
export async function lockRegistrationIfAny(
  trx: Trx,
  of: { schoolId: string; id: string },
): Promise<RegistrationRow | null> {
  const { rows } = await sql<RegistrationRow>`
    select id, letter_id as "letterId", place, member_id as "memberId", token_hash as "tokenHash", state, forename, surname,
      relationship, email, mobile, main_contact as "mainContact", language, email_proved_at as "emailProvedAt",
      mobile_proved_at as "mobileProvedAt", adult_id as "adultId", apart, expires_at as "expiresAt"
    from registrations where school_id = ${of.schoolId} and id = ${of.id} for update`.execute(trx)
  return rows[0] ?? null
}

export async function setLanguage(
  trx: Trx,
  of: { schoolId: string; id: string; language: ChosenLanguage },
): Promise<void> {
  await sql`
    update registrations set language = ${of.language} where school_id = ${of.schoolId} and id = ${of.id}`.execute(trx)
}

export async function setApart(trx: Trx, of: { schoolId: string; id: string }): Promise<void> {
  await sql`update registrations set apart = true where school_id = ${of.schoolId} and id = ${of.id}`.execute(trx)
}

/** What was proved of an address stays proved while the address stays the same. */
export async function setDescription(
  trx: Trx,
  of: {
    schoolId: string
    id: string
    forename: string
    surname: string
    relationship: string
    email: string
    mobile: string
    mainContact: boolean
  },
): Promise<void> {
  await sql`
    update registrations set state = 'described', forename = ${of.forename}, surname = ${of.surname},
      relationship = ${of.relationship}, main_contact = ${of.mainContact},
      email_proved_at = case when email = ${of.email} then email_proved_at end, email = ${of.email},
      mobile_proved_at = case when mobile = ${of.mobile} then mobile_proved_at end, mobile = ${of.mobile}
    where school_id = ${of.schoolId} and id = ${of.id}`.execute(trx)
}

export async function setProved(
  trx: Trx,
  of: { schoolId: string; id: string; channel: 'email' | 'sms'; at: Date },
): Promise<void> {
  const column = sql.ref(of.channel === 'email' ? 'email_proved_at' : 'mobile_proved_at')
  await sql`update registrations set ${column} = ${of.at} where school_id = ${of.schoolId} and id = ${of.id}`.execute(
    trx,
  )
  await sql`
    update registrations set state = 'proved'
    where school_id = ${of.schoolId} and id = ${of.id} and email_proved_at is not null and mobile_proved_at is not null`.execute(
    trx,
  )
}

/** From now on the details stand with the adult alone, so that an opt-out erases them whole (OPT-2). */
export async function setFinished(
  trx: Trx,
  of: { schoolId: string; id: string; adultId: string | null; linkId: string | null; at: Date },
): Promise<void> {
  await sql`
    update registrations set state = 'registered', adult_id = ${of.adultId}, link_id = ${of.linkId},
      agreed_at = ${of.at}, finished_at = ${of.at}, email = null, mobile = null
    where school_id = ${of.schoolId} and id = ${of.id}`.execute(trx)
}

/** LET-13: what was typed and chosen stays until a person has decided. */
export async function setWithTheOffice(
  trx: Trx,
  of: {
    schoolId: string
    id: string
    claimedAdultId: string
    why: ClaimWhy
    wish: Wish
    choices: FirstChoices | null
    at: Date
  },
): Promise<void> {
  await sql`
    update registrations set state = 'with the office', claimed_adult_id = ${of.claimedAdultId}, claim_why = ${of.why},
      wish = ${of.wish}, news = ${of.choices?.news ?? null}, consent = ${of.choices?.consent ?? null}, agreed_at = ${of.at}, finished_at = ${of.at}
    where school_id = ${of.schoolId} and id = ${of.id}`.execute(trx)
}

/** LET-2: whoever comes first has the code. Returns false for everybody else. */
export async function useCode(
  trx: Trx,
  code: { schoolId: string; letterId: string; place: number; adultId: string | null; at: Date },
): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update letter_codes set used_at = ${code.at}, used_by = ${code.adultId}
    where school_id = ${code.schoolId} and letter_id = ${code.letterId} and place = ${code.place}
      and used_at is null and code_hash is not null`.execute(trx)
  return numAffectedRows === 1n
}

export type ProofRow = { id: string; channel: 'email' | 'sms'; codeHash: string; wrongTries: number; expiresAt: Date }

export async function insertProof(
  trx: Trx,
  proof: {
    schoolId: string
    id: string
    registrationId: string
    channel: 'email' | 'sms'
    codeHash: string
    at: Date
    expiresAt: Date
  },
): Promise<void> {
  await sql`
    insert into registration_proofs (school_id, id, registration_id, channel, code_hash, sent_at, expires_at)
    values (${proof.schoolId}, ${proof.id}, ${proof.registrationId}, ${proof.channel}, ${proof.codeHash}, ${proof.at},
      ${proof.expiresAt})`.execute(trx)
}

/** Newest first: only the newest of a channel counts. */
export async function proofsOf(trx: Trx, of: { schoolId: string; registrationId: string }): Promise<ProofRow[]> {
  const { rows } = await sql<ProofRow>`
    select id, channel, code_hash as "codeHash", wrong_tries as "wrongTries", expires_at as "expiresAt"
    from registration_proofs where school_id = ${of.schoolId} and registration_id = ${of.registrationId}
    order by sent_at desc, id desc`.execute(trx)
  return rows
}

export async function countWrongProof(trx: Trx, of: { schoolId: string; id: string }): Promise<void> {
  await sql`
    update registration_proofs set wrong_tries = wrong_tries + 1
    where school_id = ${of.schoolId} and id = ${of.id}`.execute(trx)
}

/** Which of these messages are codes or confirmations of ours, and whether each may still be used. */
export async function proofsAmong(trx: Trx, of: { schoolId: string; ids: string[]; now: Date }): Promise<OwnSending[]> {
  const { rows } = await sql<OwnSending>`
    select p.id, p.expires_at > ${of.now} and r.state in ('described', 'proved') as open, null::uuid as "adultId"
    from registration_proofs p join registrations r on r.school_id = p.school_id and r.id = p.registration_id
    where p.school_id = ${of.schoolId} and p.id = any(${of.ids})
    union all
    select id, finished_at is not null, adult_id from registrations
    where school_id = ${of.schoolId} and id = any(${of.ids})`.execute(trx)
  return rows
}

/** Registrations of one pupil are finished one after the other, so that the last place goes to one of them (LET-1). */
export async function lockMember(trx: Trx, of: { schoolId: string; memberId: string }): Promise<void> {
  await sql`select id from members where school_id = ${of.schoolId} and id = ${of.memberId} for update`.execute(trx)
}
