import { foldName } from '../../people/index.ts'
import type { Flag } from '../records.ts'
import type { ImportSettings, Verdict } from './decision.ts'
import { isFamilyRelationship } from './read-school-words.ts'

export type Candidate = {
  priority: number | null
  parentalResponsibility: Flag
  relationship: string | null
  optedOut: boolean
}

/** `out: excluded` beats every strategy (IMP-4); `out: not asked for` is only this school's choice. */
export type ComesIn = ({ in: true } | { in: false; because: 'opted out' | 'not family' | 'not asked for' }) & Verdict

/** Whether a contact comes in at all, by exclusions first and then by the school's strategy (IMP-3, IMP-4, IMP-15). */
export function comesIn(contact: Candidate, settings: ImportSettings): ComesIn {
  if (contact.optedOut) {
    return { in: false, because: 'opted out', rule: 'OPT-2', reason: 'Opted out: no details are taken from the MIS' }
  }
  if (!isFamilyRelationship(contact.relationship) && !isNamed(contact.relationship, settings.nonFamilyRelationships)) {
    const reason = `${contact.relationship} is not family; the school has not asked for this relationship`
    return { in: false, because: 'not family', rule: 'IMP-15', reason }
  }
  return byStrategy(contact, settings)
}

function byStrategy(contact: Candidate, settings: ImportSettings): ComesIn {
  const { priority } = contact
  switch (settings.strategy) {
    case 'priority 1':
      if (priority === 1) return { in: true, rule: 'IMP-2', reason: 'Priority 1 in the MIS' }
      if (settings.lowerPriorities)
        return { in: true, rule: 'IMP-3', reason: 'Lower priority, which the school lets in' }
      return out(
        'IMP-3',
        priority === null ? 'No priority in the MIS' : `Priority ${priority}: the school takes priority 1 only`,
      )
    case 'priorities':
      if (priority !== null && priority <= settings.priorityUpTo) {
        return {
          in: true,
          rule: 'IMP-4',
          reason: `Priority ${priority}: the school takes 1 to ${settings.priorityUpTo}`,
        }
      }
      return out('IMP-4', `The school takes priorities 1 to ${settings.priorityUpTo}`)
    case 'parental responsibility':
      if (contact.parentalResponsibility === 'yes')
        return { in: true, rule: 'IMP-4', reason: 'Has parental responsibility' }
      return out('IMP-4', 'The school takes people with parental responsibility')
    case 'relationships':
      if (isNamed(contact.relationship, settings.relationships)) {
        return { in: true, rule: 'IMP-4', reason: `${contact.relationship}: a relationship the school takes` }
      }
      return out('IMP-4', `The school takes ${settings.relationships.join(', ') || 'no relationship yet'}`)
  }
}

const out = (rule: string, reason: string): ComesIn => ({ in: false, because: 'not asked for', rule, reason })

const isNamed = (relationship: string | null, names: string[]): boolean =>
  relationship !== null && names.some((name) => foldName(name) === foldName(relationship))
