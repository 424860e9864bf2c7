import type { Trx } from '../../../platform/db/index.ts'
import { HashTable, hash64 } from './hashes.ts'
import type { JoinedKeys } from './joined-keys.ts'
import { familiesWithKeys, type KnownFamilies, keysOfFamilies } from './known-families.store.ts'
import type { PeopleNamed } from './people-named.ts'
import { keyOfContact, keyOfRef } from './records-of-row.ts'
import { type Among, keysOnRecord, type Tie } from './snapshot.store.ts'

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
  /** The people of all rows that were read. */
  people: PeopleNamed
  /** Reads the rows of further families. */
  readAlso: (families: Set<number>) => Promise<void>
}

/** The same where only rows of some families are read: of the others the last run knew who belongs together. */
export async function joinChangedByRecord(changed: Changed): Promise<void> {
  const { trx, schoolId, joined, touched, people, readAlso } = changed
  const tiesOf = (among: Among | null) =>
    among ? keysOnRecord(trx, schoolId, among) : concerned(keysOnRecord(trx, schoolId, null), joined)
  await markFamilies(changed, touched)
  const among = unsettledOf(people, joined)
  // They are gone through twice, and kept meanwhile where they are few.
  const kept = among && (await allOf(tiesOf(among)))
  const more = await concernedByKeys(changed, kept ?? tiesOf(among))
  if (more.size === 0) return joinByRecord(joined, kept ?? tiesOf(among))
  await readAlso(more)
  await markFamilies(changed, more)
  for (const family of more) touched.add(family)
  return joinByRecord(joined, tiesOf(unsettledOf(people, joined)))
}

async function allOf(ties: AsyncIterable<Tie>): Promise<Tie[]> {
  const all: Tie[] = []
  for await (const tie of ties) all.push(tie)
  return all
}

/** Of all ties, those of whoever the rows name and leave open. */
export async function* concerned(ties: Ties, joined: JoinedKeys): AsyncGenerator<Tie> {
  const isOpen = ({ key }: Tie) => joined.find(key) >= 0 && joined.isUnsettled(key)
  let ofOne: Tie[] = []
  for await (const tie of ties) {
    if (ofOne[0] && ofOne[0].personId !== tie.personId) {
      if (ofOne.some(isOpen)) yield* ofOne
      ofOne = []
    }
    ofOne.push(tie)
  }
  if (ofOne.some(isOpen)) yield* ofOne
}

async function markFamilies({ trx, schoolId, joined, known }: Changed, families: Set<number>): Promise<void> {
  const ids = Array.from(families, (number) => known.idOf(number))
  for await (const keys of keysOfFamilies(trx, schoolId, ids)) joined.markFamily(keys)
}

/**
 * Of whom it is to be asked which adults tie them to whom: where all facts are as the last run left them, the adults of a family
 * tie its people to nobody of another, and to one another only where the rows do so as well.
 */
function unsettledOf(people: PeopleNamed, joined: JoinedKeys): Among | null {
  return people.among({
    contact: (key) => joined.isUnsettled(keyOfContact(key)),
    pupil: (ref) => joined.isUnsettled(keyOfRef(ref)),
  })
}

/** Families that no row was seen of to change, but of whom a row that is new, or an adult here, ties somebody to those that do. */
async function concernedByKeys({ trx, schoolId, known, joined, touched }: Changed, ties: Ties): Promise<Set<number>> {
  const tied = new HashTable()
  for await (const { key } of ties) if (joined.find(key) < 0) tied.add(hash64(key))
  if (tied.size === 0 && !joined.hasStrangers()) return new Set()
  const named = await familiesWithKeys(trx, schoolId, (key) => joined.has(key) || tied.find(key) >= 0)
  return new Set(named.map((id) => known.numberOf(id)).filter((number) => !touched.has(number)))
}
