import { createHash } from 'node:crypto'
import type { Trx } from '../../platform/db/index.ts'
import { newId } from '../../platform/ids/index.ts'
import { adultsDecidedOthers, type Family, foldName, loadFamilies, type Member } from '../people/index.ts'
import { decideAdults } from './deciding-adults.ts'
import { decideGroups, decideMemberPoints, decideStaff } from './deciding-members.ts'
import { type Entry, type EntryWriter, entryOfIssue } from './entries.ts'
import { candidatesFor, missingPupils, openIssuesOf } from './facts.store.ts'
import type { FileContents, PupilRecord } from './records.ts'
import { decideMember, type PupilFacts } from './rules/decide-member.ts'
import {
  decidePupil,
  type FileContact,
  type LinkDecision,
  type LinkFacts,
  type StandingLink,
} from './rules/decide-pupil.ts'
import type { ImportSettings, RaisedIssue } from './rules/decision.ts'
import { type Found, refsOfMember, whichMember } from './rules/which-member.ts'
import { pupilsBearing, type StagedLink, stagedLinksOf, stagedPupilsAfter } from './staging.store.ts'

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
  /** References of pupils of whom a row could not be read: their silence says nothing (IMP-16). */
  spared: Set<string>
  /** Pupils on record whom a row of the file was already found to be. */
  decidedPupils: Set<string>
  /** Contacts found in this plan to be an adult on record, so that they are the same one for all their children. */
  identified: Map<string, string>
  /** Adults whose details are decided already: an adult with three children is decided once. */
  decidedAdults: Set<string>
  leftOut: Map<string, number>
  /**
   * Where the facts are still those that the last run left behind: only pupils of whom the files say anything else are
   * decided, and of those gone since. Null decides everybody.
   */
  sinceLastRun: { gone: string[] } | null
}

const pupilsAtOnce = 500

/** Walks the staged pupils in key order and writes what changes as entries of the plan. Returns pupils who are nobody here. */
export async function decideSchool(
  deciding: Deciding,
): Promise<{ unknownPupils: UnknownPupil[]; pupilsInFile: number }> {
  const unknownPupils: UnknownPupil[] = []
  let pupilsInFile = 0
  let after = ''
  for (;;) {
    const page = { after, limit: pupilsAtOnce, onlyChanged: deciding.sinceLastRun !== null }
    const records = await stagedPupilsAfter(deciding.trx, deciding.plan, page)
    if (records.length === 0) break
    after = records.at(-1)?.key ?? after
    pupilsInFile += records.length
    unknownPupils.push(...(await decideChunk(deciding, records)))
  }
  if (deciding.contents.listsPupils && !deciding.contents.partial) await decideMissingPupils(deciding)
  if (deciding.contents.listsStaff) await decideStaff(deciding)
  await deciding.write.flush()
  return { unknownPupils, pupilsInFile }
}

/** A pupil of the file whose rows cannot be used. */
type UnknownPupil = { key: string; reason: string }

type Decided = {
  record: PupilRecord
  pupilId: string
  standing: Member | null
  facts: PupilFacts | null
  comes: boolean
}

async function decideChunk(deciding: Deciding, records: PupilRecord[]): Promise<UnknownPupil[]> {
  const unknown: UnknownPupil[] = []
  const candidates = await candidatesFor(deciding.trx, deciding.plan.schoolId, records)
  const decided: Decided[] = []
  const found = await findMembers(deciding, records, candidates)
  for (const record of records) {
    if (record.status === 'pre-admission') {
      // IMP-21: neither an application nor a link that hangs on one says anything of a pupil on roll.
      countLeftOut(deciding, { rule: 'IMP-18', reason: 'Not admitted yet: applicants do not come in' })
      continue
    }
    const { member, doubt } = found.get(record) ?? { member: null, doubt: null }
    if (member && deciding.decidedPupils.has(member.id)) {
      spare(deciding, record)
      unknown.push({ key: record.key, reason: `another row is the same pupil, ${member.forename} ${member.surname}` })
      continue
    }
    if (member) deciding.decidedPupils.add(member.id)
    const onlyNamed = !deciding.contents.listsPupils || record.onlyNamed === true
    if (!member && (doubt || onlyNamed)) {
      spare(deciding, record)
      unknown.push({
        key: record.key,
        reason: doubt ?? 'no pupil on record fits; import the list of pupils first, or together with this file',
      })
      continue
    }
    decided.push(await decideOnePupil(deciding, record, member))
  }
  const coming = decided.filter((pupil) => pupil.comes)
  if (deciding.contents.listsContacts) await decideLinks(deciding, coming)
  await decideMemberPoints(
    deciding,
    coming.map(({ record, pupilId, facts, standing }) => ({
      owner: `pupil\u001f${record.key}`,
      memberId: pupilId,
      about: aboutPupil(pupilId, facts ?? standing),
    })),
  )
  if (deciding.contents.listsGroups)
    await decideGroups(
      deciding,
      coming.map(({ record, pupilId }) => ({ key: record.key, pupilId })),
    )
  return unknown
}

/** IMP-16: a pupil whose row could not be used is not taken for gone. */
function spare(deciding: Deciding, record: PupilRecord): void {
  for (const ref of record.refs) deciding.spared.add(ref)
}

/** Who the records are. Whoever is found by a weak sign, while another row of the file is that pupil by a better one, is not (IMP-25). */
async function findMembers(
  deciding: Deciding,
  records: PupilRecord[],
  candidates: Member[],
): Promise<Map<PupilRecord, Pick<Found, 'member' | 'doubt'>>> {
  const found = new Map(records.map((record) => [record, whichMember(record, candidates)]))
  const refs = [...new Set([...found.values()].flatMap(({ betterRefs }) => betterRefs))]
  if (refs.length === 0) return found
  const bearing = await pupilsBearing(deciding.trx, deciding.plan, refs)
  const isTaken = (record: PupilRecord, { betterRefs }: Found) =>
    betterRefs.some((ref) => (bearing.get(ref) ?? []).some((key) => key !== record.key))
  return new Map(
    [...found].map(([record, one]) => [record, isTaken(record, one) ? { member: null, doubt: null } : one]),
  )
}

async function decideOnePupil(deciding: Deciding, record: PupilRecord, standing: Member | null): Promise<Decided> {
  const pupilId = standing?.id ?? derivedId(deciding.plan, 'pupil', record.key)
  // A file that does not list pupils only names them: it changes none of their facts.
  if (!deciding.contents.listsPupils || record.onlyNamed)
    return { record, pupilId, standing, facts: null, comes: standing?.status === 'on roll' }
  const decision = decideMember({ inFile: record, standing, today: deciding.today })
  if (decision.act === 'keep') return { record, pupilId, standing, facts: null, comes: standing?.status === 'on roll' }
  if (decision.act === 'leave out') {
    countLeftOut(deciding, decision)
    return { record, pupilId, standing, facts: null, comes: false }
  }
  const { after } = decision
  const changed = decision.act === 'add' ? null : decision.changed
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

async function decideLinks(deciding: Deciding, pupils: Decided[]): Promise<void> {
  const { trx, plan } = deciding
  const staged = Map.groupBy(
    await stagedLinksOf(
      trx,
      plan,
      pupils.map(({ record }) => record.key),
    ),
    (link) => link.pupilKey,
  )
  const standingIds = pupils.flatMap(({ standing }) => (standing ? [standing.id] : []))
  const families = new Map(
    (await loadFamilies(trx, { schoolId: plan.schoolId, pupilIds: standingIds })).map((family) => [
      family.pupil.id,
      family,
    ]),
  )
  const openIssues = Map.groupBy(await openIssuesOf(trx, plan.schoolId, standingIds), (issue) => issue.pupilId ?? '')
  const adultIds = [...families.values()].flatMap((family) => family.links.map((link) => link.adultId))
  const others = await adultsDecidedOthers(trx, { schoolId: plan.schoolId, adultIds })
  const kept: { contact: StagedLink; adultId: string; pupil: Decided }[] = []
  for (const pupil of pupils) {
    const links = staged.get(pupil.record.key) ?? []
    const decision = decidePupil({
      contacts: links.map((link) =>
        contactOf({ ...link, adultId: link.adultId ?? deciding.identified.get(link.contact.key) ?? null }),
      ),
      links: standingLinksOf(families.get(pupil.pupilId), others),
      settings: deciding.settings,
      complete: deciding.contents.partial !== 'all' && !pupil.record.refs.some((ref) => deciding.spared.has(ref)),
      unsaid: { priority: !deciding.says.has('priority'), relationship: !deciding.says.has('relationship') },
    })
    for (const link of decision.links) {
      const contact = links.find((one) => one.contact.key === link.contact?.contactKey)
      const adultId =
        link.link?.adultId ?? link.contact?.adultId ?? derivedId(plan, 'contact', link.contact?.contactKey ?? '')
      const comes = link.act !== 'leave out' && link.act !== 'end'
      if (contact && comes && link.contact?.adultId === null) deciding.identified.set(contact.contact.key, adultId)
      await writeLink(deciding, { pupil, decision: link, contact: contact ?? null, adultId })
      if (contact && comes) kept.push({ contact, adultId, pupil })
    }
    const raised = decision.issues.map((issue) => ({
      ...issue,
      pupilId: pupil.pupilId,
      key: `${issue.key}|${pupil.pupilId}`,
    }))
    await writeIssues(deciding, {
      raised: withAdultIds(raised, links, plan),
      open: openIssues.get(pupil.pupilId) ?? [],
      about: aboutPupil(pupil.pupilId, pupil.facts ?? pupil.standing),
    })
  }
  await decideAdults(
    deciding,
    kept.map(({ contact, adultId, pupil }) => ({
      contactKey: contact.contact.key,
      contact: contact.contact,
      adultId,
      about: aboutPupil(pupil.pupilId, pupil.facts ?? pupil.standing),
    })),
  )
}

/** An issue about a contact who comes in with this very plan points to the adult to be. */
function withAdultIds(
  issues: RaisedIssue[],
  links: StagedLink[],
  plan: { schoolId: string; planId: string },
): RaisedIssue[] {
  return issues.map((issue) => {
    if (issue.adultId !== null || !issue.kind.startsWith('held')) return issue
    const contact = links.find((link) => issue.key.includes(link.contact.key))
    return contact ? { ...issue, adultId: derivedId(plan, 'contact', contact.contact.key) } : issue
  })
}

async function writeLink(
  deciding: Deciding,
  {
    pupil,
    decision,
    contact,
    adultId,
  }: { pupil: Decided; decision: LinkDecision; contact: StagedLink | null; adultId: string },
): Promise<void> {
  const about = {
    ...aboutPupil(pupil.pupilId, pupil.facts ?? pupil.standing),
    adultId,
    adultName: nameOf(decision.contact ?? decision.link),
  }
  const why = { rule: decision.rule, reason: decision.reason }
  const { link } = decision
  const write = (entry: Pick<Entry, 'entity' | 'act' | 'entityId' | 'before' | 'after'>) =>
    deciding.write.add({ ...about, ...why, ...entry })
  if (decision.act === 'leave out') countLeftOut(deciding, decision)
  if (decision.act === 'add') {
    const after = {
      ...rowOfLink(decision.after),
      pupil_id: pupil.pupilId,
      adult_id: adultId,
      started_on: deciding.today,
    }
    await write({ entity: 'link', act: 'add', entityId: newId(), before: null, after })
  }
  if (decision.act === 'update' && link) {
    await write({
      entity: 'link',
      act: 'update',
      entityId: link.id,
      before: rowOfLink(link),
      after: rowOfLink(decision.after),
    })
  }
  if (decision.act === 'end' && link) {
    const after = { ended_on: deciding.today, end_reason: decision.reason }
    await write({ entity: 'link', act: 'end', entityId: link.id, before: { ended_on: null, end_reason: null }, after })
  }
  if (decision.act === 'make prime' && link) {
    await write({ entity: 'prime', act: 'update', entityId: link.id, before: { prime: false }, after: { prime: true } })
  }
  if (!contact || decision.act === 'leave out' || decision.act === 'end') return
  if (contact.adultId === null)
    await deciding.write.add(
      {
        ...about,
        ...why,
        entity: 'mis id',
        act: 'add',
        entityId: adultId,
        before: null,
        after: { mis_key: contact.contact.key, mis_id: contact.contact.misId, adult_id: adultId },
      },
      contact.contact.key,
    )
  const before = link?.courtOrder.flag ?? 'unknown'
  // Of two records that are one adult here, a flag of either counts.
  const after = decision.contact?.courtOrder ?? contact.link.courtOrder
  // A flag that the source does not carry says nothing about one that it once carried (IMP-13).
  if (after !== 'unknown' && after !== before) {
    const why14 = {
      rule: 'IMP-14',
      reason:
        after === 'yes' ? 'The MIS flags a court order: held until a person decides' : 'The MIS flags no court order',
    }
    const key = { pupil_id: pupil.pupilId, adult_id: adultId }
    await deciding.write.add({
      ...about,
      ...why14,
      entity: 'court order',
      act: before === 'unknown' ? 'add' : 'update',
      entityId: null,
      before: before === 'unknown' ? null : { ...key, flag: before },
      after: { ...key, flag: after },
    })
  }
}

/** Raises what is new and settles what the file no longer gives cause for. */
export async function writeIssues(
  deciding: Deciding,
  facts: {
    raised: RaisedIssue[]
    open: { id: string; key: string; kind: string }[]
    about: ReturnType<typeof aboutPupil>
  },
): Promise<void> {
  for (const issue of facts.raised) {
    if (!facts.open.some((one) => one.key === issue.key))
      await deciding.write.add(entryOfIssue(issue, newId(), facts.about), issue.key)
  }
  for (const issue of facts.open) {
    if (facts.raised.some((one) => one.key === issue.key)) continue
    await deciding.write.add({
      ...facts.about,
      entity: 'issue',
      act: 'end',
      entityId: issue.id,
      rule: 'IMP-7',
      reason: `No longer so: ${issue.kind}`,
      before: null,
      after: null,
    })
  }
}

async function decideMissingPupils(deciding: Deciding): Promise<void> {
  const gone = deciding.sinceLastRun ? new Set(deciding.sinceLastRun.gone) : null
  for (const member of await missingPupils(deciding.trx, deciding.plan.schoolId, deciding.decidedPupils)) {
    if (gone && !gone.has(member.misKey ?? '')) continue
    if (refsOfMember(member).some((ref) => deciding.spared.has(ref))) continue
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
  const digest = createHash('sha256').update(`${plan.schoolId}|${plan.planId}|${kind}|${key}`).digest()
  digest.writeUInt8(0x80 | ((digest[6] ?? 0) & 0x0f), 6)
  digest.writeUInt8(0x80 | ((digest[8] ?? 0) & 0x3f), 8)
  const hex = digest.toString('hex').slice(0, 32)
  // The plan's own time first, so that ids made together lie together.
  return `${plan.planId.slice(0, 13)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}

function countLeftOut(deciding: Pick<Deciding, 'leftOut'>, why: { rule: string; reason: string }): void {
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

const nameOf = (person: { forename: string; surname: string } | null): string | null =>
  person ? `${person.forename} ${person.surname}` : null

export const contactOf = ({ link, contact, adultId, optedOut, idBelongsTo }: StagedLink): FileContact => ({
  contactKey: contact.key,
  adultId,
  title: contact.title,
  forename: contact.forename,
  surname: contact.surname,
  relationship: link.relationship,
  priority: link.priority,
  parentalResponsibility: link.parentalResponsibility,
  courtOrder: link.courtOrder,
  livesWith: link.livesWith,
  optedOut: optedOut || contact.optedOut === 'yes',
  idBelongsTo,
})

export const standingLinksOf = (family: Family | undefined, others?: Map<string, string[]>): StandingLink[] =>
  (family?.links ?? []).map((link) => ({
    id: link.id,
    adultId: link.adultId,
    title: link.adult.title,
    forename: link.adult.forename,
    surname: link.adult.surname,
    origin: link.origin,
    prime: link.prime,
    relationship: link.relationship,
    priority: link.priority,
    parentalResponsibility: link.parentalResponsibility,
    livesWith: link.livesWith,
    endedOn: link.endedOn,
    courtOrder: link.courtOrder,
    optedOut: link.adult.optOuts.includes('all'),
    knownToMis: link.adult.misIds.length > 0,
    notSame: others?.get(link.adultId) ?? [],
  }))

const rowOfLink = (facts: LinkFacts) => ({
  relationship: facts.relationship,
  priority: facts.priority,
  parental_responsibility: facts.parentalResponsibility,
  lives_with: facts.livesWith,
  prime: facts.prime,
})

/** The pupil's facts as columns: all for a newcomer, else those that change. */
function rowOfPupil(
  facts: PupilFacts,
  changed: (keyof PupilFacts)[] | null,
  standing: Member | null,
  today?: string,
): Record<string, unknown> {
  const all: Record<keyof PupilFacts, [string, unknown]> = {
    misKey: ['mis_key', facts.misKey],
    misId: ['mis_id', facts.misId],
    admissionNumber: ['admission_number', facts.admissionNumber],
    upn: ['upn', facts.upn],
    forename: ['forename', facts.forename],
    surname: ['surname', facts.surname],
    legalForename: ['legal_forename', facts.legalForename],
    legalSurname: ['legal_surname', facts.legalSurname],
    birthDate: ['birth_date', facts.birthDate],
    year: ['year', facts.year],
    registrationGroup: ['registration_group', facts.registrationGroup],
    house: ['house', facts.house],
    leavingDate: ['leaving_date', facts.leavingDate],
    status: ['status', facts.status],
  }
  const keys = changed ?? (Object.keys(all) as (keyof PupilFacts)[])
  const row = Object.fromEntries(keys.map((key) => all[key]))
  if (keys.some((key) => ['forename', 'surname', 'legalForename', 'legalSurname'].includes(key))) {
    row.name_key = foldName(facts.forename, facts.surname, ...legalNameIfOther(facts))
  }
  if (keys.includes('status'))
    row.left_on = facts.status === 'leaver' ? (facts.leavingDate ?? standing?.leftOn ?? today ?? null) : null
  return row
}

function legalNameIfOther(facts: PupilFacts): (string | null)[] {
  const legal = foldName(facts.legalForename, facts.legalSurname)
  return legal === '' || legal === foldName(facts.forename, facts.surname)
    ? []
    : [facts.legalForename, facts.legalSurname]
}
