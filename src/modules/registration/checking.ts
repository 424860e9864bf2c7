import type { Clock } from '../../platform/clock/index.ts'
import { isSameSecret, type KeyedHash } from '../../platform/crypto/index.ts'
import type { Db, Trx } from '../../platform/db/index.ts'
import { recordAct, systemActor } from '../audit/index.ts'
import { findSchoolById, type School } from '../schools/index.ts'
import { alertOffices } from './alerting.ts'
import {
  countGuess,
  countWrongTry,
  type LetterToCheck,
  lockLetterIfAny,
  placeOfReferenceIfAny,
  wrongTriesNow,
} from './letters.store.ts'
import { placeOfCode } from './making-sheets.ts'
import { type CodeVerdict, checkCode } from './rules/check-code.ts'
import { readCode, readReference } from './rules/code.ts'
import { guessWindowSeconds, waitBeforeAnswer } from './rules/guessing.ts'
import { placesLeft } from './rules/which-letters.ts'
import { findWhoseLetter } from './whose-letter.ts'

/** What stands on a letter: the code as typed, or the token of its QR code. */
export type TypedLetter = { reference: string; code: string; token: string }

export type OpenedLetter = { schoolId: string; letterId: string; place: number; memberId: string }

export type LetterAnswer =
  | { verdict: 'right'; letter: OpenedLetter }
  | { verdict: Exclude<CodeVerdict, 'right' | 'wrong'>; schoolName: string; helpContact: string }
  | { verdict: 'wrong' }

const instance = 'instance'

/** A wrong answer takes at least so long, so that its time does not say how far the looking-up got (SEC-3). */
const shortestWrong = 250

/**
 * LET-4, LET-5: looks a letter up by its reference and compares the code. `wrong` says nothing of what was wrong, nor does the
 * time it takes. Where too many wrong codes were typed lately, every answer waits, whatever was typed: `pause` does that.
 */
export async function openLetter(
  db: Db,
  tried: { typed: TypedLetter; hash: KeyedHash; clock: Clock; pause(milliseconds: number): Promise<void> },
): Promise<LetterAnswer> {
  const startedAt = performance.now()
  const notBefore = new Date(tried.clock.now().getTime() - guessWindowSeconds * 1000)
  const wait = waitBeforeAnswer(await db.inInstance((trx) => wrongTriesNow(trx, notBefore)))
  const answer = await lookUp(db, { ...tried, notBefore })
  const floor = answer.verdict === 'wrong' ? shortestWrong - (performance.now() - startedAt) : 0
  await tried.pause(Math.max(wait, floor, 0))
  return answer
}

async function lookUp(
  db: Db,
  tried: { typed: TypedLetter; hash: KeyedHash; clock: Clock; notBefore: Date },
): Promise<LetterAnswer> {
  const { typed, clock, notBefore } = tried
  const reference = readReference(typed.reference)
  const secret = typed.token === '' ? readCode(typed.code) : typed.token
  // What is no code at all is a slip of the finger: the same answer, and no try is counted.
  if (reference === null || secret === null) return { verdict: 'wrong' }
  const place = await db.inInstance((trx) => placeOfReferenceIfAny(trx, reference))
  if (place) {
    const school = await findSchoolById(db, place.schoolId)
    const checked = await db.inSchool(school.id, (trx) =>
      checkPlace(trx, { ...tried, school, letterId: place.letterId, secret }),
    )
    if (checked && checked.verdict !== 'wrong') return answerOf(school, checked)
  }
  await countGuesses(db, { schoolId: place?.schoolId ?? null, clock, notBefore })
  return { verdict: 'wrong' }
}

type Checked = { verdict: CodeVerdict; letter: OpenedLetter }

function answerOf({ name, settings }: School, { verdict, letter }: Checked): LetterAnswer {
  if (verdict === 'right') return { verdict, letter }
  if (verdict === 'wrong') return { verdict }
  return { verdict, schoolName: name, helpContact: settings.helpContact }
}

async function checkPlace(
  trx: Trx,
  tried: { school: School; letterId: string; secret: string; typed: TypedLetter; hash: KeyedHash; clock: Clock },
): Promise<Checked | null> {
  const { letterId, clock } = tried
  const schoolId = tried.school.id
  const letter = await lockLetterIfAny(trx, { schoolId, letterId })
  if (!letter) return null
  const { verdict, place, counts, freezes } = checkCode(await factsOf(trx, tried, letter), clock.now())
  if (counts) await countWrongTry(trx, { schoolId, letterId, freezes, at: clock.now() })
  if (freezes) {
    const act = { act: 'letter.frozen', subject: { kind: 'letter', id: letterId }, pupilId: letter.memberId }
    await recordAct(trx, { schoolId, actor: systemActor, ...act }, clock.now())
  }
  return { verdict, letter: { schoolId, letterId, place: place ?? 0, memberId: letter.memberId } }
}

async function factsOf(
  trx: Trx,
  tried: { school: School; secret: string; typed: TypedLetter; hash: KeyedHash },
  letter: LetterToCheck,
) {
  const { school, secret, typed } = tried
  const { pupil, links } = await findWhoseLetter(trx, school.id, letter.memberId)
  const registered = links.filter(({ origin, endedOn }) => origin === 'web' && endedOn === null).length
  return {
    ...letter,
    pupilLeft: pupil.status === 'leaver',
    placesLeft: placesLeft({ limit: school.settings.letterPlaces, registered }),
    places: letter.codes.map(({ place, codeHash, tokenHash, usedAt }) => {
      const held = typed.token === '' ? codeHash : tokenHash
      const given = tried.hash(secret, placeOfCode(letter.id, place))
      return { place, used: usedAt !== null, matches: held !== null && isSameSecret(given, held) }
    }),
  }
}

/** LET-5: counts against the instance and, where the reference is one, the school; tells offices when it is too much. */
async function countGuesses(db: Db, guess: { schoolId: string | null; clock: Clock; notBefore: Date }): Promise<void> {
  const { schoolId, clock, notBefore } = guess
  const at = clock.now()
  const counted = await db.inInstance(async (trx) => ({
    ofInstance: await countGuess(trx, { budget: instance, at, notBefore }),
    ofSchool: schoolId === null ? 0 : await countGuess(trx, { budget: schoolId, at, notBefore }),
  }))
  await alertOffices(db, { ...guess, ...counted })
}
