import type { Trx } from '../../platform/db/index.ts'
import { type Family, loadFamilies, type Member } from '../people/index.ts'
import { candidatesFor } from './facts.store.ts'
import { type Chunk, chunkOf } from './families/chunk.ts'
import type { RunFamily } from './families/read-families.ts'
import { hashesThatStand } from './families/standing-hashes.store.ts'
import type { FileContents, PupilRecord } from './records.ts'
import { adultsKnownAs, type KnownAdult } from './said-links.store.ts'

/** One lot of families with what the database says of its people, asked for while the lot before was decided. */
export type Lot = {
  chunk: Chunk
  /** Its pupils, without applicants. */
  pupils: PupilRecord[]
  /** Pupils on record who may be those of the lot. */
  candidates: Member[]
  /** Of pupils whom the MIS's own key names. */
  familiesOnRecord: Map<string, Family>
  /** contact key → adult */
  adultsKnown: Map<string, KnownAdult>
  /** `kind␟key` → hash of what the snapshot has; empty where the run is not compared with the last. */
  standing: ReadonlyMap<string, string>
}

type Asking = { trx: Trx; schoolId: string; contents: FileContents; follows: boolean }

/** What deciding about these families needs to know. Nothing that a plan writes changes it. */
export async function askAbout({ trx, schoolId, contents, follows }: Asking, families: RunFamily[]): Promise<Lot> {
  const chunk = chunkOf(families)
  // IMP-21: an application says nothing of a pupil on roll, not even who it is.
  const pupils = chunk.pupils.flatMap(({ record }) => (record.status === 'pre-admission' ? [] : record))
  const candidates = await candidatesFor(trx, schoolId, pupils)
  const named = new Set(pupils.map(({ key }) => key))
  const pupilIds = candidates.flatMap(({ id, misKey }) => (misKey !== null && named.has(misKey) ? id : []))
  const onRecord = contents.listsContacts ? await loadFamilies(trx, { schoolId, pupilIds }) : []
  const contactKeys = [...new Set([...chunk.links.values()].flat().map(({ contactKey }) => contactKey))]
  return {
    chunk,
    pupils,
    candidates,
    familiesOnRecord: new Map(onRecord.map((family) => [family.pupil.id, family])),
    adultsKnown: contents.listsContacts ? await adultsKnownAs(trx, schoolId, contactKeys) : new Map(),
    // What is known to be unchanged does not wait with the plan.
    standing: follows
      ? await hashesThatStand(
          trx,
          schoolId,
          families.filter(({ isKnown }) => !isKnown),
        )
      : new Map(),
  }
}

/** Pupils on record with their links. Those found by another sign than the MIS's own key were not asked for ahead. */
export async function familiesOnRecord(
  { trx, schoolId }: { trx: Trx; schoolId: string },
  lot: Lot,
  pupilIds: string[],
): Promise<Family[]> {
  const others = pupilIds.filter((id) => !lot.familiesOnRecord.has(id))
  const more = others.length > 0 ? await loadFamilies(trx, { schoolId, pupilIds: others }) : []
  const found = new Map(more.map((family) => [family.pupil.id, family]))
  return pupilIds.flatMap((id) => lot.familiesOnRecord.get(id) ?? found.get(id) ?? [])
}

/** Asks about each of the items while the one before is worked on. */
export async function* askedAhead<Item, Answer>(
  items: AsyncIterable<Item>,
  ask: (item: Item) => Promise<Answer>,
): AsyncGenerator<Answer> {
  const open: Promise<Answer>[] = []
  try {
    for await (const item of items) {
      const answer = ask(item)
      // Heard of where it is waited for.
      answer.catch(() => {})
      open.push(answer)
      if (open.length > 1) yield* first(open)
    }
    yield* first(open)
  } finally {
    await Promise.allSettled(open)
  }
}

async function* first<Answer>(open: Promise<Answer>[]): AsyncGenerator<Answer> {
  const [answer] = open
  if (answer === undefined) return
  const answered = await answer
  open.shift()
  yield answered
}
