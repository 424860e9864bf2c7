import { loadPersons, type Person } from '../people/index.ts'
import { aboutPupil, type Decided, type Deciding } from './deciding.ts'
import { adultsOfContacts, openLinksOf } from './facts.store.ts'
import type { Chunk } from './families/chunk.ts'
import type { ContactRecord } from './records.ts'
import { asLeftPlain } from './rules/plain-family.ts'
import { stayByTheSame } from './rules/stay-by-the-same.ts'
import { isSpared } from './sparing.ts'
import type { Kept } from './whose-details.ts'

type WhoStays = {
  /** Contacts of whom other contact points are said, of children whose links stay as they are. */
  kept: Kept[]
  adults: Map<string, Person>
  wholePupils: Set<string>
  /** Children whose links are in question. */
  others: Decided[]
}

/** A contact of whom other contact points are said, at a child. */
type Changed = { pupil: Decided; contactKey: string; contact: ContactRecord | undefined }

/**
 * IMP-6: of families of which a run says nothing otherwise but contact points, the last one decided about the links by the very same.
 * Only whose contact points changed is asked for, and of plain families only who that is; wherever there is more to know of one of
 * them, the family is decided whole.
 */
export async function whoStays(deciding: Deciding, chunk: Chunk, pupils: Decided[]): Promise<WhoStays> {
  const { beside } = deciding
  const mayStay = ({ family, facts }: Decided) => beside.butForPoints.has(family) && facts === null
  const inQuestion = new Set(
    pupils.flatMap((pupil) => (mayStay(pupil) && !isSpared(deciding, pupil) ? [] : pupil.family)),
  )
  const changed = pupils.flatMap((pupil) =>
    inQuestion.has(pupil.family) ? [] : contactsChanged(deciding, chunk, pupil),
  )
  const staying = new Map([
    ...(await ofPlainFamilies(
      deciding,
      changed.filter(({ pupil }) => pupil.family.wasPlain),
    )),
    ...(await ofOthers(
      deciding,
      changed.filter(({ pupil }) => !pupil.family.wasPlain),
    )),
  ])
  for (const { pupil, contactKey } of changed) if (!staying.has(contactKey)) inQuestion.add(pupil.family)
  const others = pupils.filter(({ family }) => inQuestion.has(family))
  const stay = pupils.filter(({ family }) => !inQuestion.has(family))
  if (stay.length > 0) deciding.isOnRecordCounted = false
  for (const { family } of stay) family.plain = family.wasPlain
  const kept = changed.flatMap((one) => {
    const adult = inQuestion.has(one.pupil.family) ? undefined : staying.get(one.contactKey)
    return adult && one.contact ? [keptAt(one.pupil, adult, one.contact)] : []
  })
  const wholePupils = new Set(stay.map(({ pupilId }) => pupilId))
  return { kept, adults: new Map([...staying.values()].map((adult) => [adult.id, adult])), wholePupils, others }
}

/** The adults of these contacts, as the last run left them: nobody has changed anything since. By contact. */
async function ofPlainFamilies({ trx, plan }: Deciding, changed: Changed[]): Promise<Map<string, Person>> {
  const contacts = new Map(changed.flatMap(({ contactKey, contact }) => (contact ? [[contactKey, contact]] : [])))
  const adults = await adultsOfContacts(trx, plan.schoolId, [...contacts.keys()])
  return new Map(
    [...contacts].flatMap(([key, contact]): [string, Person][] => {
      const id = adults.get(key)
      return id === undefined ? [] : [[key, asLeftPlain(id, contact)]]
    }),
  )
}

/** The adults of these contacts of whom there is nothing more to know. By contact. */
async function ofOthers({ trx, plan: { schoolId } }: Deciding, changed: Changed[]): Promise<Map<string, Person>> {
  const known = await adultsOfContacts(trx, schoolId, [...new Set(changed.map(({ contactKey }) => contactKey))])
  const adultIds = [...new Set(known.values())]
  const adults = await loadPersons(trx, { schoolId, adultIds })
  const links = Map.groupBy(await openLinksOf(trx, schoolId, adultIds), ({ adultId }) => adultId)
  const staying = new Map<string, Person>()
  for (const [contactKey, naming] of Map.groupBy(changed, (one) => one.contactKey)) {
    const adult = adults.get(known.get(contactKey) ?? '')
    const at = new Set(naming.map(({ pupil }) => pupil.pupilId))
    if (adult && stayByTheSame({ adult, links: links.get(adult.id) ?? [], contact: naming[0]?.contact }, at))
      staying.set(contactKey, adult)
  }
  return staying
}

const contactsChanged = ({ beside }: Deciding, chunk: Chunk, pupil: Decided): Changed[] =>
  (chunk.links.get(pupil.record.key) ?? []).flatMap(({ contactKey }) =>
    beside.asBefore.has(contactKey) ? [] : { pupil, contactKey, contact: chunk.contacts.get(contactKey) },
  )

function keptAt(pupil: Decided, adult: Person, contact: ContactRecord): Kept {
  const about = aboutPupil(pupil.pupilId, pupil.facts ?? pupil.standing)
  return { contactKey: contact.key, contact, knownAs: adult.id, adultId: adult.id, isAdult: adult.id, pupil, about }
}
