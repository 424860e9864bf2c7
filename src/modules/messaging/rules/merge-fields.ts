import { Refusal } from '../../../platform/errors/index.ts'

/** What a message may fill in, field → what it stands for, as the compose page explains it. */
export const mergeFields = {
  'pupil.forename': 'the child’s first name',
  'pupil.surname': 'the child’s surname',
  'pupil.name': 'the child’s full name',
  'pupil.class': 'the child’s class',
  'pupil.year': 'the child’s year',
  children: 'first names of all the children this copy is about: Amira and Idris',
  'adult.title': 'Mrs, Mr, Dr',
  'adult.forename': 'the adult’s first name',
  'adult.surname': 'the adult’s surname',
  'adult.name': 'the adult’s full name',
  'school.name': 'the school’s name',
} as const

export type MergeField = keyof typeof mergeFields
export type MergeValues = Record<MergeField, string>
export type Template = (string | { field: MergeField })[]

const isField = (name: string): name is MergeField => Object.hasOwn(mergeFields, name)
const allFields = Object.keys(mergeFields).filter(isField)

/** Reads `Dear {{adult.name}}`. Refuses an unknown field, with the nearest known one, and braces left open (MSG-8). */
export function readTemplate(text: string): Template {
  const pieces = text.split(/\{\{([^{}]*)\}\}/)
  return pieces.flatMap((piece, at): Template => {
    if (at % 2 === 1) return [{ field: fieldNamed(piece) }]
    if (/\{\{|\}\}/.test(piece)) throw openBraces()
    return piece === '' ? [] : [piece]
  })
}

function fieldNamed(typed: string): MergeField {
  const name = typed.trim().toLowerCase()
  if (isField(name)) return name
  const [nearest] = allFields
    .map((field) => ({ field, steps: distance(field, name) }))
    .sort((a, b) => a.steps - b.steps)
  const hint = nearest && nearest.steps <= 4 ? `Did you mean {{${nearest.field}}}?` : `Known are ${list(allFields)}.`
  throw new Refusal('merge-field.unknown', `There is nothing called {{${typed.trim()}}} to fill in. ${hint}`)
}

const openBraces = () =>
  new Refusal(
    'merge-field.braces',
    'A pair of braces is not closed. A field to fill in is written like {{pupil.forename}}, two braces on each side.',
  )

/** Whether the words differ from child to child, so that a parent of two gets two copies (MSG-3). */
export function isChildSpecific(...templates: Template[]): boolean {
  return templates.flat().some((piece) => typeof piece !== 'string' && piece.field.startsWith('pupil.'))
}

/** The values for a sheet that goes home with the child, to whoever is there: no adult is named. */
export function valuesForPaper(values: MergeValues, template: Template): MergeValues {
  const named = template.flatMap((piece) => (typeof piece === 'string' ? [] : piece.field))
  const first = named.find((field) => field.startsWith('adult.') && field !== 'adult.title')
  const plain = { 'adult.title': '', 'adult.forename': '', 'adult.surname': '', 'adult.name': '' }
  return { ...values, ...plain, ...(first ? { [first]: 'parent or carer' } : {}) }
}

/** Fills in the values. `empty` names the fields that had none; the gap they leave is closed up. */
export function fillIn(template: Template, values: MergeValues): { text: string; empty: MergeField[] } {
  let text = ''
  let gap = false
  const empty: MergeField[] = []
  for (const piece of template) {
    const words = typeof piece === 'string' ? piece : values[piece.field]
    if (words === '' && typeof piece !== 'string') {
      empty.push(piece.field)
      gap = text === '' || /\s$/.test(text)
      continue
    }
    text += gap ? words.replace(/^ /, '') : words
    gap = false
  }
  return { text, empty }
}

/** `Amira`, `Amira and Idris`, `Amira, Idris and Layla`. */
export function jointNames(names: string[]): string {
  const distinct = [...new Set(names)]
  const last = distinct.pop() ?? ''
  return distinct.length === 0 ? last : `${distinct.join(', ')} and ${last}`
}

const list = (fields: MergeField[]) => jointNames(fields.map((field) => `{{${field}}}`))

/** Levenshtein's count of single-letter changes. */
function distance(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, at) => at)
  for (const [i, letter] of [...one].entries()) {
    const next = [i + 1]
    for (const [j, wanted] of [...other].entries()) {
      const change = (row[j] ?? 0) + (letter === wanted ? 0 : 1)
      next.push(Math.min(change, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1))
    }
    row = next
  }
  return row.at(-1) ?? 0
}
