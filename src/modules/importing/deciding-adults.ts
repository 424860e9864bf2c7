import {
  type Adult,
  foldName,
  isErasedByOptOut,
  loadAdultPoints,
  loadAdults,
  type ParsedPoint,
} from '../people/index.ts'
import type { Deciding } from './deciding.ts'
import { writeIssues } from './deciding-issues.ts'
import { entryOfPoint } from './entry-of-point.ts'
import { openIssuesOfAdults } from './facts.store.ts'
import type { ContactRecord } from './records.ts'
import { areDetailsProtected, decidePoints, isSameName, keyOfPoint, pointsThatDiffer } from './rules/decide-details.ts'
import type { RaisedIssue } from './rules/decision.ts'
import { type DetailsSaid, isSettledOfAdult } from './rules/issues-that-stand.ts'
import { pointsSaid } from './rules/points-said.ts'
import { besideWhatStands, type PlacedPoint } from './rules/records-of-adult.ts'
import { type SaidOfAdult, saidOfAdults } from './said-of-adults.ts'
import { adultsSpared } from './sparing.ts'
import { type About, type Kept, nameOf, type WhoseDetails, whoIsDecided } from './whose-details.ts'

/** Details of every adult whose link stays or comes: names and contact points (IMP-1, IMP-5, IMP-7). Each adult once. */
export async function decideAdults(deciding: Deciding, facts: WhoseDetails): Promise<void> {
  const { trx, plan } = deciding
  const { chunk, loaded, kept, wholePupils } = facts
  const fresh = whoIsDecided(deciding, facts)
  if (fresh.length === 0) return
  const adultIds = fresh.map(({ adultId }) => adultId)
  const standing = await loadDetails(deciding, { adultIds, loaded })
  const recognised = recordsTakenFor(kept)
  const onlyKnownAs = recordsKnownAlone(kept, standing)
  const said = await saidOfAdults(deciding, { chunk, adultIds, recognised, onlyKnownAs, standing, wholePupils })
  const openIssues = Map.groupBy(await openIssuesOfAdults(trx, plan.schoolId, adultIds), ({ adultId }) => adultId ?? '')
  const spared = await adultsSpared(deciding, kept)
  for (const one of fresh) {
    const ofRun = said.get(one.adultId)
    if (!ofRun) continue
    const adult = standing.get(one.adultId) ?? null
    if (ofRun.contacts.length > 0) countPoints(deciding, adult)
    const optOuts = [...(adult?.optOuts ?? []), ...(ofRun.optedOut ? (['all'] as const) : [])]
    if (optOuts.length > 0) for (const { key } of ofRun.contacts) deciding.optOuts.set(key, optOuts)
    // Something of theirs may stay for that reason alone: it is looked at again when the row is mended or gone.
    if (spared.has(one.adultId) || !ofRun.whole) one.pupil.family.settled = false
    await writeIssues(deciding, {
      raised: await decideOneAdult(deciding, {
        ...one,
        standing: adult,
        said: ofRun,
        spared: spared.has(one.adultId),
      }),
      open: openIssues.get(one.adultId) ?? [],
      isSettled: (issue) => isSettledOfAdult(issue, detailsSaid(deciding, ofRun)),
      about: one.about,
    })
  }
}

/** Those of these adults who are on record, with how they are reached. */
async function loadDetails(
  { trx, plan: { schoolId } }: Deciding,
  { adultIds, loaded }: { adultIds: string[] } & Pick<WhoseDetails, 'loaded'>,
): Promise<Map<string, Adult>> {
  const here = adultIds.flatMap((id) => loaded.get(id) ?? [])
  const points = await loadAdultPoints(trx, { schoolId, adultIds: here.map(({ id }) => id) })
  const others = adultIds.filter((id) => !loaded.has(id))
  return new Map([
    ...here.map((person): [string, Adult] => [person.id, { ...person, contactPoints: points.get(person.id) ?? [] }]),
    ...(await loadAdults(trx, { schoolId, adultIds: others })),
  ])
}

/** Whoever left the MIS altogether is said to have no details, whatever columns there are. */
function detailsSaid({ says }: Deciding, { contacts, whole }: SaidOfAdult): DetailsSaid {
  const { emails, phones } = pointsSaid(says, 'contact')
  const isGone = contacts.length === 0
  return { emails: emails || isGone, phones: phones || isGone, whole }
}

/** Adult → the records that are this adult by what was just decided. */
function recordsTakenFor(kept: Kept[]): Map<string, string[]> {
  const taken = kept.flatMap(({ contactKey, adultId, isAdult }) => [
    { adultId, contactKey },
    { adultId: isAdult, contactKey },
  ])
  const byAdult = Map.groupBy(taken, ({ adultId }) => adultId)
  return new Map([...byAdult].map(([id, records]) => [id, records.map(({ contactKey }) => contactKey)]))
}

/** Adult → the one record that the adult is known to be, where there is one. Of whoever owns their details it matters how it came. */
function recordsKnownAlone(kept: Kept[], standing: ReadonlyMap<string, Adult>): Map<string, string> {
  const isAlone = ({ knownAs }: Kept) => {
    const adult = standing.get(knownAs ?? '')
    return adult !== undefined && adult.misIds.length === 1 && !areDetailsProtected(adult)
  }
  return new Map(kept.filter(isAlone).map(({ knownAs, contactKey }) => [knownAs ?? '', contactKey]))
}

function countPoints({ onRecord }: Deciding, standing: Adult | null): void {
  const ofMis = standing?.contactPoints.filter(({ origin }) => origin === 'mis') ?? []
  if (ofMis.some(({ kind }) => kind === 'email')) onRecord.email += 1
  if (ofMis.some(({ kind }) => kind !== 'email')) onRecord.phone += 1
}

type OneAdult = {
  adultId: string
  about: About
  standing: Adult | null
  said: SaidOfAdult
  /** A row that was rejected may have said something of the adult. */
  spared: boolean
}

async function decideOneAdult(deciding: Deciding, one: OneAdult): Promise<RaisedIssue[]> {
  const { adultId, about, standing, said, spared } = one
  const issueOf = (kind: string, key: string, detail: string): RaisedIssue => ({
    kind,
    key: `adult|${adultId}|${key}`,
    pupilId: about.pupilId,
    adultId,
    detail,
  })
  const optedOut = said.optedOut ? (['all'] as const) : []
  const optOuts = [...(standing?.optOuts ?? []), ...optedOut]
  if (standing && areDetailsProtected(standing))
    return differences({ ...standing, optOuts }, said.namedBy ?? standing, said.points, issueOf)
  if (said.namedBy) await writeNames(deciding, one, said.namedBy)
  const says = pointsSaid(deciding.says, 'contact')
  const whole = said.whole && !spared
  const inFile = whole ? said.points : besideWhatStands(said.points, pointsOfMis(standing, says))
  const points = { standing: standing?.contactPoints ?? [], optOuts, says }
  const decisions = decidePoints({ ...points, inFile })
  for (const decision of decisions)
    await deciding.write.add({ ...about, ...entryOfPoint(decision, { adult_id: adultId, member_id: null }) })
  // OPT-2: a number of somebody who opted out is not even told to the office.
  // IMP-13: what no file has a column for stays as it was, fit for use or not.
  const told = [...inFile, ...pointsOfMis(standing, { emails: !says.emails, phones: !says.phones })].filter(
    (point) => !point.usable && !isErasedByOptOut(optOuts, point),
  )
  const unusable = [...new Map(told.map((point) => [keyOfPoint(point), point])).values()]
  const joint = said.contacts.find((contact) => contact.joint)
  return [
    ...(joint
      ? [
          issueOf(
            'joint name',
            'joint',
            `“${nameOf(joint)}” looks like two people in one record. Ask who they are, and enter each in the MIS.`,
          ),
        ]
      : []),
    ...unusable.map((point) => issueOf('cannot be used', `unusable|${point.raw}`, whyUnusable(point))),
  ]
}

/** What stands of an adult from the MIS: emails, phones or both. */
const pointsOfMis = (standing: Adult | null, which: { emails: boolean; phones: boolean }): PlacedPoint[] =>
  (standing?.contactPoints ?? [])
    .filter(({ kind, origin }) => origin === 'mis' && (kind === 'email' ? which.emails : which.phones))
    .map((point) => ({ ...point, suggestion: null }))

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

async function writeNames(deciding: Deciding, one: OneAdult, contact: ContactRecord): Promise<void> {
  const { adultId, standing } = one
  const after = rowOfContact(contact)
  const about = { ...one.about, adultName: nameOf(contact) }
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
  const columns = [
    ...changed,
    ...(changed.includes('forename') || changed.includes('surname') ? (['name_key'] as const) : []),
    ...(changed.includes('address') || changed.includes('postcode') ? (['household_key'] as const) : []),
  ]
  const stood = { ...before, ...keysOf(before) }
  const was = Object.fromEntries(columns.map((key) => [key, stood[key]]))
  const becomes = Object.fromEntries(columns.map((key) => [key, after[key]]))
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
  address: contact.address,
  postcode: contact.postcode,
  ...keysOf(contact),
})

/** By what somebody is found, and who lives together: made of the rest, and undone with it (IMP-11). */
const keysOf = ({
  forename,
  surname,
  address,
  postcode,
}: Pick<ContactRecord, 'forename' | 'surname' | 'address' | 'postcode'>) => ({
  name_key: foldName(forename, surname),
  household_key: address && postcode ? `${foldName(postcode)}|${foldName(address)}` : null,
})
