import { newId } from '../../platform/ids/index.ts'
import { type Adult, foldName, isErasedByOptOut, loadAdults, type ParsedPoint } from '../people/index.ts'
import type { aboutPupil, Decided, Deciding } from './deciding.ts'
import { writeIssues } from './deciding-links.ts'
import type { Entry } from './entries.ts'
import { contactKeysOf, openIssuesOfAdults } from './facts.store.ts'
import type { Chunk } from './families/chunk.ts'
import type { ContactRecord, PointRecord } from './records.ts'
import {
  areDetailsProtected,
  decidePoints,
  isSameName,
  keyOfPoint,
  type PointDecision,
  type PointFacts,
  pointsThatDiffer,
} from './rules/decide-details.ts'
import type { RaisedIssue } from './rules/decision.ts'
import { pointsSaid } from './rules/points-said.ts'
import { adultsSpared } from './sparing.ts'

/** Of two records that were merged, the first gives the name: the other must not take turns with it (IMP-22). */
function isNamedBy({ contactKey }: Kept, keys: string[]): boolean {
  return keys.length < 2 || keys[0] === contactKey
}

/** Who was loaded with their children already. */
export type Loaded = ReadonlyMap<string, Adult>

type Kept = {
  contactKey: string
  contact: ContactRecord
  adultId: string
  pupil: Decided
  about: ReturnType<typeof aboutPupil>
}

/** Details of every adult whose link stays or comes: names and contact points (IMP-1, IMP-5, IMP-7). Each adult once. */
export async function decideAdults(
  deciding: Deciding,
  { chunk, kept, loaded }: { chunk: Chunk; kept: Kept[]; loaded: Loaded },
): Promise<void> {
  const { trx, plan, decidedAdults } = deciding
  const fresh = [...new Map(kept.toReversed().map((one) => [one.adultId, one])).values()]
    .reverse()
    .filter(({ adultId }) => !decidedAdults.has(adultId))
  if (fresh.length === 0) return
  for (const { adultId } of fresh) decidedAdults.add(adultId)
  const ids = fresh.map(({ adultId }) => adultId)
  const others = ids.filter((id) => !loaded.has(id))
  const found = await loadAdults(trx, { schoolId: plan.schoolId, adultIds: others })
  const keys = await contactKeysOf(trx, plan.schoolId, ids)
  const ownersOf = ({ adultId, contactKey }: Kept) =>
    [...new Set([contactKey, ...(keys.get(adultId) ?? [])])].map((key) => `contact\u001f${key}`)
  const openIssues = Map.groupBy(await openIssuesOfAdults(trx, plan.schoolId, ids), (issue) => issue.adultId ?? '')
  const spared = await adultsSpared(deciding, kept)
  for (const one of fresh) {
    const inFile = ownersOf(one).flatMap((owner) => chunk.points.get(owner) ?? [])
    const standing = loaded.get(one.adultId) ?? found.get(one.adultId) ?? null
    countPoints(deciding, standing)
    const named = isNamedBy(one, keys.get(one.adultId) ?? [])
    const issues = await decideOneAdult(
      deciding,
      { ...one, named, complete: !spared.has(one.adultId) },
      standing,
      inFile,
    )
    const about = { ...one.about, adultId: one.adultId, adultName: nameOf(one.contact) }
    await writeIssues(deciding, { raised: issues, open: openIssues.get(one.adultId) ?? [], about })
  }
}

function countPoints({ onRecord }: Deciding, standing: Adult | null): void {
  const ofMis = standing?.contactPoints.filter(({ origin }) => origin === 'mis') ?? []
  if (ofMis.some(({ kind }) => kind === 'email')) onRecord.email += 1
  if (ofMis.some(({ kind }) => kind !== 'email')) onRecord.phone += 1
}

async function decideOneAdult(
  deciding: Deciding,
  kept: Kept & { named: boolean; complete: boolean },
  standing: Adult | null,
  inFile: PointRecord[],
): Promise<RaisedIssue[]> {
  const { contact, complete } = kept
  const issueOf = (kind: string, key: string, detail: string): RaisedIssue => ({
    kind,
    key: `adult|${kept.adultId}|${key}`,
    pupilId: kept.about.pupilId,
    adultId: kept.adultId,
    detail,
  })
  const optedOut = contact.optedOut === 'yes' ? (['all'] as const) : []
  const optOuts = [...(standing?.optOuts ?? []), ...optedOut]
  if (standing && areDetailsProtected(standing))
    return differences({ ...standing, optOuts }, kept.named ? contact : standing, inFile, issueOf)
  if (kept.named || !standing) await writeNames(deciding, kept, standing)
  const says = pointsSaid(deciding.says, 'contact')
  const points = { inFile, standing: standing?.contactPoints ?? [], optOuts, says }
  const decisions = decidePoints({ ...points, complete })
  if (!complete && decidePoints(points).length > 0) kept.pupil.family.settled = false
  const about = { ...kept.about, adultId: kept.adultId, adultName: nameOf(contact) }
  for (const decision of decisions)
    await deciding.write.add({ ...about, ...entryOfPoint(decision, { adult_id: kept.adultId, member_id: null }) })
  // OPT-2: a number of somebody who opted out is not even told to the office.
  const told = inFile.filter((point) => !point.usable && !isErasedByOptOut(optOuts, point))
  const unusable = [...new Map(told.map((point) => [keyOfPoint(point), point])).values()]
  return [
    ...(contact.joint
      ? [
          issueOf(
            'joint name',
            'joint',
            `“${nameOf(contact)}” looks like two people in one record. Ask who they are, and enter each in the MIS.`,
          ),
        ]
      : []),
    ...unusable.map((point) => issueOf('cannot be used', `unusable|${point.raw}`, whyUnusable(point))),
  ]
}

function whyUnusable(point: ParsedPoint): string {
  const what = point.kind === 'email' ? 'email' : 'number'
  const suggestion = point.suggestion === null ? '' : ` Perhaps ${point.suggestion}?`
  const reason = (point.reason ?? 'it is not complete').replace(/\.$/, '')
  const inSentence = `${reason.slice(0, 1).toLowerCase()}${reason.slice(1)}`
  return `The ${what} “${point.raw}” cannot be used: ${inSentence}.${suggestion} Mend it in the MIS.`
}

/** IMP-7: what the MIS says otherwise than the person or the school; nothing is overwritten. */
function differences(
  standing: Adult,
  contact: Pick<ContactRecord, 'title' | 'forename' | 'surname'>,
  inFile: ParsedPoint[],
  issueOf: (kind: string, key: string, detail: string) => RaisedIssue,
): RaisedIssue[] {
  const owner = standing.origin === 'manual' ? 'typed here by the school' : 'registered by the person'
  const points = pointsThatDiffer({ inFile, standing: standing.contactPoints, optOuts: standing.optOuts })
  const issues = points.map((point) =>
    issueOf(
      'differs from MIS',
      `differs|${point.value}`,
      `The MIS holds ${point.raw}; the details here were ${owner} and stay.`,
    ),
  )
  if (isSameName(standing, contact)) return issues
  return [
    ...issues,
    issueOf(
      'differs from MIS',
      `differs|name|${foldName(nameOf(contact))}`,
      `The MIS says ${nameOf(contact)}; the name here was ${owner} and stays.`,
    ),
  ]
}

async function writeNames(deciding: Deciding, kept: Kept, standing: Adult | null): Promise<void> {
  const { contact, adultId } = kept
  const after = rowOfContact(contact)
  const about = { ...kept.about, adultId, adultName: nameOf(contact) }
  if (!standing) {
    await deciding.write.add({
      ...about,
      entity: 'adult',
      act: 'add',
      entityId: adultId,
      rule: 'IMP-1',
      reason: 'A contact in the MIS',
      before: null,
      after,
    })
    return
  }
  const before = {
    title: standing.title,
    forename: standing.forename,
    surname: standing.surname,
    address: standing.address,
    postcode: standing.postcode,
  }
  const changed = (Object.keys(before) as (keyof typeof before)[]).filter(
    (key) => before[key] !== after[key] && after[key] !== null,
  )
  if (changed.length === 0) return
  const was = Object.fromEntries(changed.map((key) => [key, before[key]]))
  const becomes: Record<string, unknown> = Object.fromEntries(changed.map((key) => [key, after[key]]))
  if (changed.includes('forename') || changed.includes('surname')) becomes.name_key = after.name_key
  if (changed.includes('address') || changed.includes('postcode')) becomes.household_key = after.household_key
  const reason = `Changed in the MIS: ${changed.join(', ')}`
  await deciding.write.add({
    ...about,
    entity: 'adult',
    act: 'update',
    entityId: adultId,
    rule: 'IMP-8',
    reason,
    before: was,
    after: becomes,
  })
}

const rowOfContact = (contact: ContactRecord) => ({
  title: contact.title,
  forename: contact.forename,
  surname: contact.surname,
  name_key: foldName(contact.forename, contact.surname),
  address: contact.address,
  postcode: contact.postcode,
  household_key:
    contact.address && contact.postcode ? `${foldName(contact.postcode)}|${foldName(contact.address)}` : null,
})

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

const nameOf = (person: { forename: string; surname: string }): string => `${person.forename} ${person.surname}`
