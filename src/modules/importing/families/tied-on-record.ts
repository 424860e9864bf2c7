import type { Trx } from '../../../platform/db/index.ts'
import { HashTable, hash64 } from './hashes.ts'
import type { JoinedKeys } from './joined-keys.ts'
import { familiesWithKeys, type KnownFamilies, keysOfFamilies } from './known-families.store.ts'
import { keyOfContact, keyOfRef } from './records-of-row.ts'
import { type Among, keysOnRecord, type Tie } from './snapshot.store.ts'

const peopleKept = 50_000

type Ties = Iterable<Tie> | AsyncIterable<Tie>

/**
 * Who is tied to one adult here belongs together, whatever the files say: the children linked to that adult, and the contacts that
 * the adult is known to be, of whom a merge may have made several one (IMP-22). So do rows that bear numbers of one child (IMP-25).
 */
export async function joinByRecord(joined: JoinedKeys, ties: Ties): Promise<void> {
  let last = { personId: '', number: -1 }
  for await (const { personId, key } of ties) {
    const number = joined.find(key)
    if (number < 0) continue
    if (last.personId === personId) joined.join(last.number, number)
    last = { personId, number }
  }
}

type Changed = {
  trx: Trx
  schoolId: string
  joined: JoinedKeys
  known: KnownFamilies
  /** Families of the last run of which a row is new, gone or looked at anyway. Those that they turn out to concern come to them. */
  touched: Set<number>
  /** Keys of the people of all rows that were read. */
  people: Among
  /** Reads the rows of further families. */
  readAlso: (families: Set<number>) => Promise<void>
}

/** The same where only rows of some families are read: of the others the last run knew who belongs together. */
export async function joinChangedByRecord(changed: Changed): Promise<void> {
  const { trx, schoolId, joined, touched, people, readAlso } = changed
  const tiesOf = (among: Among) => keysOnRecord(trx, schoolId, among)
  await markFamilies(changed, touched)
  const among = unsettledOf(people, joined)
  const kept = await tiesIfFew(tiesOf, among)
  const more = await concernedByKeys(changed, kept ?? tiesOf(among))
  if (more.size === 0) return joinByRecord(joined, kept ?? tiesOf(among))
  await readAlso(more)
  await markFamilies(changed, more)
  for (const family of more) touched.add(family)
  return joinByRecord(joined, tiesOf(unsettledOf(people, joined)))
}

async function markFamilies({ trx, schoolId, joined, known }: Changed, families: Set<number>): Promise<void> {
  const ids = Array.from(families, (number) => known.idOf(number))
  for await (const keys of keysOfFamilies(trx, schoolId, ids)) joined.markFamily(keys)
}

/**
 * Of whom it is to be asked which adults tie them to whom: where all facts are as the last run left them, the adults of a family
 * tie its people to nobody of another, and to one another only where the rows do so as well.
 */
function unsettledOf(people: Among, joined: JoinedKeys): Among {
  const unsettled = (keys: string[], keyOf: (key: string) => string) => [
    ...new Set(keys.filter((key) => joined.isUnsettled(keyOf(key)))),
  ]
  return { contacts: unsettled(people.contacts, keyOfContact), pupils: unsettled(people.pupils, keyOfRef) }
}

/** They are gone through twice, and kept meanwhile where they are few. */
async function tiesIfFew(tiesOf: (among: Among) => AsyncIterable<Tie>, among: Among): Promise<Tie[] | null> {
  if (among.contacts.length + among.pupils.length > peopleKept) return null
  const ties: Tie[] = []
  for await (const tie of tiesOf(among)) ties.push(tie)
  return ties
}

/** Families that no row was seen of to change, but of whom a row that is new, or an adult here, ties somebody to those that do. */
async function concernedByKeys({ trx, schoolId, known, joined, touched }: Changed, ties: Ties): Promise<Set<number>> {
  const tied = new HashTable()
  for await (const { key } of ties) if (joined.find(key) < 0) tied.add(hash64(key))
  if (tied.size === 0 && !joined.hasStrangers()) return new Set()
  const named = await familiesWithKeys(trx, schoolId, (key) => joined.has(key) || tied.find(key) >= 0)
  return new Set(named.map((id) => known.numberOf(id)).filter((number) => !touched.has(number)))
}
