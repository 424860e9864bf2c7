import { hash } from 'node:crypto'
import type { Trx } from '../../platform/db/index.ts'
import type { Member, OptOutChannel } from '../people/index.ts'
import { decideLinks } from './deciding-links.ts'
import { decideGroups, decideMemberPoints, decideStaff } from './deciding-members.ts'
import type { EntryWriter } from './entries.ts'
import { candidatesFor, missingPupils, pupilsGone } from './facts.store.ts'
import type { Beside } from './families/beside-snapshot.ts'
import { type Chunk, chunkOf } from './families/chunk.ts'
import { keepByKeyOfList, takeOutPupils } from './families/gather-family.ts'
import type { KeySet } from './families/hashes.ts'
import type { RunFamily } from './families/read-families.ts'
import { rowOfPupil } from './pupil-as-row.ts'
import type { FileContents, PointRecord, PupilRecord, StaffRecord } from './records.ts'
import { decideMember, type PupilFacts } from './rules/decide-member.ts'
import type { ImportSettings } from './rules/decision.ts'
import {
  applicantPrefix,
  type Found,
  hasOtherForename,
  refsOfMember,
  takenByAnother,
  whichMember,
  whichMemberByTheRest,
} from './rules/which-member.ts'
import { isSpared } from './sparing.ts'

export type Deciding = {
  trx: Trx
  plan: { schoolId: string; planId: string }
  contents: FileContents
  /** Fields that some file of the run has a column for: of the others it says nothing (IMP-13). */
  says: Set<string>
  settings: ImportSettings
  /** `YYYY-MM-DD` */
  today: string
  write: EntryWriter
  /** References of people of whom a row could not be read: their silence says nothing (IMP-16). */
  spared: Set<string>
  /** Who of the pupils on record these are. */
  sparedPupils: string[]
  /** Pupils on record whom a row of the file was already found to be. */
  decidedPupils: KeySet
  /** The list knows a pupil on record by another key than before: who belongs together shows only once that stands. */
  anyRenumbered: boolean
  /** How these families stand beside the last run (IMP-6). */
  beside: Beside
  /** Adults of these families whose details are decided already: an adult with three children is decided once. */
  decidedAdults: Set<string>
  /** Contact key → what they opted out of, here or, and be it by another of their records, in the MIS (OPT-2). */
  optOuts: Map<string, OptOutChannel[]>
  staff: { records: StaffRecord[]; points: Map<string, PointRecord[]> }
  leftOut: Map<string, number>
  /** Of those who are on record and in the file: how many there are of each kind, to tell by how many change (IMP-10). */
  onRecord: { pupil: number; adult: number; link: number; email: number; phone: number }
  /** Nobody was passed over, so that it counts everybody. */
  isOnRecordCounted: boolean
  /** Whether another row of the run, or of what it passed over, bears one of these references. */
  isBorneElsewhere: (refs: string[], record: PupilRecord) => Promise<boolean>
  /** Keys of pupils whom the last run had and this one may not; null where everybody on roll is to be asked for. */
  gone: string[] | null
  /** The first day after today on which a pupil of the run leaves, as the file or what is on record says. */
  nextLeaving: string | null
}

/** Decides one lot of families and writes what changes as entries of the plan. Pupils who are nobody here are taken out of their families. */
export async function decideFamilies(deciding: Deciding, families: RunFamily[], beside: Beside): Promise<Chunk> {
  deciding.beside = beside
  deciding.decidedAdults.clear()
  deciding.write.beginFamilies()
  const chunk = chunkOf(families)
  deciding.staff.records.push(...chunk.staff)
  for (const { key } of chunk.staff) {
    const owner = `staff\u001f${key}`
    deciding.staff.points.set(owner, chunk.points.get(owner) ?? [])
  }
  const unknown = await decidePupils(deciding, chunk)
  const nobodys = chunk.pupils.filter(({ record }) => unknown.has(record.key))
  for (const [family, pupils] of Map.groupBy(nobodys, (pupil) => pupil.family))
    takeOutPupils(family, new Map(pupils.map(({ record: { key } }) => [key, unknown.get(key) ?? ''])))
  return chunk
}

/** What the silence of the whole run says: who has left. */
export async function decideAbsent(deciding: Deciding): Promise<void> {
  if (deciding.contents.listsPupils && !deciding.contents.partial) await decideMissingPupils(deciding)
  if (deciding.contents.listsStaff) await decideStaff(deciding)
  await deciding.write.flush()
}

export type Decided = {
  record: PupilRecord
  family: RunFamily
  pupilId: string
  standing: Member | null
  facts: PupilFacts | null
  comes: boolean
}

/** Returns the keys of pupils whose rows cannot be used, and why. */
async function decidePupils(deciding: Deciding, chunk: Chunk): Promise<Map<string, string>> {
  const unknown = new Map<string, string>()
  // IMP-21: an application says nothing of a pupil on roll, not even who it is.
  const records = chunk.pupils.flatMap(({ record }) => (record.status === 'pre-admission' ? [] : record))
  const candidates = await candidatesFor(deciding.trx, deciding.plan.schoolId, records)
  const decided: Decided[] = []
  const found = await findMembers(deciding, { chunk, records, candidates })
  for (const { record, family } of chunk.pupils) {
    if (record.status === 'pre-admission') {
      countLeftOut(deciding, { rule: 'IMP-18', reason: 'Not admitted yet: applicants do not come in' })
      continue
    }
    const { member, doubt } = found.get(record) ?? { member: null, doubt: null }
    if (member && deciding.decidedPupils.has(member.id)) {
      spare(deciding, record)
      unknown.set(record.key, `another row is the same pupil, ${member.forename} ${member.surname}`)
      continue
    }
    if (member) deciding.decidedPupils.add(member.id)
    if (member?.status === 'on roll' && member.misKey === record.key) deciding.onRecord.pupil += 1
    const onlyNamed = !deciding.contents.listsPupils || record.onlyNamed === true
    if (!member && (doubt || onlyNamed)) {
      spare(deciding, record)
      const nobody = 'no pupil on record fits; import the list of pupils first, or together with this file'
      unknown.set(record.key, doubt ?? nobody)
      continue
    }
    if (!member && isNameless(record, deciding.says)) {
      spare(deciding, record)
      unknown.set(record.key, 'no pupil on record fits, and a new one needs a name')
      continue
    }
    if (onlyNamed && member?.misKey) keepByKeyOfList(family, record.key, member.misKey)
    decided.push({ ...(await decideOnePupil(deciding, record, member)), family })
  }
  const coming = decided.filter((pupil) => pupil.comes)
  if (deciding.contents.listsContacts) await decideLinks(deciding, chunk, coming)
  await decideMemberPoints(
    deciding,
    chunk.points,
    coming.map((pupil) => ({
      owner: `pupil\u001f${pupil.record.key}`,
      memberId: pupil.pupilId,
      about: aboutPupil(pupil.pupilId, pupil.facts ?? pupil.standing),
      complete: !isSpared(deciding, pupil),
      family: pupil.family,
    })),
  )
  if (deciding.contents.listsGroups) await decideGroups(deciding, chunk, coming)
  return unknown
}

const NAMES = [
  'pupilForename',
  'pupilSurname',
  'pupilPreferredForename',
  'pupilPreferredSurname',
  'legalForename',
  'legalSurname',
]

/** Where no column gives names at all, the whole plan waits for one (see `whoComesNameless`). */
function isNameless(record: PupilRecord, says: ReadonlySet<string>): boolean {
  const { legalForename, legalSurname, preferredForename, preferredSurname } = record
  const names = [legalForename, legalSurname, preferredForename, preferredSurname]
  return names.every((name) => name === null) && NAMES.some((name) => says.has(name))
}

/** IMP-16: a pupil whose row could not be used is not taken for gone. */
function spare(deciding: Deciding, record: PupilRecord): void {
  for (const ref of record.refs) deciding.spared.add(ref)
}

/**
 * Who the records are. Whoever is found by a weak sign, while another row of the file is that pupil by a better one, is not; and of a
 * number beside another forename and a row with the very name and birth date, the name is the better one (IMP-25).
 */
async function findMembers(
  deciding: Deciding,
  { chunk, records, candidates }: { chunk: Chunk; records: PupilRecord[]; candidates: Member[] },
): Promise<Map<PupilRecord, Found>> {
  const found = new Map(records.map((record) => [record, whichMember(record, candidates)]))
  const named = new Set([...found.values()].flatMap(({ member, byNumber }) => (member && !byNumber ? member.id : [])))
  const isDoubted = ([record, { member, doubt, byNumber }]: [PupilRecord, Found]) =>
    doubt !== null || (member !== null && byNumber && named.has(member.id) && hasOtherForename(record, member))
  const doubted = new Set([...found].filter(isDoubted).map(([{ key }]) => key))
  const isAnother = (key: string, record: PupilRecord) =>
    key !== record.key && !doubted.has(key) && !key.startsWith(applicantPrefix)
  const settle = async (record: PupilRecord, one: Found) => {
    const refs = one.betterRefs
    const isTaken =
      refs.some((ref) => (chunk.bearing.get(ref) ?? []).some((key) => isAnother(key, record))) ||
      (refs.length > 0 && (await deciding.isBorneElsewhere(refs, record)))
    found.set(record, isTaken ? takenByAnother(one) : one)
  }
  for (const [record, one] of found) if (!doubted.has(record.key)) await settle(record, one)
  const claimed = new Set([...found].flatMap(([{ key }, { member }]) => (member && !doubted.has(key) ? member.id : [])))
  // A row that bears the old number of a child whom another row is may be somebody else, or a newcomer.
  const free = candidates.filter(({ id }) => !claimed.has(id))
  for (const record of records) if (doubted.has(record.key)) await settle(record, whichMemberByTheRest(record, free))
  return found
}

async function decideOnePupil(
  deciding: Deciding,
  record: PupilRecord,
  standing: Member | null,
): Promise<Omit<Decided, 'family'>> {
  const pupilId = standing?.id ?? derivedId(deciding.plan, 'pupil', record.key)
  // A file that does not list pupils only names them: it changes none of their facts.
  if (!deciding.contents.listsPupils || record.onlyNamed)
    return { record, pupilId, standing, facts: null, comes: standing?.status === 'on roll' }
  const decision = decideMember({ inFile: record, standing, says: deciding.says, today: deciding.today })
  noteLeaving(deciding, decision.act === 'keep' ? standing : decision.act === 'leave out' ? null : decision.after)
  if (decision.act === 'keep') return { record, pupilId, standing, facts: null, comes: standing?.status === 'on roll' }
  if (decision.act === 'leave out') {
    countLeftOut(deciding, decision)
    return { record, pupilId, standing, facts: null, comes: false }
  }
  const { after } = decision
  const changed = decision.act === 'add' ? null : decision.changed
  if (changed?.includes('misKey')) deciding.anyRenumbered = true
  await deciding.write.add({
    entity: 'pupil',
    act: decision.act,
    entityId: pupilId,
    ...aboutPupil(pupilId, after),
    rule: decision.rule,
    reason: decision.reason,
    before: standing && changed ? rowOfPupil(standing, changed, standing) : null,
    after: rowOfPupil(after, changed, standing, deciding.today),
  })
  return { record, pupilId, standing, facts: after, comes: after.status === 'on roll' }
}

function noteLeaving(deciding: Deciding, pupil: Pick<Member, 'leavingDate'> | null): void {
  const day = pupil?.leavingDate ?? null
  if (day !== null && day > deciding.today && day < (deciding.nextLeaving ?? '9999')) deciding.nextLeaving = day
}

async function decideMissingPupils(deciding: Deciding): Promise<void> {
  const { trx, plan, gone, decidedPupils } = deciding
  const missing =
    gone === null
      ? await missingPupils(trx, plan.schoolId, decidedPupils)
      : await pupilsGone(trx, plan.schoolId, { keys: gone, present: decidedPupils })
  for (const member of missing) {
    if (refsOfMember(member).some((ref) => deciding.spared.has(ref))) {
      deciding.sparedPupils.push(member.id)
      continue
    }
    await deciding.write.add({
      entity: 'pupil',
      act: 'leave',
      entityId: member.id,
      ...aboutPupil(member.id, member),
      rule: 'IMP-19',
      reason: 'No longer in the list of pupils',
      before: { status: member.status, left_on: member.leftOn },
      after: { status: 'leaver', left_on: deciding.today },
    })
  }
}

/** The same id whenever the same plan speaks of the same newcomer, without holding a list of them. */
export function derivedId(plan: { schoolId: string; planId: string }, kind: string, key: string): string {
  const hex = hash('sha256', `${plan.schoolId}|${plan.planId}|${kind}|${key}`)
  const variant = (0x8 | (Number.parseInt(hex.slice(16, 17), 16) & 0x3)).toString(16)
  // The plan's own time first, so that ids made together lie together.
  return `${plan.planId.slice(0, 13)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}

export function countLeftOut(deciding: Pick<Deciding, 'leftOut'>, why: { rule: string; reason: string }): void {
  const key = `${why.rule}\u001f${why.reason}`
  deciding.leftOut.set(key, (deciding.leftOut.get(key) ?? 0) + 1)
}

export function aboutPupil(
  pupilId: string,
  pupil: Pick<Member, 'forename' | 'surname' | 'admissionNumber' | 'registrationGroup' | 'year'> | null,
) {
  return {
    pupilId,
    pupilName: pupil ? `${pupil.forename} ${pupil.surname}` : null,
    admissionNumber: pupil?.admissionNumber ?? null,
    class: pupil?.registrationGroup ?? (pupil?.year ? `Year ${pupil.year}` : null),
    adultId: null as string | null,
    adultName: null as string | null,
  }
}
