import type { Person } from '../people/index.ts'
import type { Decided } from './deciding.ts'
import type { Chunk } from './families/chunk.ts'
import { recordsOf } from './families/gather-family.ts'
import { type DecidedLink, isPlainFamily } from './rules/plain-family.ts'

/** A contact at a child of the run, as it was decided. */
export type LinkDecided = Omit<DecidedLink, 'adult'> & { pupil: Decided; isNewcomer: boolean }

/** Notes of which of these families nobody but the MIS knows anything, for the next run (IMP-6). */
export function notePlainFamilies(
  chunk: Chunk,
  pupils: Decided[],
  { loaded, decided }: { loaded: ReadonlyMap<string, Person>; decided: LinkDecided[] },
): void {
  const linksOf = Map.groupBy(decided, ({ pupil }) => pupil.family)
  for (const [family, children] of Map.groupBy(pupils, (pupil) => pupil.family)) {
    if (children.length < recordsOf(family, 'pupil').length) continue
    const naming = new Map<string, number>()
    for (const { record } of children)
      for (const { contactKey } of chunk.links.get(record.key) ?? [])
        naming.set(contactKey, (naming.get(contactKey) ?? 0) + 1)
    const links = (linksOf.get(family) ?? []).map(({ isNewcomer, ...one }) => ({
      ...one,
      adult: isNewcomer ? null : loaded.get(one.adultId),
    }))
    family.plain = isPlainFamily(links, naming)
  }
}
