import { sql } from 'kysely'
import type { Trx } from '../../platform/db/index.ts'

export type LetterKind = 'family' | 'single-adult' | 'staff'
export type LetterState = 'live' | 'frozen' | 'killed'

export type NewLetter = {
  id: string
  memberId: string
  kind: LetterKind
  addresseeAdultId: string | null
  reference: string
  expiresAt: Date
  places: { place: number; codeHash: string; tokenHash: string }[]
}

export type LetterRow = {
  id: string
  memberId: string
  kind: LetterKind
  addresseeAdultId: string | null
  reference: string
  state: LetterState
  wrongTries: number
  expiresAt: Date
  printedBy: string
  printedAt: Date
  places: number
  used: number
}

const rowsPerStatement = 500

/** Keeps references for letters; those that were taken already are not among the answer. */
export async function keepReferences(
  trx: Trx,
  schoolId: string,
  wanted: { reference: string; letterId: string }[],
): Promise<Set<string>> {
  const kept = new Set<string>()
  for (const slice of slices(wanted)) {
    const rows = await trx
      .insertInto('letter_references')
      .values(slice.map(({ reference, letterId }) => ({ reference, school_id: schoolId, letter_id: letterId })))
      .onConflict((conflict) => conflict.column('reference').doNothing())
      .returning('reference')
      .execute()
    for (const { reference } of rows) kept.add(reference)
  }
  return kept
}

/** Which letter of which school a reference stands for. In a transaction of the instance. */
export async function placeOfReferenceIfAny(
  trx: Trx,
  reference: string,
): Promise<{ schoolId: string; letterId: string } | null> {
  const row = await trx
    .selectFrom('letter_references')
    .select(['school_id', 'letter_id'])
    .where('reference', '=', reference)
    .executeTakeFirst()
  return row ? { schoolId: row.school_id, letterId: row.letter_id } : null
}

export async function insertBatch(
  trx: Trx,
  batch: {
    schoolId: string
    id: string
    what: string
    letters: number
    /** Pages of paper: a letter in two languages has two. */
    sheets: number
    printedWith: PrintedWith[]
    printedBy: string
    accountId: string | null
    at: Date
  },
): Promise<void> {
  await sql`
    insert into letter_batches (school_id, id, what, letters, sheets, printed_with, printed_by, printed_by_account_id, printed_at)
    values (${batch.schoolId}, ${batch.id}, ${batch.what}, ${batch.letters}, ${batch.sheets},
      ${JSON.stringify(batch.printedWith)}, ${batch.printedBy}, ${batch.accountId}, ${batch.at})`.execute(trx)
}

export async function insertLetters(
  trx: Trx,
  batch: { schoolId: string; batchId: string; at: Date },
  letters: NewLetter[],
): Promise<void> {
  for (const slice of slices(letters)) {
    await trx
      .insertInto('security_letters')
      .values(
        slice.map((letter) => ({
          school_id: batch.schoolId,
          id: letter.id,
          member_id: letter.memberId,
          kind: letter.kind,
          addressee_adult_id: letter.addresseeAdultId,
          reference: letter.reference,
          state: 'live',
          expires_at: letter.expiresAt,
          batch_id: batch.batchId,
          created_at: batch.at,
        })),
      )
      .execute()
  }
  const codes = letters.flatMap((letter) => letter.places.map((place) => ({ ...place, letterId: letter.id })))
  for (const slice of slices(codes)) {
    await trx
      .insertInto('letter_codes')
      .values(
        slice.map((code) => ({
          school_id: batch.schoolId,
          letter_id: code.letterId,
          place: code.place,
          code_hash: code.codeHash,
          token_hash: code.tokenHash,
        })),
      )
      .execute()
  }
}

/** LET-3, LET-6: these letters open nothing any more, and what was stored of their codes is gone. Returns how many there were. */
export async function killLetters(
  trx: Trx,
  kill: { schoolId: string; memberIds: string[]; because: string; at: Date },
): Promise<number> {
  const { rows } = await sql<{ id: string; reference: string }>`
    update security_letters set state = 'killed', killed_at = ${kill.at}, killed_because = ${kill.because}
    where school_id = ${kill.schoolId} and member_id = any(${kill.memberIds}) and state <> 'killed'
    returning id, reference`.execute(trx)
  if (rows.length === 0) return 0
  await sql`
    update letter_codes set code_hash = null, token_hash = null
    where school_id = ${kill.schoolId} and letter_id = any(${rows.map(({ id }) => id)})`.execute(trx)
  await sql`delete from letter_references where reference = any(${rows.map(({ reference }) => reference)})`.execute(trx)
  return rows.length
}

export type LetterToCheck = LetterRow & {
  codes: { place: number; codeHash: string | null; tokenHash: string | null; usedAt: Date | null }[]
}

/** One letter with what is stored of its codes, locked, so that wrong tries are counted one after the other. */
export async function lockLetterIfAny(
  trx: Trx,
  of: { schoolId: string; letterId: string },
): Promise<LetterToCheck | null> {
  await sql`select id from security_letters where school_id = ${of.schoolId} and id = ${of.letterId} for update`.execute(
    trx,
  )
  const [letter] = await lettersWhere(trx, of.schoolId, sql`l.id = ${of.letterId}`)
  if (!letter) return null
  const codes = await trx
    .selectFrom('letter_codes')
    .select(['place', 'code_hash as codeHash', 'token_hash as tokenHash', 'used_at as usedAt'])
    .where('school_id', '=', of.schoolId)
    .where('letter_id', '=', of.letterId)
    .orderBy('place')
    .execute()
  return { ...letter, codes }
}

export async function countWrongTry(
  trx: Trx,
  of: { schoolId: string; letterId: string; freezes: boolean; at: Date },
): Promise<void> {
  await sql`
    update security_letters set wrong_tries = wrong_tries + 1,
      state = case when ${of.freezes} then 'frozen' else state end,
      frozen_at = case when ${of.freezes} then ${of.at}::timestamptz else frozen_at end
    where school_id = ${of.schoolId} and id = ${of.letterId} and state = 'live'`.execute(trx)
}

/** Returns false where it is frozen no more. */
export async function setUnfrozen(trx: Trx, of: { schoolId: string; letterId: string }): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update security_letters set state = 'live', wrong_tries = 0, frozen_at = null
    where school_id = ${of.schoolId} and id = ${of.letterId} and state = 'frozen'`.execute(trx)
  return numAffectedRows === 1n
}

/** LET-5: those that wait until somebody has looked. */
export async function frozenLetters(trx: Trx, schoolId: string): Promise<LetterRow[]> {
  return lettersWhere(trx, schoolId, sql`l.state = 'frozen'`)
}

/** Every letter of one member, newest first. */
export async function lettersOfMember(trx: Trx, schoolId: string, memberId: string): Promise<LetterRow[]> {
  return lettersWhere(trx, schoolId, sql`l.member_id = ${memberId}`)
}

export async function letterByIdIfAny(trx: Trx, schoolId: string, id: string): Promise<LetterRow | null> {
  return (await lettersWhere(trx, schoolId, sql`l.id = ${id}`))[0] ?? null
}

async function lettersWhere(trx: Trx, schoolId: string, condition: ReturnType<typeof sql>): Promise<LetterRow[]> {
  const { rows } = await sql<LetterRow>`
    select l.id, l.member_id as "memberId", l.kind, l.addressee_adult_id as "addresseeAdultId", l.reference, l.state,
      l.wrong_tries as "wrongTries", l.expires_at as "expiresAt", b.printed_by as "printedBy", b.printed_at as "printedAt",
      (select count(*)::int from letter_codes c where c.school_id = l.school_id and c.letter_id = l.id) as places,
      (select count(*)::int from letter_codes c
        where c.school_id = l.school_id and c.letter_id = l.id and c.used_at is not null) as used
    from security_letters l join letter_batches b on b.school_id = l.school_id and b.id = l.batch_id
    where l.school_id = ${schoolId} and ${condition}
    order by l.created_at desc, l.id desc`.execute(trx)
  return rows
}

/** Members who ever had a letter, and whether one of them is out and works now. */
export async function lettersOut(trx: Trx, schoolId: string, now: Date): Promise<Map<string, { live: boolean }>> {
  const { rows } = await sql<{ member_id: string; live: boolean }>`
    select member_id, bool_or(state = 'live' and expires_at > ${now}) as live from security_letters
    where school_id = ${schoolId} group by member_id`.execute(trx)
  return new Map(rows.map((row) => [row.member_id, { live: row.live }]))
}

/** A text that stands on sheets of a batch; version 0 is the text that comes with Gatehouse. */
export type PrintedWith = { kind: LetterKind; language: string; version: number }

export type BatchRow = {
  id: string
  what: string
  letters: number
  sheets: number | null
  printedWith: PrintedWith[]
  printedBy: string
  printedAt: Date
}

/** Newest first; those printed before a time. */
export async function batchesBefore(
  trx: Trx,
  page: { schoolId: string; before: Date | null; limit: number },
): Promise<BatchRow[]> {
  const { rows } = await sql<BatchRow>`
    select ${batchColumns} from letter_batches
    where school_id = ${page.schoolId} and (${page.before}::timestamptz is null or printed_at < ${page.before})
    order by printed_at desc, id desc limit ${page.limit}`.execute(trx)
  return rows
}

const batchColumns = sql`id, what, letters, sheets, printed_with as "printedWith", printed_by as "printedBy",
  printed_at as "printedAt"`

/** Newest first. */
export async function latestBatches(trx: Trx, schoolId: string, limit: number): Promise<BatchRow[]> {
  const { rows } = await sql<BatchRow>`
    select ${batchColumns} from letter_batches
    where school_id = ${schoolId} order by printed_at desc, id desc limit ${limit}`.execute(trx)
  return rows
}

/** Wrong tries within the window: of the instance, and of the school that has most. In a transaction of the instance. */
export async function wrongTriesNow(trx: Trx, notBefore: Date): Promise<{ instance: number; school: number }> {
  const { rows } = await sql<{ instance: number; school: number }>`
    select coalesce(max(wrong) filter (where budget = 'instance'), 0) as instance,
      coalesce(max(wrong) filter (where budget <> 'instance'), 0) as school
    from letter_guesses where since > ${notBefore}`.execute(trx)
  return rows[0] ?? { instance: 0, school: 0 }
}

/** Schools at whose letters a wrong code was tried within the window. In a transaction of the instance. */
export async function schoolsGuessedAt(trx: Trx, notBefore: Date): Promise<string[]> {
  const { rows } = await sql<{ budget: string }>`
    select budget from letter_guesses where since > ${notBefore} and budget <> 'instance'`.execute(trx)
  return rows.map(({ budget }) => budget)
}

/** One wrong try more; a window that has passed starts anew. Returns the count within the window. */
export async function countGuess(trx: Trx, guess: { budget: string; at: Date; notBefore: Date }): Promise<number> {
  const { rows } = await sql<{ wrong: number }>`
    insert into letter_guesses (budget, wrong, since) values (${guess.budget}, 1, ${guess.at})
    on conflict (budget) do update set
      wrong = case when letter_guesses.since > ${guess.notBefore} then letter_guesses.wrong + 1 else 1 end,
      since = case when letter_guesses.since > ${guess.notBefore} then letter_guesses.since else ${guess.at} end
    returning wrong`.execute(trx)
  return rows[0]?.wrong ?? 1
}

function* slices<T>(list: readonly T[]): Generator<T[]> {
  for (let at = 0; at < list.length; at += rowsPerStatement) yield list.slice(at, at + rowsPerStatement)
}
