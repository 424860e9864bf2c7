import { foldCaption, foldName } from '../rules/fold-name.ts'
import { fieldName, type Meaning, meaningOf, type Side } from './fields.ts'
import type { Column } from './resolve-columns.ts'

const WHO: Meaning[] = [
  'admissionNumber',
  'upn',
  'forename',
  'surname',
  'legalForename',
  'legalSurname',
  'preferredForename',
  'preferredSurname',
]

/**
 * A report may be built from the pupils or from the contacts, and `primary_id` is then the one's or the other's. The rows
 * tell: an id that stands beside two different pupils is no pupil's id. Gives the columns with the id on its right side, or
 * null where nothing speaks against the first guess.
 */
export function settleBareId(columns: Column[], rows: string[][]): Column[] | null {
  const bare = columns.find(
    (column) => column.meaning === 'id' && meaningOf(foldCaption(column.caption))?.side === null,
  )
  if (!bare || bare.side === 'staff' || !columns.some((column) => column.side === 'contact')) return null
  const other: Side = bare.side === 'pupil' ? 'contact' : 'pupil'
  if (columns.some((column) => column.meaning === 'id' && column.side === other)) return null
  const named = columns.some((column) => column.side === other && WHO.includes(column.meaning))
  if (!named || !standsBesideSeveral(bare, bare.side, columns, rows) || standsBesideSeveral(bare, other, columns, rows))
    return null
  return columns.map((column) => (column === bare ? { ...bare, side: other, field: fieldName(other, 'id') } : column))
}

/** True where one id stands beside several people of that side. */
function standsBesideSeveral(id: Column, side: Side, columns: Column[], rows: string[][]): boolean {
  const identity = columns.filter((column) => column.side === side && WHO.includes(column.meaning))
  const people = new Map<string, string>()
  for (const row of rows) {
    const key = row[id.index]?.trim() ?? ''
    const person = identity.map((column) => foldName(row[column.index] ?? '')).join('|')
    if (key === '' || /^\|*$/.test(person)) continue
    const known = people.get(key)
    if (known !== undefined && known !== person) return true
    people.set(key, person)
  }
  return false
}
