import type { Decided, Deciding } from './deciding.ts'
import { pupilsLinkedTo } from './facts.store.ts'
import type { Chunk } from './families/chunk.ts'
import { isSomebodyElse } from './rules/one-id-one-person.ts'
import type { KnownAdult } from './said-links.store.ts'

/**
 * IMP-22: adults under whose id a run that does not hold everybody names somebody else altogether, and who have a child of whom it does
 * not speak. Files of one class each may count their contacts from one: taken at their word they would bring a stranger to that child.
 */
export async function adultsWhoseIdNamesAnother(
  deciding: Deciding,
  { chunk, known, pupils }: { chunk: Chunk; known: ReadonlyMap<string, KnownAdult>; pupils: Decided[] },
): Promise<Set<string>> {
  const { trx, plan, contents } = deciding
  if (contents.listsPupils && !contents.partial) return new Set()
  const renamed = [...known].flatMap(([key, adult]) => {
    const contact = chunk.contacts.get(key)
    return contact && isSomebodyElse(contact, adult) ? adult.adult_id : []
  })
  if (renamed.length === 0) return new Set()
  const spokenOf = new Set(pupils.map(({ pupilId }) => pupilId))
  const linked = await pupilsLinkedTo(trx, plan.schoolId, renamed)
  return new Set(linked.flatMap(({ adultId, pupil }) => (spokenOf.has(pupil.id) ? [] : adultId)))
}
