import type { Clock } from '../../platform/clock/index.ts'
import type { KeyedHash } from '../../platform/crypto/index.ts'
import type { Trx } from '../../platform/db/index.ts'
import { newId } from '../../platform/ids/index.ts'
import {
  fillLetterText,
  findCrestIfAny,
  type LetterKind,
  type LetterLanguage,
  loadLetterTexts,
  type SecurityLetterPage,
  type TextInUse,
} from '../letters/index.ts'
import type { Adult, Member } from '../people/index.ts'
import { defaultSettings, type School } from '../schools/index.ts'
import type { NewLetter } from './letters.store.ts'
import { newCode, newQrToken, newReference } from './rules/code.ts'
import { lifeOfLetter } from './rules/life-of-letter.ts'

/** What all letters of a school have in common when a batch is made. */
export type Letterhead = {
  school: School
  crest: Uint8Array | null
  siteAddress: string
  clock: Clock
  textOf(kind: LetterKind, language: LetterLanguage): TextInUse
}

export async function loadLetterhead(
  trx: Trx,
  of: { school: School; siteAddress: string; clock: Clock },
): Promise<Letterhead> {
  const crest = (await findCrestIfAny(trx, of.school.id))?.picture ?? null
  return { ...of, crest, textOf: await loadLetterTexts(trx, of.school.id) }
}

/** One letter: the same codes on a sheet of each language. */
export type SheetsToMake = {
  member: Member
  kind: LetterKind
  places: number
  addressee: Adult | null
  languages: LetterLanguage[]
}

/** LET-3, LET-7: a letter with codes that nobody has seen yet, as it is stored and as it is printed. */
export function makeSheets(
  head: Letterhead,
  { member, kind, places, addressee, languages, hash }: SheetsToMake & { hash: KeyedHash },
): { letter: NewLetter; pages: SecurityLetterPage[] } {
  const id = newId()
  const reference = newReference()
  const codes = Array.from({ length: places }, (_, at) => ({ place: at + 1, code: newCode(), token: newQrToken() }))
  const { timeZone, settings } = head.school
  const life = lifeOfLetter({ today: head.clock.today(timeZone), days: settings.letterDays, timeZone })
  const letter: NewLetter = {
    id,
    memberId: member.id,
    kind,
    addresseeAdultId: addressee?.id ?? null,
    reference,
    expiresAt: life.expiresAt,
    places: codes.map(({ place, code, token }) => ({
      place,
      codeHash: hash(code, placeOfCode(id, place)),
      tokenHash: hash(token, placeOfCode(id, place)),
    })),
  }
  const printed = { reference, expiresOn: life.expiresOn }
  const codesIn = (language: LetterLanguage) =>
    codes.map(({ place, code, token }) => ({
      place,
      code,
      url: `${addressOfQr(head.siteAddress, language)}#${reference}.${token}`,
    }))
  const named = {
    kind,
    member: { name: `${member.forename} ${member.surname}`, class: member.registrationGroup },
    addressee: addressee && addresseeOf(addressee),
  }
  const pages = languages.map((language) => pageOf(head, { ...named, ...printed, language, codes: codesIn(language) }))
  return { letter, pages }
}

/** Whoever scans a sheet goes on in its language; a sheet in English leaves that to the phone. */
function addressOfQr(siteAddress: string, language: LetterLanguage): string {
  return language === 'en' ? `${siteAddress}/qr` : `${siteAddress}/qr?lang=${language}`
}

/** A hash of one place does not fit another, nor another letter. */
export const placeOfCode = (letterId: string, place: number): string => `letter ${letterId} ${place}`

type Printed = Pick<
  SecurityLetterPage,
  'kind' | 'language' | 'member' | 'addressee' | 'reference' | 'codes' | 'expiresOn'
>

/** LET-7: a sheet with the school's letterhead and words. `words` stands in for those in use, for a preview. */
export function pageOf(head: Letterhead, printed: Printed, words?: TextInUse['words']): SecurityLetterPage {
  const { school, siteAddress } = head
  const { kind, language, member, codes, expiresOn } = printed
  const { helpContact, postalAddress, officePhone, officeEmail } = school.settings
  const fields = { pupil: member, school, places: codes.length, expiresOn, siteAddress }
  const text = fillLetterText(words ?? head.textOf(kind, language).words, fields, language)
  return {
    ...printed,
    school: {
      name: school.name,
      address: postalAddress.replaceAll(/\s*,\s*/g, '\n') || null,
      phone: officePhone || null,
      email: officeEmail || null,
      crest: head.crest,
    },
    siteAddress,
    ...text,
    help: helpContact === defaultSettings.helpContact ? text.help : `${text.help} ${helpContact}`,
  }
}

function addresseeOf({ title, forename, surname, address, postcode }: Adult): SecurityLetterPage['addressee'] {
  return {
    name: [title, forename, surname].filter(Boolean).join(' '),
    addressLines: [...(address?.split(/\n|, /) ?? []), postcode ?? ''].filter(Boolean),
  }
}
