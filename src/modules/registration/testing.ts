import { type Clock, fixedClock } from '../../platform/clock/index.ts'
import { type KeyedHash, keyedHashOf } from '../../platform/crypto/index.ts'
import type { Db, Trx } from '../../platform/db/index.ts'
import { newId } from '../../platform/ids/index.ts'
import { systemActor } from '../audit/index.ts'
import type { SecurityLetterPage } from '../letters/index.ts'
import { foldName } from '../people/index.ts'
import type { School } from '../schools/index.ts'
import { type LettersFor, printLetters } from './index.ts'

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
  print: { school: School; letters: LettersFor; clock?: Clock; hash?: KeyedHash },
): Promise<Sheet[]> {
  let pages: SecurityLetterPage[] = []
  await printLetters(db, {
    school: print.school,
    letters: print.letters,
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
