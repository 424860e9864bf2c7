import { foldCaption } from '../rules/fold-name.ts'
import { FIELDS, fieldName, type Meaning, meaningOf } from './fields.ts'
import type { Format } from './format.ts'
import { recognisedBy } from './recognise.ts'
import type { CellFrom, Unpivot } from './unpivot.ts'

/** How iSAMS marks what belongs to the second person of a contact record. */
const SECOND = /^(?:secondperson|2ndperson|person2|secondary|second|2nd)(?=[a-z])/
const FIRST = /^(?:1stperson|firstperson|person1|1st|first)(?=[a-z])/

const SYNONYMS: Record<string, string> = {
  contactonly: 'optedOut',
  relationshipraw: 'relationship',
  studenthome: 'livesWith',
  schoolid: 'pupilId',
  isamsid: 'pupilId',
  schoolcode: 'admissionNumber',
}

/**
 * iSAMS. A contact record may hold two people, who come in as two. *Contact Only* means no communication about the pupil, so
 * nothing of their details is kept.
 */
export const isams: Format = {
  name: 'isams',
  words: 'iSAMS',
  recognise: recognisedBy('iSAMS', {
    only: [
      'contactonly',
      'allmerges',
      'relationshipraw',
      'studenthome',
      'labelsalutation',
      'lettersalutation',
      'secondaryforename',
      'secondarysurname',
      '2ndpersonforename',
      '2ndpersonsurname',
      'secondpersonforename',
      'secondpersonsurname',
      'isamsid',
      'pupilschoolcode',
    ],
  }),
  synonyms: SYNONYMS,
  unpivot: secondPerson,
  dayFirstByDefault: true,
}

/** A column, and which of the two people it is about; `meaning` is null where it is none of a contact. */
type Held = { index: number; by: 'first' | 'second' | 'both'; said: boolean; meaning: Meaning | null; caption: string }

/** Two people of one record share address and flags, but for columns of the second's own; each has a name, and perhaps an email and a mobile. */
function secondPerson(captions: string[]): Unpivot | null {
  const held = captions.map(whose)
  const firstNames = held.filter(({ by, said }) => by === 'first' && said).map(({ meaning }) => meaning)
  const kept = held
    .filter(({ by }) => by !== 'second')
    .map((one) => (!one.said && isName(one) && firstNames.includes(one.meaning) ? pupils(one) : one))
  const seconds = held.filter(({ by }) => by === 'second')
  const names = seconds.filter(isName)
  if (names.length === 0) return null
  const partners = partnersOf(kept, seconds)
  const alone = seconds.filter((second) => ![...partners.values()].includes(second))
  return {
    captions: [...kept, ...alone].map(({ caption }) => caption),
    people: [
      {
        cells: [...kept.map(({ index }) => index), ...alone.map(() => null)],
        signs: kept.filter(({ by }) => by === 'first').map(({ index }) => index),
      },
      {
        cells: [
          ...kept.map((one) => cellOfSecond(one, { partner: partners.get(one), seconds })),
          ...alone.map(({ index }) => index),
        ],
        signs: names.map(({ index }) => index),
      },
    ],
  }
}

function whose(caption: string, index: number): Held {
  const folded = foldCaption(caption)
  const marks = [
    ['first', FIRST],
    ['second', SECOND],
  ] as const
  for (const [by, mark] of marks) {
    const rest = folded.replace(mark, '')
    const meaning = rest === folded ? null : meaningOfContact(rest)
    if (meaning) return { index, by, said: true, meaning, caption: `Contact ${rest.replace(/^contact/, '')}` }
  }
  const by = PERSONAL.test(folded) ? 'first' : 'both'
  return { index, by, said: false, meaning: isBareId(folded) ? null : meaningOfContact(folded), caption }
}

/** What the second person has a column for is read there. Where it is empty, both have what is said of both; an address is one of them as a whole. */
function cellOfSecond(one: Held, of: { partner: Held | undefined; seconds: Held[] }): CellFrom {
  const { index, by, meaning, said } = one
  if (meaning === 'id' && !said) return { column: index, suffix: '/2' }
  const own = of.partner?.index ?? null
  if (by === 'first') return own
  const theirs = isOfAddress(meaning) ? of.seconds.filter((second) => isOfAddress(second.meaning)) : of.partner
  const where = [theirs ?? []].flat().map((second) => second.index)
  return where.length === 0 ? index : { own, shared: index, where }
}

/** For each column of the second person the one that says the same of the first, else of both. */
function partnersOf(kept: Held[], seconds: Held[]): Map<Held, Held> {
  const partners = new Map<Held, Held>()
  for (const second of seconds) {
    const free = kept.filter((one) => one.meaning === second.meaning && !partners.has(one))
    const partner = free.find(({ by }) => by === 'first') ?? free[0]
    if (partner) partners.set(partner, second)
  }
  return partners
}

const ADDRESS = ['address', 'apartment', 'houseName', 'houseNumber', 'street', 'district', 'town', 'county', 'postcode']
const isOfAddress = (meaning: Meaning | null) => meaning !== null && ADDRESS.includes(meaning)
const isName = ({ meaning }: Held) => meaning === 'surname' || meaning === 'forename'
/** `ID` alone may be the pupil's. */
const isBareId = (folded: string) => meaningOf(folded)?.meaning === 'id' && meaningOf(folded)?.side === null
/** A plain name beside that of a “1st Person” is the pupil's. */
const pupils = (one: Held): Held => ({ ...one, by: 'both', meaning: null })

const PERSONAL =
  /^(?:contact)?(title|forename|surname|initials|email|emailaddress|mobile|mobilenumber|mobilephone|workemail|worktelephone)/

function meaningOfContact(folded: string): Meaning | null {
  const found = FIELDS.get(SYNONYMS[folded] ?? '') ?? meaningOf(folded)
  const field = found && FIELDS.get(fieldName(found.side ?? 'contact', found.meaning))
  return field?.side === 'contact' ? field.meaning : null
}
