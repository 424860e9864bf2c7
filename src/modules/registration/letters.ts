import type { Clock } from '../../platform/clock/index.ts'
import type { KeyedHash } from '../../platform/crypto/index.ts'
import type { Db, Trx } from '../../platform/db/index.ts'
import { Refusal } from '../../platform/errors/index.ts'
import { newId } from '../../platform/ids/index.ts'
import { type Actor, holdJournal, recordAct } from '../audit/index.ts'
import { type LetterLanguage, loadLetterTexts, renderSecurityLetters } from '../letters/index.ts'
import { findFamily, type Restriction, restrictionsOf } from '../people/index.ts'
import type { School } from '../schools/index.ts'
import { homeLanguages, putHomeLanguage } from './home-languages.store.ts'
import {
  insertBatch,
  insertLetters,
  keepReferences,
  killLetters,
  letterByIdIfAny,
  setUnfrozen,
} from './letters.store.ts'
import { type HowToPrint, type LettersFor, type Planned, planLetters } from './planning-letters.ts'

type By = { school: School; actor: Actor; clock: Clock }
type Printing = By &
  HowToPrint & {
    letters: LettersFor
    hash: KeyedHash
    siteAddress: string
    render?: typeof renderSecurityLetters
    /** Hears how many sheets of how many are set. */
    onProgress?: (done: number, of: number) => void
    /** The post of an invented school: the only one that ever keeps what was printed. */
    post?: (trx: Trx, printed: { title: string; pieces: number; pdf: Uint8Array }) => Promise<void>
  }
type Printed = { pdf: Uint8Array; batchId: string; letters: number; members: number }

/**
 * LET-1, LET-3, LET-8: prints letters for the free places of these pupils, or for adult members, in the order for handing out. The
 * codes stand in the answer and nowhere else; letters that were out for the same people before open nothing any more. Refuses
 * when there is nobody to print for, and where somebody was restricted for one of the children meanwhile. `siteAddress` is the address families type.
 */
export async function printLetters(db: Db, print: Printing): Promise<Printed> {
  const { school, onProgress } = print
  const { standing, planned } = await db.inSchool(school.id, async (trx) => ({
    standing: await restrictionsOf(trx, school.id, null),
    planned: await planLetters(trx, print),
  }))
  if (planned.length === 0) {
    throw new Refusal(
      'letters.nobody',
      'There is nobody to print for: everybody has a letter, has registered, has no free place, or no address where each adult gets a letter of their own, as beside somebody restricted or held. Nothing was printed.',
    )
  }
  // Drawn before anything is stored: if drawing fails, the letters that are out go on working.
  const pages = planned.flatMap((one) => one.pages)
  const pdf = await (print.render ?? renderSecurityLetters)(pages, {
    onSet: (sheets) => onProgress?.(sheets, pages.length),
  })
  const batchId = newId()
  const memberIds = [...new Set(planned.map(({ letter }) => letter.memberId))]
  await db.inSchool(school.id, async (trx) => {
    await refuseRestrictedSince(trx, { schoolId: school.id, standing, memberIds })
    await keepBatch(trx, { print, planned, memberIds, batchId, pdf })
  })
  return { pdf, batchId, letters: planned.length, members: memberIds.length }
}

/** VIS-3: what was planned before would go out, and work, past the restriction that killed all that were out then. */
async function refuseRestrictedSince(
  trx: Trx,
  { schoolId, standing, memberIds }: { schoolId: string; standing: Restriction[]; memberIds: string[] },
): Promise<void> {
  // Whoever restricts comes before this or after it.
  await holdJournal(trx, schoolId)
  const before = new Set(standing.map(({ id }) => id))
  const since = (await restrictionsOf(trx, schoolId, null)).filter(({ id }) => !before.has(id))
  if (since.some(({ pupilId }) => memberIds.includes(pupilId)))
    throw new Refusal(
      'letters.restricted-since',
      'Somebody was restricted for one of these children while the letters were made. Nothing was printed. Please print again.',
    )
}

async function keepBatch(
  trx: Trx,
  batch: { print: Printing; planned: Planned[]; memberIds: string[]; batchId: string; pdf: Uint8Array },
): Promise<void> {
  const { print, planned, memberIds, batchId, pdf } = batch
  const { school, actor } = print
  const at = print.clock.now()
  const letters = planned.map(({ letter }) => letter)
  await killLetters(trx, { schoolId: school.id, memberIds, because: 'printed anew', at })
  const references = letters.map(({ reference, id }) => ({ reference, letterId: id }))
  const kept = await keepReferences(trx, school.id, references)
  if (kept.size < references.length)
    throw new Refusal('letters.again', 'Two letters got the same reference. Nothing was changed. Please print again.')
  const what = sayFor(print, planned)
  await insertBatch(trx, {
    schoolId: school.id,
    id: batchId,
    what,
    letters: letters.length,
    sheets: planned.reduce((sum, { pages }) => sum + pages.length, 0),
    printedWith: await textsUsed(trx, school.id, planned),
    printedBy: actor.name,
    accountId: actor.accountId,
    at,
  })
  await insertLetters(trx, { schoolId: school.id, batchId, at }, letters)
  await print.post?.(trx, { title: `Letters for ${what}`, pieces: letters.length, pdf })
  await journal(trx, print, {
    act: 'letters.printed',
    subject: { kind: 'batch', id: batchId },
    pupilId: print.letters.kind === 'pupil' ? print.letters.pupilId : null,
    detail: { for: what, letters: letters.length, members: memberIds.length },
  })
}

/** LET-7: which version of which text stands on the sheets of a batch. */
async function textsUsed(trx: Trx, schoolId: string, planned: Planned[]) {
  const textOf = await loadLetterTexts(trx, schoolId)
  const pages = planned.flatMap((one) => one.pages)
  const used = new Map(pages.map(({ kind, language }) => [`${kind} ${language}`, { kind, language }]))
  return [...used.values()].map(({ kind, language }) => ({
    kind,
    language,
    version: textOf(kind, language).version,
  }))
}

function sayFor({ letters }: Printing, planned: Planned[]): string {
  const [first] = planned
  const isForOne = letters.kind === 'pupil' || letters.kind === 'member'
  if (isForOne && first) return `${first.member.forename} ${first.member.surname}`
  if (letters.kind === 'class') return `class ${letters.registrationGroup}`
  if (letters.kind === 'selected') return `${new Set(planned.map(({ member }) => member.id)).size} chosen children`
  if (letters.kind === 'staff') return letters.who === 'new' ? 'new staff' : 'staff not registered'
  return letters.kind === 'new' ? 'all new' : 'everybody not registered'
}

/** LET-6: kills what is out for a pupil. Links stay: ending one is an act of its own. */
export async function resetLetters(trx: Trx, reset: By & { memberId: string }): Promise<{ killed: number }> {
  const { school, memberId, clock } = reset
  const because = 'security details were reset'
  const killed = await killLetters(trx, { schoolId: school.id, memberIds: [memberId], because, at: clock.now() })
  await journal(trx, reset, {
    act: 'letters.reset',
    subject: { kind: 'member', id: memberId },
    pupilId: memberId,
    detail: { killed },
  })
  return { killed }
}

/** LET-5: a person looked at it; the letter works again, with a fresh count of wrong tries. Refuses where it is not frozen. */
export async function unfreezeLetter(trx: Trx, unfreeze: By & { letterId: string }): Promise<{ memberId: string }> {
  const { school, letterId } = unfreeze
  const letter = await letterByIdIfAny(trx, school.id, letterId)
  if (!letter || !(await setUnfrozen(trx, { schoolId: school.id, letterId })))
    throw new Refusal('letter.not-frozen', 'This letter is not frozen any more. Nothing was changed.')
  await journal(trx, unfreeze, {
    act: 'letter.unfrozen',
    subject: { kind: 'letter', id: letterId },
    pupilId: letter.memberId,
  })
  return { memberId: letter.memberId }
}

/** The language this pupil's family reads at home: letters come in it beside English; null for English alone. */
export async function findHomeLanguage(
  trx: Trx,
  of: { schoolId: string; pupilId: string },
): Promise<LetterLanguage | null> {
  return (await homeLanguages(trx, of.schoolId)).get(of.pupilId) ?? null
}

/** The language in which letters come beside English; null for English alone. Journalled. */
export async function setHomeLanguage(
  trx: Trx,
  set: By & { pupilId: string; language: LetterLanguage | null },
): Promise<void> {
  const { school, actor, clock, pupilId, language } = set
  await findFamily(trx, school.id, pupilId)
  const put = { schoolId: school.id, memberId: pupilId, language, by: actor.name, at: clock.now() }
  await putHomeLanguage(trx, put)
  const subject = { kind: 'member', id: pupilId }
  await journal(trx, set, { act: 'home-language.set', subject, pupilId, detail: { language } })
}

function journal(
  trx: Trx,
  { school, actor, clock }: By,
  act: {
    act: string
    subject: { kind: string; id: string }
    pupilId: string | null
    detail?: Record<string, unknown>
  },
): Promise<void> {
  return recordAct(trx, { schoolId: school.id, actor, ...act }, clock.now())
}
