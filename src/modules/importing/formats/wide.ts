import { foldCaption, unescapeCaption } from '../rules/fold-name.ts'
import { meaningOf } from './fields.ts'
import type { Format } from './format.ts'
import type { CellFrom, Unpivot } from './unpivot.ts'

/** `Contact1FirstName`, `Parent 2 Email`, `Guardian1_Mobile`. */
const NUMBERED = /^(?:emergency)?(?:contact|parent|guardian|carer|adult)([1-9])(?=[a-z])/
/** `Mother Email`, `FatherForename`, `Mother's Email`; the s of `Mother Surname` belongs to the surname. */
const NAMED = /^(mother|father)(?=[a-z])/
const POSSESSIVE = /^(mother|father)s(?=[a-z])/
/** `Group1`, `Class 3`. */
const GROUP = /^(group|class)([1-9]\d?)$/

type Synonyms = Record<string, string>
type Slot = { index: number; slot: string; rest: string; caption: string }

/** One row for each child, with all contacts beside one another. */
export const wide: Format = {
  name: 'wide',
  words: 'a table with several contacts in a row',
  recognise(captions) {
    const slots = slotsOf(captions)
    if (!areNamed(slots)) return null
    const shown = slots.slice(0, 1).concat(slots.slice(-1))
    return `Several contacts stand in one row (${shown.map(({ index }) => `“${unescapeCaption(captions[index] ?? '')}”`).join(' to ')}).`
  },
  unpivot: contactsBeside,
  dayFirstByDefault: false,
}

/**
 * The contacts beside one another in the rows of any MIS, whose own words for a column (folded) are `synonyms`; null where no such columns
 * give names, for then they are nobody's.
 */
export function namedContactsBeside(captions: string[], synonyms: Synonyms = {}): Unpivot | null {
  const slots = slotsOf(captions, synonyms)
  return areNamed(slots) ? beside(captions, slots) : null
}

const areNamed = (slots: Slot[]) => slots.some(({ rest }) => NAME.test(rest))
const NAME = /^(?:forename|surname|firstname|lastname|familyname|givenname)$/
const SHORT: Record<string, string> = { first: 'firstname', last: 'lastname' }

/** A folded caption like `contact1firstname`. */
export function isWideCaption(folded: string): boolean {
  return slotOf(folded) !== null
}

function slotOf(folded: string, synonyms: Synonyms = {}): { slot: string; known: string } | null {
  for (const shape of [NUMBERED, NAMED, POSSESSIVE]) {
    const match = shape.exec(folded)
    if (!match) continue
    const rest = folded.slice(match[0].length)
    const known = SHORT[rest] ?? rest
    if (meaningOf(`contact${known}`) || synonyms[known]) return { slot: match[1] ?? '', known }
  }
  return null
}

function slotsOf(captions: string[], synonyms: Synonyms = {}): Slot[] {
  return captions.flatMap((caption, index): Slot[] => {
    const found = slotOf(foldCaption(caption), synonyms)
    return found ? [{ index, slot: found.slot, rest: found.known, caption: `Contact ${found.known}` }] : []
  })
}

function contactsBeside(captions: string[]): Unpivot | null {
  const slots = slotsOf(captions)
  return slots.length === 0 ? null : beside(captions, slots)
}

function beside(captions: string[], slots: Slot[]): Unpivot {
  const groups = captions.flatMap((caption, index) => {
    const match = GROUP.exec(foldCaption(caption))
    return match ? [{ index, kind: match[1] ?? 'group' }] : []
  })
  const taken = new Set([...slots, ...groups].map(({ index }) => index))
  const plain = captions.flatMap((caption, index) => (taken.has(index) ? [] : [{ caption, index }]))
  const own = [...new Set(slots.map(({ caption }) => caption))]
  const kinds = [...new Set(groups.map(({ kind }) => kind))]
  const names = [...new Set(slots.map(({ slot }) => slot))]
  const rows = Math.max(names.length, ...kinds.map((kind) => groups.filter((group) => group.kind === kind).length))
  const addPriority =
    names.every((name) => /^\d$/.test(name)) &&
    !own.some((caption) => meaningOf(foldCaption(caption))?.meaning === 'priority')
  const addRelationship = names.some((name) => /^[mf]/.test(name)) && !own.includes('Contact relationship')
  return {
    captions: [
      ...plain.map(({ caption }) => caption),
      ...own,
      ...(addPriority ? ['Contact priority'] : []),
      ...(addRelationship ? ['Contact relationship'] : []),
      ...kinds,
    ],
    ofRow: plain.map(({ caption }) => caption),
    people: Array.from({ length: rows }, (_, row) => {
      const slot = names[row]
      const mine = slots.filter((one) => one.slot === slot)
      const where = mine.map(({ index }) => index)
      const text = (said: string): CellFrom => (said === '' ? null : { text: said, where })
      const group = (kind: string): CellFrom => groups.filter((one) => one.kind === kind)[row]?.index ?? null
      const cells: CellFrom[] = [
        ...plain.map(({ index }) => index),
        ...own.map((caption) => mine.find((one) => one.caption === caption)?.index ?? null),
        ...(addPriority ? [text(slot ?? '')] : []),
        ...(addRelationship ? [text(relationshipOf(slot))] : []),
        ...kinds.map(group),
      ]
      return { cells, signs: [...where, ...kinds.map(group).filter((from) => typeof from === 'number')] }
    }),
  }
}

const relationshipOf = (slot: string | undefined) => (slot === 'mother' ? 'Mother' : slot === 'father' ? 'Father' : '')
