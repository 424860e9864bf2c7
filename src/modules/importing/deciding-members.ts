import { newId } from '../../platform/ids/index.ts'
import { foldName, type Member } from '../people/index.ts'
import { type Decided, type Deciding, derivedId } from './deciding.ts'
import type { Entry } from './entries.ts'
import { entryOfPoint } from './entry-of-point.ts'
import { groupsNow, membershipsOf, pointsOfMembers, staffNow } from './facts.store.ts'
import type { Chunk } from './families/chunk.ts'
import type { RunFamily } from './families/read-families.ts'
import type { PointRecord, StaffRecord } from './records.ts'
import { decidePoints } from './rules/decide-details.ts'
import { pointsSaid } from './rules/points-said.ts'
import { isStaffSpared } from './rules/whom-staff-rows-spare.ts'
import { isSpared } from './sparing.ts'

const nobody = { pupilId: null, pupilName: null, admissionNumber: null, class: null, adultId: null, adultName: null }

/** Email and mobile of members themselves (IMP-1). */
export async function decideMemberPoints(
  deciding: Deciding,
  inFile: Map<string, PointRecord[]>,
  members: {
    owner: string
    memberId: string
    about: Omit<Entry, 'entity' | 'act' | 'entityId' | 'rule' | 'reason' | 'before' | 'after'>
    /** No row of theirs was rejected (IMP-16). */
    complete: boolean
    family: RunFamily | null
  }[],
): Promise<void> {
  const { trx, plan } = deciding
  const said = { pupil: pointsSaid(deciding.says, 'pupil'), staff: pointsSaid(deciding.says, 'staff') }
  const standing = await pointsOfMembers(
    trx,
    plan.schoolId,
    members.map(({ memberId }) => memberId),
  )
  for (const { owner, memberId, about, complete, family } of members) {
    // Who registered looks after their own details from then on.
    if (standing.get(memberId)?.some(({ origin }) => origin === 'web')) continue
    const points = {
      inFile: inFile.get(owner) ?? [],
      standing: standing.get(memberId) ?? [],
      optOuts: [],
      says: said[owner.startsWith('pupil') ? 'pupil' : 'staff'],
    }
    const decisions = decidePoints({ ...points, complete })
    if (family && !complete && decidePoints(points).length > 0) family.settled = false
    for (const decision of decisions) {
      await deciding.write.add({ ...about, ...entryOfPoint(decision, { adult_id: null, member_id: memberId }) })
    }
  }
}

/** Adult members: come, change, and leave with the staff list. */
export async function decideStaff(deciding: Deciding): Promise<void> {
  const records = deciding.staff.records.toSorted((one, other) => (one.key < other.key ? -1 : 1))
  const standing = await staffNow(deciding.trx, deciding.plan.schoolId)
  const byKey = new Map(standing.map((member) => [member.misKey, member]))
  for (const record of records) await decideOneOfStaff(deciding, record, byKey.get(record.key) ?? null)
  await decideStaffGone(
    deciding,
    standing,
    records.map(({ key }) => key),
  )
  const ids = records.map((record) => ({
    owner: `staff\u001f${record.key}`,
    memberId: byKey.get(record.key)?.id ?? derivedId(deciding.plan, 'staff', record.key),
    about: { ...nobody, class: 'Staff', adultName: `${record.forename} ${record.surname}` },
    complete: !isStaffSpared(deciding.spared, record.key),
    family: null,
  }))
  await decideMemberPoints(deciding, deciding.staff.points, ids)
}

/** IMP-19: who is missing from the list of staff. IMP-16: not whom a rejected row may have been about. */
async function decideStaffGone(deciding: Deciding, standing: Member[], keys: string[]): Promise<void> {
  const present = new Set(keys)
  for (const member of standing) {
    const { misKey } = member
    if (member.origin !== 'mis' || member.status === 'leaver' || present.has(misKey ?? '')) continue
    if (isStaffSpared(deciding.spared, misKey)) continue
    const before = { status: member.status, left_on: member.leftOn }
    const after = { status: 'leaver', left_on: deciding.today }
    await deciding.write.add({
      ...nobody,
      ...aboutStaff(member),
      act: 'leave',
      entityId: member.id,
      rule: 'IMP-19',
      reason: 'No longer in the list of staff',
      before,
      after,
    })
  }
}

async function decideOneOfStaff(deciding: Deciding, record: StaffRecord, standing: Member | null): Promise<void> {
  const { says } = deciding
  const after = {
    // What no column says stays (IMP-13).
    role: standing && !says.has('staffRole') ? standing.role : record.role,
    title: standing && !says.has('staffTitle') ? standing.title : record.title,
    forename: record.forename,
    surname: record.surname,
    mis_key: record.key,
    mis_id: record.misId,
    status: 'on roll',
    left_on: null,
    name_key: foldName(record.forename, record.surname),
  }
  const about = { ...nobody, ...aboutStaff(record) }
  if (!standing) {
    const entityId = derivedId(deciding.plan, 'staff', record.key)
    await deciding.write.add({
      ...about,
      act: 'add',
      entityId,
      rule: 'IMP-1',
      reason: 'A member of staff in the MIS',
      before: null,
      after,
    })
    return
  }
  const before = {
    role: standing.role,
    title: standing.title,
    forename: standing.forename,
    surname: standing.surname,
    status: standing.status,
    left_on: standing.leftOn,
  }
  const changed = (Object.keys(before) as (keyof typeof before)[]).filter((key) => before[key] !== after[key])
  if (changed.length === 0 || standing.origin !== 'mis') return
  const was = {
    ...Object.fromEntries(changed.map((key) => [key, before[key]])),
    name_key: foldName(before.forename, before.surname),
  }
  const becomes = { ...Object.fromEntries(changed.map((key) => [key, after[key]])), name_key: after.name_key }
  const why = changed.some((key) => key === 'status' || key === 'left_on')
    ? { rule: 'IMP-19', reason: 'Back in the list of staff' }
    : { rule: 'IMP-1', reason: `Changed in the MIS: ${changed.join(', ')}` }
  await deciding.write.add({
    ...about,
    act: 'update',
    entityId: standing.id,
    ...why,
    before: was,
    after: becomes,
  })
}

const aboutStaff = (person: { forename: string; surname: string }): Pick<Entry, 'entity' | 'adultName' | 'class'> => ({
  entity: 'member',
  adultName: `${person.forename} ${person.surname}`,
  class: 'Staff',
})

const fieldOfGroupKind: Record<string, string> = {
  registration: 'registrationGroup',
  year: 'year',
  house: 'house',
  class: 'class',
  'user-defined': 'group',
}

const isGroupKindSaid = (says: Set<string>, name: string): boolean =>
  says.has(fieldOfGroupKind[name.split('\u001f')[0] ?? ''] ?? '')

/** IMP-20: the groups of the MIS are read-only here and follow the file. */
export async function decideGroups(deciding: Deciding, chunk: Chunk, pupils: Decided[]): Promise<void> {
  const { trx, plan } = deciding
  const standing = await membershipsOf(
    trx,
    plan.schoolId,
    pupils.map(({ pupilId }) => pupilId),
  )
  const groups = await groupsNow(trx, plan.schoolId)
  for (const pupil of pupils) {
    const { record, pupilId } = pupil
    const inFile = chunk.groups.get(record.key) ?? []
    const wanted = new Map(inFile.map((group) => [`${group.kind}\u001f${group.name}`, group]))
    const now = standing.get(pupilId) ?? new Map<string, string>()
    const about = { ...nobody, pupilId }
    for (const [name, group] of wanted) {
      if (now.has(name)) continue
      const groupId = groups.get(name) ?? derivedId(plan, 'group', name)
      const why = { rule: 'IMP-20', reason: `In ${group.name} in the MIS` }
      if (!groups.has(name))
        await deciding.write.add(
          {
            ...nobody,
            ...why,
            entity: 'group',
            act: 'add',
            entityId: groupId,
            before: null,
            after: { kind: group.kind, name: group.name },
          },
          name,
        )
      await deciding.write.add({
        ...about,
        ...why,
        entity: 'group member',
        act: 'add',
        entityId: newId(),
        before: null,
        after: { group_id: groupId, member_id: pupilId },
      })
    }
    // A file of clubs says nothing of classes (IMP-13).
    const gone = [...now].filter(([name]) => !wanted.has(name) && isGroupKindSaid(deciding.says, name))
    const spared = isSpared(deciding, pupil)
    if (spared && gone.length > 0) pupil.family.settled = false
    for (const [name, groupId] of spared ? [] : gone) {
      const before = { group_id: groupId, member_id: pupilId }
      await deciding.write.add({
        ...about,
        entity: 'group member',
        act: 'end',
        entityId: null,
        rule: 'IMP-20',
        reason: `No longer in ${name.split('\u001f')[1]} in the MIS`,
        before,
        after: null,
      })
    }
  }
}
