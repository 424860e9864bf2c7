import { type Meaning, POINT_MEANINGS } from './fields.ts'
import type { Column } from './resolve-columns.ts'

/** Captions that say something of a number or an address in another column, and of which kind. */
const BESIDE: Partial<Record<Meaning, 'email' | 'phone'>> = {
  phoneNotes: 'phone',
  phoneIsMain: 'phone',
  emailNotes: 'email',
  emailIsMain: 'email',
}

/**
 * The columns of one person that a column such as `Telephone notes` speaks of: plain `Telephone`; without it, notes speak of the main or
 * primary one; else of the only one there is. Of several others nothing tells which is meant, so of none. Null for a column of another kind.
 */
export function columnsSpokenOf(by: Meaning, own: Column[]): Column[] | null {
  const kind = BESIDE[by]
  if (!kind) return null
  const known = POINT_MEANINGS.filter((one) => one.kind === kind)
  const columnsOf = (meanings: typeof known) =>
    meanings.flatMap(({ meaning }) => own.filter((column) => column.meaning === meaning))
  const plain = own.filter((column) => column.meaning === kind)
  if (plain.length > 0) return plain
  const all = columnsOf(known)
  if (all.length === 1) return all
  // A number is main by the name of its column already.
  if (by === 'phoneIsMain' || by === 'emailIsMain') return []
  return columnsOf(known.filter(({ first }) => first)).slice(0, 1)
}
