import { newId } from '../../platform/ids/index.ts'
import type { Entry } from './entries.ts'
import type { PointDecision, PointFacts } from './rules/decide-details.ts'

/** What the plan writes of an email or number that comes, changes or ends. Adults and members have theirs in one table. */
export function entryOfPoint(
  decision: PointDecision,
  owner: { adult_id: string | null; member_id: string | null },
): Pick<Entry, 'entity' | 'act' | 'entityId' | 'rule' | 'reason' | 'before' | 'after'> {
  const why = { entity: 'contact point' as const, rule: decision.rule, reason: decision.reason }
  if (decision.act === 'add')
    return { ...why, act: 'add', entityId: newId(), before: null, after: { ...owner, ...rowOfPoint(decision.after) } }
  if (decision.act === 'end')
    return { ...why, act: 'end', entityId: decision.before.id, before: rowOfPoint(decision.before), after: null }
  return {
    ...why,
    act: 'update',
    entityId: decision.before.id,
    before: rowOfPoint(decision.before),
    after: rowOfPoint(decision.after),
  }
}

const rowOfPoint = (point: PointFacts) => ({
  kind: point.kind,
  value: point.value,
  raw: point.raw,
  sms_capable: point.smsCapable,
  usable: point.usable,
  reason: point.reason,
  note: point.note,
  position: point.position,
})
