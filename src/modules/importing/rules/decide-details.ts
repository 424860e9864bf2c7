import type { ContactPoint, Origin, ParsedPoint } from '../../people/index.ts'
import { foldName, isErasedByOptOut, type OptOutChannel } from '../../people/index.ts'
import type { Verdict } from './decision.ts'

export type PointFacts = Pick<ParsedPoint, 'kind' | 'value' | 'raw' | 'smsCapable' | 'usable' | 'reason' | 'note'> & {
  position: number
}

export type PointDecision = Verdict &
  (
    | { act: 'add'; after: PointFacts }
    | { act: 'update'; before: ContactPoint; after: PointFacts }
    | { act: 'end'; before: ContactPoint }
  )

/**
 * Contact points of one person who has not registered: those of origin `mis` follow the file (IMP-1), the others stand (IMP-5),
 * and what the person opted out of does not come in (OPT-2). A number that takes another's place keeps its row.
 * With `complete` false a row about the person was rejected: what is not said is not gone, and keeps its place (IMP-16).
 */
export function decidePoints(facts: {
  inFile: (ParsedPoint & { position: number })[]
  standing: ContactPoint[]
  optOuts: OptOutChannel[]
  /** Whether the files have columns for them; where not, what came before stays (IMP-13). Both where it is not given. */
  says?: { emails: boolean; phones: boolean }
  complete?: boolean
}): PointDecision[] {
  const { complete = true } = facts
  const own = facts.standing.filter((point) => point.origin !== 'mis')
  const wanted = inOrder(facts.inFile).filter(
    (point) => !isErasedByOptOut(facts.optOuts, point) && !own.some((other) => isSamePoint(other, point)),
  )
  const isSpokenOf = (point: ContactPoint) =>
    isErasedByOptOut(facts.optOuts, point) ||
    (point.kind === 'email' ? facts.says?.emails : facts.says?.phones) !== false
  const standing = facts.standing.filter((point) => point.origin === 'mis' && isSpokenOf(point))
  const decisions: PointDecision[] = []
  const erased = standing.filter((point) => isErasedByOptOut(facts.optOuts, point))
  const gone = complete
    ? standing.filter((point) => !erased.includes(point) && !wanted.some((other) => isSamePoint(point, other)))
    : []
  for (const point of wanted) {
    const same = standing.find((other) => isSamePoint(other, point))
    const after = same && !complete ? { ...point, position: same.position } : point
    if (same) {
      if (!sameFacts(same, after))
        decisions.push({
          act: 'update',
          before: same,
          after,
          rule: 'IMP-1',
          reason: 'Written differently in the MIS now',
        })
      continue
    }
    const replaced = gone.findIndex((point) => point.kind === after.kind)
    const [before] = replaced === -1 ? [] : gone.splice(replaced, 1)
    if (before)
      decisions.push({ act: 'update', before, after, rule: 'IMP-8', reason: 'Changed in the MIS, which maintains it' })
    else decisions.push({ act: 'add', after, rule: 'IMP-1', reason: 'Comes from the MIS' })
  }
  for (const before of erased) decisions.push({ act: 'end', before, rule: 'OPT-2', reason: 'Opted out: erased' })
  for (const before of gone) decisions.push({ act: 'end', before, rule: 'IMP-1', reason: 'No longer in the MIS' })
  return decisions
}

/** The same points in the same order whatever order the rows of the cross product came in (IMP-12). */
function inOrder(points: (ParsedPoint & { position: number })[]): PointFacts[] {
  const sorted = points.toSorted(
    (left, right) => left.position - right.position || (keyOfPoint(left) < keyOfPoint(right) ? -1 : 1),
  )
  const unique = new Map<string, ParsedPoint>()
  for (const point of sorted) if (!unique.has(keyOfPoint(point))) unique.set(keyOfPoint(point), point)
  return [...unique.values()].map((point, position) => ({
    kind: point.kind,
    value: point.value,
    raw: point.raw,
    smsCapable: point.smsCapable,
    usable: point.usable,
    reason: point.reason,
    note: point.note,
    position,
  }))
}

type Comparable = { kind: string; value: string | null; raw: string }

/** What makes two contact points of one person the same: the number or address, or the text where that cannot be read. */
export const keyOfPoint = (point: Comparable): string =>
  point.value === null ? `${point.kind}?${point.raw}` : `${point.value}`

const isSamePoint = (left: Comparable, right: Comparable): boolean => keyOfPoint(left) === keyOfPoint(right)

const sameFacts = (before: ContactPoint, after: PointFacts): boolean =>
  before.kind === after.kind &&
  before.raw === after.raw &&
  before.smsCapable === after.smsCapable &&
  before.usable === after.usable &&
  before.reason === after.reason &&
  before.note === after.note &&
  before.position === after.position

/** What the MIS holds usable that a protected person does not (IMP-7): nothing is overwritten, the difference is shown. */
export function pointsThatDiffer(facts: {
  inFile: ParsedPoint[]
  standing: ContactPoint[]
  optOuts: OptOutChannel[]
}): ParsedPoint[] {
  const unique = new Map(facts.inFile.filter((point) => point.usable).map((point) => [keyOfPoint(point), point]))
  return [...unique.values()].filter(
    (point) => !isErasedByOptOut(facts.optOuts, point) && !facts.standing.some((own) => isSamePoint(own, point)),
  )
}

/** Whether a person's details are their own or the school's, so that the import leaves them alone (IMP-1, IMP-5). */
export function areDetailsProtected(person: { origin: Origin; registeredAt: Date | null }): boolean {
  return person.registeredAt !== null || person.origin === 'web' || person.origin === 'manual'
}

type Name = { title: string | null; forename: string; surname: string }

/** IMP-7 compares names as people would: `AL-HASSAN` is `Al-Hassan`. */
export const isSameName = (left: Name, right: Name): boolean =>
  foldName(left.forename, left.surname) === foldName(right.forename, right.surname)
