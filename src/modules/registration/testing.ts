import { sql } from 'kysely'
import { type Clock, fixedClock } from '../../platform/clock/index.ts'
import { type KeyedHash, keyedHashOf } from '../../platform/crypto/index.ts'
import type { Db, Trx } from '../../platform/db/index.ts'
import type { TestDb } from '../../platform/db/testing.ts'
import { newId } from '../../platform/ids/index.ts'
import { systemActor } from '../audit/index.ts'
import type { SecurityLetterPage } from '../letters/index.ts'
import { type FlaggedContactOf, foldName } from '../people/index.ts'
import type { School } from '../schools/index.ts'
import {
  agreeAndFinish,
  beginRegistration,
  type Describing,
  describeYourself,
  type HowToPrint,
  type LettersFor,
  openLetter,
  printLetters,
  proveChannels,
  type Wish,
} from './index.ts'
import type { FirstChoices } from './rules/what-to-receive.ts'

// What tests of letters and registrations stand on.

export const testHash: KeyedHash = keyedHashOf(Buffer.alloc(32, 7))
export const testClock = fixedClock('2026-11-21T09:00:00Z')

export async function addPupil(
  trx: Trx,
  pupil: { schoolId: string; forename: string; surname: string; registrationGroup?: string },
): Promise<string> {
  const id = newId()
  const at = testClock.now()
  await trx
    .insertInto('members')
    .values({
      school_id: pupil.schoolId,
      id,
      role: 'pupil',
      status: 'on roll',
      origin: 'mis',
      forename: pupil.forename,
      surname: pupil.surname,
      year: '6',
      registration_group: pupil.registrationGroup ?? '6B',
      name_key: foldName(pupil.forename, pupil.surname),
      created_at: at,
      updated_at: at,
    })
    .execute()
  return id
}

export type Sheet = { reference: string; codes: string[]; tokens: string[]; page: SecurityLetterPage }

/** Prints, and reads the sheets as a family would: nothing else ever knows the codes. */
export async function printAndRead(
  db: Db,
  print: HowToPrint & { school: School; letters: LettersFor; clock?: Clock; hash?: KeyedHash },
): Promise<Sheet[]> {
  let pages: SecurityLetterPage[] = []
  await printLetters(db, {
    ...print,
    clock: print.clock ?? testClock,
    hash: print.hash ?? testHash,
    actor: systemActor,
    siteAddress: 'https://gate.example/register',
    render: async (drawn) => {
      pages = drawn
      return new Uint8Array()
    },
  })
  return pages.map((page) => ({
    page,
    reference: page.reference,
    codes: page.codes.map(({ code }) => code),
    tokens: page.codes.map(({ url }) => url.split('.').at(-1) ?? ''),
  }))
}

type TestRegistrant = Describing

export const fatima: TestRegistrant = {
  forename: 'Fatima',
  surname: 'Al-Hassan',
  relationship: 'Mother',
  email: 'fatima@example.org',
  mobile: '07700 900123',
  mainContact: false,
}

type TypedCode = { reference: string; code: string; clock?: Clock; hash?: KeyedHash }

/** Types a code of the sheet, and returns what the browser would hold. */
export async function begin(db: Db, typed: TypedCode): Promise<string> {
  const { clock = testClock, hash = testHash } = typed
  const { reference, code } = typed
  const pause = async () => {}
  const answer = await openLetter(db, { typed: { reference, code, token: '' }, hash, clock, pause })
  if (answer.verdict !== 'right') throw new Error(`the letter said ${answer.verdict}`)
  return beginRegistration(db, { letter: answer.letter, hash, clock })
}

/** The codes that went out last, as they stand on the phone and in the mailbox. */
export async function codesSent(db: TestDb, token: string): Promise<{ emailCode: string; mobileCode: string }> {
  const { rows } = await db.asOwner((trx) =>
    sql<{ channel: string; body: string }>`
      select d.channel, t.body from deliveries d join delivery_texts t on t.school_id = d.school_id and t.id = d.text_id
      where d.recipient_id = ${token.split('.')[1]} order by d.created_at desc, d.id desc`.execute(trx),
  )
  const of = (channel: string) => /^\d{6}/.exec(rows.find((row) => row.channel === channel)?.body ?? '')?.[0] ?? ''
  return { emailCode: of('email'), mobileCode: of('sms') }
}

/** From the code on the sheet to the last step but one: both channels proved. */
export async function beginAndProve(db: TestDb, typed: TypedCode & { registrant: TestRegistrant }): Promise<string> {
  const { clock = testClock, hash = testHash } = typed
  const holding = { token: await begin(db, typed), hash, clock }
  const errors = await describeYourself(db, { ...holding, typed: typed.registrant })
  if (errors) throw new Error(Object.values(errors).join(' '))
  await proveChannels(db, { ...holding, ...(await codesSent(db, holding.token)) })
  return holding.token
}

/** For tests in which the MIS flags nobody (IMP-14). */
export const nobodyIsFlagged: FlaggedContactOf = async () => null

/** The whole way. */
export async function register(
  db: TestDb,
  typed: TypedCode & {
    registrant: TestRegistrant
    wish?: Wish
    choices?: FirstChoices
    flaggedContactOf?: FlaggedContactOf
  },
): Promise<void> {
  const token = await beginAndProve(db, typed)
  const { hash = testHash, clock = testClock, wish = 'both' } = typed
  const chosen = { wish, ...(typed.choices ? { choices: typed.choices } : {}) }
  await agreeAndFinish(db, {
    token,
    hash,
    clock,
    ...chosen,
    forget: async () => {},
    flaggedContactOf: typed.flaggedContactOf ?? nobodyIsFlagged,
    siteAddress: 'https://gate.example',
  })
}
