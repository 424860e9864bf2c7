import type { Trx } from '../../platform/db/index.ts'
import { countAdultsEnding, countEntries, countFlagsOfStandingLinks } from './plan-entries.store.ts'
import type { Changes, Counts } from './plans.store.ts'

/** What the plan comes to, in numbers; entries that somebody left out do not count. */
export async function changesOf(
  trx: Trx,
  keys: { schoolId: string; planId: string },
  leftOut: Changes['leftOut'],
): Promise<Changes> {
  const changes = noChanges()
  const place: Record<string, keyof Omit<Changes, 'leftOut'>> = {
    pupil: 'pupils',
    member: 'members',
    adult: 'adults',
    link: 'links',
    prime: 'links',
    'court order': 'links',
    'contact point': 'contactPoints',
    'group member': 'groups',
    issue: 'issues',
  }
  for (const { entity, act, entries } of await countEntries(trx, keys.schoolId, keys.planId)) {
    const of = place[entity]
    // A flag that comes with a new link is part of that link, not a change of its own.
    if (of === undefined || (entity === 'court order' && act === 'add')) continue
    changes[of][act as keyof Counts] += entries
  }
  changes.links.update += await countFlagsOfStandingLinks(trx, keys.schoolId, keys.planId)
  changes.adults.end = await countAdultsEnding(trx, keys.schoolId, keys.planId)
  changes.leftOut = leftOut
  return changes
}

export const reasonsOf = (leftOut: Map<string, number>): Changes['leftOut'] =>
  [...leftOut].map(([key, count]) => {
    const [rule = '', reason = ''] = key.split('\u001f')
    return { rule, reason, count }
  })

export function noChanges(): Changes {
  const none = (): Counts => ({ add: 0, update: 0, end: 0, leave: 0 })
  return {
    pupils: none(),
    members: none(),
    adults: none(),
    links: none(),
    contactPoints: none(),
    groups: none(),
    issues: none(),
    leftOut: [],
  }
}
