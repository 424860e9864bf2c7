import type { Clock } from '../../platform/clock/index.ts'
import type { KeyedHash } from '../../platform/crypto/index.ts'
import type { Trx } from '../../platform/db/index.ts'
import type { LetterLanguage, SecurityLetterPage } from '../letters/index.ts'
import {
  countRegisteredAdults,
  type Family,
  loadFamilies,
  type Member,
  membersWhere,
  registeredMembers,
} from '../people/index.ts'
import type { School } from '../schools/index.ts'
import { homeLanguages } from './home-languages.store.ts'
import { lettersOut, type NewLetter } from './letters.store.ts'
import { loadLetterhead, makeSheets, type SheetsToMake } from './making-sheets.ts'
import { inPileOrder, type Pile } from './rules/pile-order.ts'
import { lettersForPupil } from './rules/which-letters.ts'

/** LET-8: for whom letters are printed. */
export type LettersFor =
  | { kind: 'new' }
  | { kind: 'not registered' }
  | { kind: 'class'; registrationGroup: string }
  | { kind: 'pupil'; pupilId: string }
  | { kind: 'selected'; pupilIds: readonly string[] }
  /** Adult members: staff and governors who have not registered, all of them or those who never had a letter. */
  | { kind: 'staff'; who: 'new' | 'not registered' }
  | { kind: 'member'; memberId: string }

export type HowToPrint = {
  /** Of the front; English unless said otherwise. */
  language?: LetterLanguage
  /** A second sheet with the same codes: in the language each family reads at home, or one for all. */
  beside?: LetterLanguage | 'home'
  pile?: Pile
  /** A letter for each adult at their own address, though all live together. */
  eachAdult?: boolean
}

export type Planned = { letter: NewLetter; pages: SecurityLetterPage[]; member: Member }

type Planning = HowToPrint & {
  school: School
  clock: Clock
  hash: KeyedHash
  siteAddress: string
  letters: LettersFor
}

const mostPupils = 10_000

/** LET-1, LET-7, LET-8: the letters of a batch in the order of the pile, with codes that nobody has seen yet. */
export async function planLetters(trx: Trx, planning: Planning): Promise<Planned[]> {
  const head = await loadLetterhead(trx, planning)
  const sheets = isForStaff(planning.letters) ? await staffSheets(trx, planning) : await pupilSheets(trx, planning)
  const planned = sheets.map((sheet) => {
    const made = makeSheets(head, { ...sheet, hash: planning.hash })
    return { ...made, member: sheet.member }
  })
  // Printed on both sides, each child begins a sheet of paper of their own.
  if (planned.every(({ pages }) => pages.length === 1)) return planned
  return planned.map((one) => (one.pages.length > 1 ? one : { ...one, pages: one.pages.map(withBlankBack) }))
}

const withBlankBack = (page: SecurityLetterPage): SecurityLetterPage => ({ ...page, blankAfter: true })

const isForStaff = ({ kind }: LettersFor) => kind === 'staff' || kind === 'member'

async function pupilSheets(trx: Trx, planning: Planning): Promise<SheetsToMake[]> {
  const { school, eachAdult = false, pile = 'class', language = 'en', beside } = planning
  const homes = beside === 'home' ? await homeLanguages(trx, school.id) : new Map<string, LetterLanguage>()
  const languagesOf = (pupilId: string) => [
    ...new Set([language, (beside === 'home' ? homes.get(pupilId) : beside) ?? language]),
  ]
  const families = await familiesOf(trx, school.id, await pupilsFor(trx, planning))
  const sheets = families.flatMap((family) =>
    lettersForPupil(factsOf(family), { limit: school.settings.letterPlaces, eachAdult }).map((letter) => ({
      member: family.pupil,
      kind: letter.kind,
      places: letter.kind === 'family' ? letter.places : 1,
      addressee: letter.kind === 'family' ? null : addresseeAmong(family, letter.adultId),
      languages: languagesOf(family.pupil.id),
      ...inPile(family),
    })),
  )
  return inPileOrder(
    sheets.map((sheet) => ({ ...sheet, addresseeId: sheet.addressee?.id ?? null })),
    pile,
  )
}

async function familiesOf(trx: Trx, schoolId: string, pupils: Member[]): Promise<Family[]> {
  const families: Family[] = []
  for (let from = 0; from < pupils.length; from += 500) {
    const pupilIds = pupils.slice(from, from + 500).map(({ id }) => id)
    families.push(...(await loadFamilies(trx, { schoolId, pupilIds })))
  }
  return families
}

function addresseeAmong({ links }: Family, adultId: string) {
  return links.find((link) => link.adultId === adultId)?.adult ?? null
}

function inPile({ pupil, links }: Family) {
  return {
    pupilId: pupil.id,
    place: [pupil.year, pupil.registrationGroup, pupil.surname, pupil.forename],
    adultIds: links.filter(({ endedOn }) => endedOn === null).map(({ adultId }) => adultId),
  }
}

async function pupilsFor(trx: Trx, { school, letters, clock }: Planning): Promise<Member[]> {
  const onRoll = await membersWhere(trx, school.id, { role: 'pupil', status: 'on roll', limit: mostPupils })
  if (letters.kind === 'pupil') return onRoll.filter(({ id }) => id === letters.pupilId)
  if (letters.kind === 'selected') return onRoll.filter(({ id }) => letters.pupilIds.includes(id))
  if (letters.kind === 'class')
    return onRoll.filter(({ registrationGroup }) => registrationGroup === letters.registrationGroup)
  const registered = await countRegisteredAdults(trx, school.id)
  const unregistered = onRoll.filter(({ id }) => !registered.has(id))
  if (letters.kind === 'not registered') return unregistered
  const had = await lettersOut(trx, school.id, clock.now())
  return unregistered.filter(({ id }) => !had.has(id))
}

function factsOf(family: Family) {
  const standing = family.links.filter(({ endedOn }) => endedOn === null)
  return {
    registered: standing.filter(({ origin }) => origin === 'web').length,
    keepApart: standing.some(({ state }) => state !== 'current'),
    adults: family.links
      .filter(({ state }) => state === 'current')
      .map(({ origin, adult }) => ({ id: adult.id, homeKey: adult.householdKey, registered: origin === 'web' })),
  }
}

/** LET-1: an adult member has a letter with one code, for their own email and mobile. */
async function staffSheets(trx: Trx, { school, letters, clock, language = 'en' }: Planning): Promise<SheetsToMake[]> {
  const members = await membersWhere(trx, school.id, { notRole: 'pupil', status: 'on roll', limit: mostPupils })
  const registered = await registeredMembers(trx, school.id)
  const had = await lettersOut(trx, school.id, clock.now())
  return members
    .filter(({ id }) =>
      letters.kind === 'member'
        ? id === letters.memberId
        : !registered.has(id) && (letters.kind !== 'staff' || letters.who !== 'new' || !had.has(id)),
    )
    .map((member) => ({ member, kind: 'staff', places: 1, addressee: null, languages: [language] }))
}
