import type { Clock } from '../../platform/clock/index.ts'
import type { KeyedHash } from '../../platform/crypto/index.ts'
import type { Db, Trx } from '../../platform/db/index.ts'
import { Refusal } from '../../platform/errors/index.ts'
import { newId } from '../../platform/ids/index.ts'
import { type Actor, recordAct } from '../audit/index.ts'
import {
  defaultLetterText,
  fillLetterText,
  type LetterLanguage,
  renderSecurityLetters,
  type SecurityLetterPage,
} from '../letters/index.ts'
import { countRegisteredAdults, type Family, loadFamilies, type Member, membersWhere } from '../people/index.ts'
import { defaultSettings, type School } from '../schools/index.ts'
import {
  insertBatch,
  insertLetters,
  keepReferences,
  killLetters,
  letterByIdIfAny,
  lettersOut,
  type NewLetter,
  setUnfrozen,
} from './letters.store.ts'
import { newCode, newQrToken, newReference } from './rules/code.ts'
import { lettersForPupil, type PupilForLetters } from './rules/which-letters.ts'

/** LET-8: for whom letters are printed. */
export type LettersFor =
  | { kind: 'new' }
  | { kind: 'not registered' }
  | { kind: 'class'; registrationGroup: string }
  | { kind: 'pupil'; pupilId: string }

type By = { school: School; actor: Actor; clock: Clock }
type Printing = { hash: KeyedHash; siteAddress: string; language?: LetterLanguage }
type Printed = { pdf: Uint8Array; batchId: string; letters: number; pupils: number }

const mostPupils = 10_000

/**
 * LET-1, LET-3, LET-8: prints letters for the free places of these pupils, sorted by class. The codes stand in the answer
 * and nowhere else; letters of these pupils that were out before open nothing any more. Refuses when there is nobody to
 * print for. `siteAddress` is the address families type.
 */
export async function printLetters(
  db: Db,
  print: By & Printing & { letters: LettersFor; render?: typeof renderSecurityLetters },
): Promise<Printed> {
  const { school, clock } = print
  const batchId = newId()
  const planned = await db.inSchool(school.id, (trx) => planLetters(trx, print))
  if (planned.length === 0) {
    throw new Refusal(
      'letters.nobody',
      'There is nobody to print for: everybody has a letter, has registered, or has no free place. Nothing was printed.',
    )
  }
  // Drawn before anything is stored: if drawing fails, the letters that are out go on working.
  const pdf = await (print.render ?? renderSecurityLetters)(planned.map(({ page }) => page))
  const memberIds = [...new Set(planned.map(({ letter }) => letter.memberId))]
  await db.inSchool(school.id, async (trx) => {
    const at = clock.now()
    await killLetters(trx, { schoolId: school.id, memberIds, because: 'printed anew', at })
    const references = planned.map(({ letter }) => ({ reference: letter.reference, letterId: letter.id }))
    const kept = await keepReferences(trx, school.id, references)
    if (kept.size < references.length)
      throw new Refusal('letters.again', 'Two letters got the same reference. Nothing was changed. Please print again.')
    const what = sayFor(print.letters, planned[0]?.pupil)
    const { name: printedBy, accountId } = print.actor
    await insertBatch(trx, {
      schoolId: school.id,
      id: batchId,
      what,
      letters: planned.length,
      printedBy,
      accountId,
      at,
    })
    await insertLetters(
      trx,
      { schoolId: school.id, batchId, at },
      planned.map(({ letter }) => letter),
    )
    await journal(trx, print, {
      act: 'letters.printed',
      subject: { kind: 'batch', id: batchId },
      pupilId: print.letters.kind === 'pupil' ? print.letters.pupilId : null,
      detail: { for: what, letters: planned.length, pupils: memberIds.length },
    })
  })
  return { pdf, batchId, letters: planned.length, pupils: memberIds.length }
}

type Planned = { letter: NewLetter; page: SecurityLetterPage; pupil: Member }

async function planLetters(trx: Trx, print: By & Printing & { letters: LettersFor }): Promise<Planned[]> {
  const { school } = print
  const pupils = await pupilsFor(trx, print)
  const families: Family[] = []
  for (let from = 0; from < pupils.length; from += 500) {
    const pupilIds = pupils.slice(from, from + 500).map(({ id }) => id)
    families.push(...(await loadFamilies(trx, { schoolId: school.id, pupilIds })))
  }
  return families
    .toSorted((left, right) => collator.compare(placeInPile(left.pupil), placeInPile(right.pupil)))
    .flatMap((family) =>
      lettersForPupil(factsOf(family), school.settings.letterPlaces).map((letter) =>
        letter.kind === 'family'
          ? planOne(print, family, { kind: 'family', places: letter.places, addressee: null })
          : planOne(print, family, {
              kind: 'single-adult',
              places: 1,
              addressee: family.links.find(({ adultId }) => adultId === letter.adultId)?.adult ?? null,
            }),
      ),
    )
}

const collator = new Intl.Collator('en-GB', { numeric: true })
const placeInPile = (pupil: Member) =>
  [pupil.year, pupil.registrationGroup, pupil.surname, pupil.forename].map((part) => part ?? '').join(' ')

async function pupilsFor(trx: Trx, { school, letters, clock }: By & { letters: LettersFor }): Promise<Member[]> {
  const onRoll = await membersWhere(trx, school.id, { role: 'pupil', status: 'on roll', limit: mostPupils })
  if (letters.kind === 'pupil') return onRoll.filter(({ id }) => id === letters.pupilId)
  if (letters.kind === 'class')
    return onRoll.filter(({ registrationGroup }) => registrationGroup === letters.registrationGroup)
  const registered = await countRegisteredAdults(trx, school.id)
  const unregistered = onRoll.filter(({ id }) => !registered.has(id))
  if (letters.kind === 'not registered') return unregistered
  const had = await lettersOut(trx, school.id, clock.now())
  return unregistered.filter(({ id }) => !had.has(id))
}

function factsOf(family: Family): PupilForLetters {
  const standing = family.links.filter(({ endedOn }) => endedOn === null)
  return {
    registered: standing.filter(({ origin }) => origin === 'web').length,
    adults: family.links
      .filter(({ state }) => state === 'current')
      .map(({ origin, adult }) => ({ id: adult.id, homeKey: adult.householdKey, registered: origin === 'web' })),
  }
}

function planOne(
  print: By & Printing,
  { pupil }: Family,
  sheet: { kind: 'family' | 'single-adult'; places: number; addressee: Family['links'][number]['adult'] | null },
): Planned {
  const { school, clock, siteAddress } = print
  const { letterDays, helpContact } = school.settings
  const id = newId()
  const reference = newReference()
  const codes = Array.from({ length: sheet.places }, (_, at) => ({
    place: at + 1,
    code: newCode(),
    token: newQrToken(),
  }))
  const expiresAt = new Date(clock.now().getTime() + letterDays * 86_400_000)
  const { kind, addressee } = sheet
  const language = print.language ?? 'en'
  const member = { name: `${pupil.forename} ${pupil.surname}`, class: pupil.registrationGroup }
  const expiresOn = expiresAt.toISOString().slice(0, 10)
  const fields = { pupil: member, school, places: sheet.places, expiresOn, siteAddress }
  const text = fillLetterText(defaultLetterText(kind, language), fields, language)
  return {
    pupil,
    letter: {
      id,
      memberId: pupil.id,
      kind,
      addresseeAdultId: addressee?.id ?? null,
      reference,
      expiresAt,
      places: codes.map(({ place, code, token }) => ({
        place,
        codeHash: print.hash(code, placeOfCode(id, place)),
        tokenHash: print.hash(token, placeOfCode(id, place)),
      })),
    },
    page: {
      kind,
      language,
      school: { name: school.name, address: null, phone: null, email: null, crest: null },
      member,
      addressee: addressee
        ? {
            name: [addressee.title, addressee.forename, addressee.surname].filter(Boolean).join(' '),
            addressLines: [...(addressee.address?.split(/\n|, /) ?? []), addressee.postcode ?? ''].filter(Boolean),
          }
        : null,
      siteAddress,
      reference,
      codes: codes.map(({ place, code, token }) => ({ place, code, url: `${siteAddress}/qr#${reference}.${token}` })),
      expiresOn,
      ...text,
      help: helpContact === defaultSettings.helpContact ? text.help : `${text.help} ${helpContact}`,
    },
  }
}

/** A hash of one place does not fit another, nor another letter. */
export const placeOfCode = (letterId: string, place: number): string => `letter ${letterId} ${place}`

function sayFor(letters: LettersFor, pupil: Member | undefined): string {
  if (letters.kind === 'class') return `class ${letters.registrationGroup}`
  if (letters.kind === 'pupil' && pupil) return `${pupil.forename} ${pupil.surname}`
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
