import type { Adult } from '../people/index.ts'
import type { Deciding } from './deciding.ts'
import { contactsOptedOut, linksInSnapshot, pupilsLinkedTo, recordsOfAdults } from './facts.store.ts'
import type { Chunk } from './families/chunk.ts'
import type { ContactRecord, PointRecord } from './records.ts'
import { areDetailsProtected } from './rules/decide-details.ts'
import { isOnePerson } from './rules/one-id-one-person.ts'
import { type KnownRecord, recordsInOrder } from './rules/records-of-adult.ts'
import { everyRefOf } from './rules/which-member.ts'

/** What a run says of an adult, by all records of the MIS that the adult is (IMP-22). */
export type SaidOfAdult = {
  contacts: ContactRecord[]
  /** Whose name the adult bears: the first of the records that the MIS still has. Null where that one is not in the run. */
  namedBy: ContactRecord | null
  points: PointRecord[]
  /** No record is missing from the run that the MIS may still have. */
  whole: boolean
  /** The MIS says so by some record, and be it one that is missing from the run (OPT-2). */
  optedOut: boolean
}

type Asked = {
  chunk: Chunk
  adultIds: string[]
  /** Adult → the records that the run takes for that adult. */
  recognised: ReadonlyMap<string, string[]>
  /** Adult → the one record that the adult is known to be, where that needs no asking. */
  onlyKnownAs: ReadonlyMap<string, string>
  standing: ReadonlyMap<string, Adult>
  /** Pupils of whose contacts the run says everything. */
  wholePupils: ReadonlySet<string>
}

/** What the run says of each of these adults, those whom it has just recognised by another record too. */
export async function saidOfAdults(deciding: Deciding, asked: Asked): Promise<Map<string, SaidOfAdult>> {
  const { trx, plan } = deciding
  const { chunk, adultIds, onlyKnownAs, standing } = asked
  const others = adultIds.filter((id) => !onlyKnownAs.has(id))
  const known = new Map([
    ...[...onlyKnownAs].map(([id, contactKey]): [string, KnownRecord[]] => [id, [{ contactKey, byMerge: false }]]),
    ...(await recordsOfAdults(trx, plan.schoolId, others)),
  ])
  const keys = new Map(
    adultIds.map((id) => [
      id,
      recordsInOrder(known.get(id) ?? [], asked.recognised.get(id) ?? []).filter(
        (key) => !isWrittenOver(chunk.contacts.get(key), standing.get(id), known.get(id) ?? []),
      ),
    ]),
  )
  const silent = new Map(
    [...keys]
      .map(([id, all]): [string, string[]] => [id, all.filter((key) => !chunk.contacts.has(key))])
      .filter(([, missing]) => missing.length > 0),
  )
  const stand = await recordsThatStand(deciding, silent, asked.wholePupils)
  const optedOut = await contactsOptedOut(
    trx,
    plan.schoolId,
    [...stand.values()].flatMap((missing) => [...missing]),
  )
  return new Map(
    [...keys].map(([id, all]) => [id, saidBy(chunk, all, { stand: stand.get(id) ?? new Set(), optedOut })]),
  )
}

function saidBy(
  chunk: Chunk,
  keys: string[],
  { stand, optedOut }: { stand: ReadonlySet<string>; optedOut: ReadonlySet<string> },
): SaidOfAdult {
  const first = keys.find((key) => chunk.contacts.has(key) || stand.has(key))
  const contacts = keys.flatMap((key) => chunk.contacts.get(key) ?? [])
  return {
    contacts,
    namedBy: (first === undefined ? null : chunk.contacts.get(first)) ?? null,
    points: keys.flatMap((key) => chunk.points.get(`contact\u001f${key}`) ?? []),
    whole: stand.size === 0,
    optedOut: contacts.some((contact) => contact.optedOut === 'yes') || [...stand].some((key) => optedOut.has(key)),
  }
}

/** Under an id of somebody who owns their details here stands somebody else now: what it says is not theirs (IMP-22). */
function isWrittenOver(contact: ContactRecord | undefined, adult: Adult | undefined, known: KnownRecord[]): boolean {
  if (!contact || !adult || !areDetailsProtected(adult)) return false
  const isById = known.some(({ contactKey, byMerge }) => contactKey === contact.key && !byMerge)
  return isById && !isOnePerson(contact, adult)
}

/**
 * Records of whom the run says nothing and who are not gone for all that: a row of a pupil of theirs was rejected (IMP-16), or the
 * files do not hold everybody and the last import had them at a pupil of whom these do not say everything (IMP-19).
 */
async function recordsThatStand(
  deciding: Deciding,
  silent: ReadonlyMap<string, string[]>,
  wholePupils: ReadonlySet<string>,
): Promise<Map<string, ReadonlySet<string>>> {
  const { trx, plan, contents, spared } = deciding
  const holdsEverybody = contents.listsPupils && !contents.partial
  if (silent.size === 0 || (holdsEverybody && spared.size === 0)) return new Map()
  const linked = (await pupilsLinkedTo(trx, plan.schoolId, [...silent.keys()])).filter(
    ({ pupil }) => !wholePupils.has(pupil.id),
  )
  const refs = linked.flatMap(({ pupil }) => everyRefOf(pupil))
  const before = holdsEverybody
    ? []
    : await linksInSnapshot(trx, plan.schoolId, { pupilKeys: refs, contactKeys: [...silent.values()].flat() })
  const stand = new Map<string, Set<string>>()
  for (const { adultId, pupil } of linked) {
    const own = everyRefOf(pupil)
    const isSpared = own.some((ref) => spared.has(ref))
    const had = new Set(before.filter(({ pupilKey }) => own.includes(pupilKey)).map(({ contactKey }) => contactKey))
    const keys = (silent.get(adultId) ?? []).filter((key) => isSpared || had.has(key))
    if (keys.length > 0) stand.set(adultId, new Set([...(stand.get(adultId) ?? []), ...keys]))
  }
  return stand
}
