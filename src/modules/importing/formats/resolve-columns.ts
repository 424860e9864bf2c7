import type { FileContents } from '../records.ts'
import { foldCaption, unescapeCaption } from '../rules/fold-name.ts'
import { columnsSpokenOf } from './columns-spoken-of.ts'
import {
  type CaptionMeaning,
  FIELDS,
  fieldName,
  type Meaning,
  meaningOf,
  ONLY_SIDE,
  type Side,
  splitOwner,
  UNUSED,
} from './fields.ts'

export type Mapping = Record<string /* field */, string /* caption */>
export type Column = { index: number; caption: string; side: Side; meaning: Meaning; field: string }
/** `nobodys`: not used, because it is not said which of the people on a row they are about. */
export type Columns = { list: Column[]; unknown: string[]; nobodys: string[]; contents: FileContents }
/** Captions that mean something else to a format; and those of a row with several people on it who have columns of their own. */
export type Known = { synonyms?: Record<string, string> | undefined; ofRow?: readonly string[] | undefined }

type Guess = { index: number; caption: string; folded: string; found: CaptionMeaning | null }

const CONTACT_SIGNS = new Set<Meaning>([
  'relationship',
  'priority',
  'parentalResponsibility',
  'courtOrder',
  'livesWith',
  'multipleId',
])
const PUPIL_SIGNS = new Set<Meaning>([
  'admissionNumber',
  'upn',
  'birthDate',
  'year',
  'registrationGroup',
  'leavingDate',
])
const NAMES = new Set<Meaning>(['forename', 'surname', 'preferredForename', 'preferredSurname'])

/** Decides what every column is about. The mapping wins; then what the format knows; then the caption; then the company it keeps. */
export function resolveColumns(
  captions: string[],
  mapping: Mapping,
  { synonyms = {}, ofRow = [] }: Known = {},
): Columns {
  const guesses = guess(captions, mapping, synonyms)
  const sideOfBare = decideSides(guesses)
  const known = guesses.flatMap((one): Column[] => {
    if (!one.found) return []
    const side = one.found.side ?? sideOfBare(one)
    const field = fieldName(side, one.found.meaning)
    if (FIELDS.get(field)?.side !== side) return []
    return [{ index: one.index, caption: one.caption, side, meaning: one.found.meaning, field }]
  })
  const shared = new Set(ofRow.map(foldCaption))
  for (const caption of Object.values(mapping)) shared.delete(foldCaption(caption))
  const nobodys = known.filter((column) => shared.has(guesses[column.index]?.folded ?? '') && saysOfOne(column))
  const idle = known.filter((column) => nobodys.includes(column) || speaksOfNone(column, known))
  const list = known.filter((column) => !idle.includes(column))
  const unknown = guesses
    .filter(
      (one) =>
        (!one.found && one.folded !== '' && !UNUSED.has(one.folded)) || idle.some(({ index }) => index === one.index),
    )
    .map((one) => one.caption)
  return { list, unknown, nobodys: nobodys.map(({ caption }) => caption), contents: contentsOf(list) }
}

/** What keeps somebody out counts for everybody on the row; an email, an address or a right is one person's, and nobody says whose. */
const saysOfOne = ({ side, meaning }: Column): boolean => side === 'contact' && !KEEPS_OUT.has(meaning)
const KEEPS_OUT = new Set<Meaning>(['courtOrder', 'optedOut', 'consentGranted'])

/** Notes of a telephone where nothing tells of which. */
function speaksOfNone({ meaning, side }: Column, columns: Column[]): boolean {
  const own = columns.filter((column) => column.side === side)
  return columnsSpokenOf(meaning, own)?.length === 0
}

/** How many captions of a line are known: the header is the first line with three, one of which says who a row is about. */
export function countKnown(cells: string[], mapping: Mapping, alsoKnown: (folded: string) => boolean): number {
  const wanted = new Set(Object.values(mapping).map(foldCaption))
  return new Set(
    cells
      .map(foldCaption)
      .filter(
        (folded) =>
          folded !== '' && (wanted.has(folded) || meaningOf(folded) || UNUSED.has(folded) || alsoKnown(folded)),
      ),
  ).size
}

const WHO = new Set<Meaning>([
  ...NAMES,
  'legalForename',
  'legalSurname',
  'id',
  'multipleId',
  'admissionNumber',
  'upn',
  'staffCode',
])

/** A title above a table may well say year, class and house; captions also say who a row is about. */
export function saysWho(captions: string[], mapping: Mapping): boolean {
  const wanted = new Set(Object.values(mapping).map(foldCaption))
  return captions.map(foldCaption).some((folded) => {
    const meaning = meaningOf(folded)?.meaning
    return wanted.has(folded) || (meaning !== undefined && WHO.has(meaning))
  })
}

function guess(captions: string[], mapping: Mapping, synonyms: Record<string, string>): Guess[] {
  const mapped = new Map(Object.entries(mapping).map(([field, caption]) => [foldCaption(caption), FIELDS.get(field)]))
  const takenFields = new Set(Object.keys(mapping))
  return captions.map((caption, index) => {
    const folded = foldCaption(caption)
    const chosen = mapped.get(folded)
    if (chosen) return { index, caption: unescapeCaption(caption), folded, found: chosen }
    const found = synonymOf(folded, synonyms) ?? meaningOf(folded)
    const side = found ? (found.side ?? ONLY_SIDE[found.meaning] ?? null) : null
    const isTaken = found !== null && side !== null && takenFields.has(fieldName(side, found.meaning))
    return { index, caption: unescapeCaption(caption), folded, found: isTaken ? null : found }
  })
}

/** What the format alone knows, whether or not the caption says in front whose it is: `Default Phone`, `Guardian Default Phone`. */
function synonymOf(folded: string, synonyms: Record<string, string>): CaptionMeaning | null {
  const plain = FIELDS.get(synonyms[folded] ?? '')
  if (plain) return plain
  const owned = splitOwner(folded)
  const known = FIELDS.get(synonyms[owned?.rest ?? ''] ?? '')
  const field = owned && known && FIELDS.get(fieldName(owned.side, known.meaning))
  return field?.side === owned?.side ? (field ?? null) : null
}

function decideSides(guesses: Guess[]): (one: Guess) => Side {
  const has = (test: (found: CaptionMeaning) => boolean) => guesses.some((one) => one.found !== null && test(one.found))
  const contacts = has(({ meaning, side }) => side === 'contact' || CONTACT_SIGNS.has(meaning))
  const pupils = has(({ meaning, side }) => side === 'pupil' || (side === null && PUPIL_SIGNS.has(meaning)))
  const staff =
    !contacts &&
    !pupils &&
    has(({ meaning, side }) => side === 'staff' || meaning === 'staffCode' || meaning === 'staffRole')
  if (staff) return () => 'staff'
  if (!contacts) return (one) => (one.found && ONLY_SIDE[one.found.meaning]) ?? 'pupil'
  const bareNames = namesGoTo(guesses)
  return (one) => {
    const meaning = one.found?.meaning
    const only = meaning && ONLY_SIDE[meaning]
    if (only) return only
    const same = guesses.filter((other) => other.found?.meaning === meaning && other.found?.side === null)
    // Twice the same caption (ID, Forename, Surname): the pupil's block stands first, the contact's after it.
    if (same.length > 1 && meaning && (NAMES.has(meaning) || meaning === 'id'))
      return same[0] === one ? 'pupil' : 'contact'
    if (meaning && NAMES.has(meaning)) return bareNames
    if (meaning === 'id') return bareIdGoesTo(guesses, bareNames)
    return 'contact'
  }
}

function namesGoTo(guesses: Guess[]): Side {
  const contactNamed = guesses.some((one) => one.found?.side === 'contact' && NAMES.has(one.found.meaning))
  return contactNamed ? 'pupil' : 'contact'
}

/** A bare id is the other one where one side has its own; else it goes with the bare names. */
function bareIdGoesTo(guesses: Guess[], bareNames: Side): Side {
  const sides = guesses.filter((one) => one.found?.meaning === 'id').map((one) => one.found?.side)
  if (sides.includes('contact') || guesses.some((one) => one.found?.meaning === 'multipleId')) return 'pupil'
  if (sides.includes('pupil')) return 'contact'
  return bareNames
}

/** What the columns of a file say it is about. */
export function contentsOf(columns: Column[]): FileContents {
  const has = (side: Side, ...meanings: Meaning[]) =>
    columns.some((column) => column.side === side && (meanings.length === 0 || meanings.includes(column.meaning)))
  const listsContacts = has('contact')
  const listsStaff = has('staff') && !has('pupil') && !listsContacts
  const listsGroups = has('pupil', 'class', 'group')
  const wholeRoll = has('pupil', 'year', 'registrationGroup')
  return {
    // A list of one club or class without years is no list of the whole school: silence there means nothing.
    listsPupils: has('pupil') && (wholeRoll || (!listsContacts && !listsGroups)),
    listsContacts,
    listsStaff,
    listsGroups,
    hasContactIds: has('contact', 'id', 'multipleId'),
  }
}
