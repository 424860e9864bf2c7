import type { Clock } from '../../platform/clock/index.ts'
import type { Db, Trx } from '../../platform/db/index.ts'
import { Refusal } from '../../platform/errors/refusal.ts'
import type { School } from '../schools/index.ts'
import { lookForSigns } from './braking.ts'
import { changesOf, reasonsOf } from './changes-of-plan.ts'
import { type Deciding, decideAbsent, decideFamilies } from './deciding.ts'
import { copyEntries, moveEntries } from './entries.store.ts'
import { EntryWriter } from './entries.ts'
import { optOutsOfContacts } from './facts.store.ts'
import { type Beside, besideSnapshot } from './families/beside-snapshot.ts'
import type { FamilyRejection } from './families/gather-family.ts'
import { KeySet } from './families/hashes.ts'
import { loadKnownFamilies } from './families/known-families.store.ts'
import { oneAhead } from './families/one-ahead.ts'
import { type FamiliesRead, type RunFamily, readFamilies } from './families/read-families.ts'
import {
  countStaged,
  isInSnapshot,
  pupilsInNoFamily,
  pupilsOfGone,
  stageFamilies,
  stageGone,
} from './families/staged-families.store.ts'
import { hashesThatStand } from './families/standing-hashes.store.ts'
import { fetchPagesTogether, lookUpInIndexes } from './how-to-join.store.ts'
import { finishPlan, lastPlanWithTail, type Plan, type PlanWithTail } from './plans.store.ts'
import type { RowsDigested } from './reading/digest-of-rows.ts'
import type { Inspection } from './reading/inspect-files.ts'
import type { RejectedRow } from './records.ts'
import { insertRejected } from './rejected-rows.store.ts'
import { actAs } from './roles.store.ts'
import { heldByBrake, oddShare } from './rules/brakes.ts'
import { keysAtEnd, lookAt, type Seen, seenAtFirst } from './seen.ts'
import { countLinks, countStaff, whatStands } from './what-stands.store.ts'
import { contentsOfRun, plannedFile } from './what-was-read.ts'

export type Making = {
  school: School
  id: string
  inspection: Inspection
  digested: RowsDigested
  clock: Clock
  /** The last applied run, where this one says its part in the same way. */
  last: Plan | null
  /** Facts and settings are as that run left them. */
  stands: boolean
}

/** Reads, decides and stages a run, family by family, in one transaction. Nothing of people is changed. */
export async function makePlan(db: Db, making: Making): Promise<void> {
  const { school, id, inspection } = making
  const keys = { schoolId: school.id, planId: id }
  await db.inSchool(
    school.id,
    async (trx) => {
      await lookUpInIndexes(trx)
      if (making.stands) await fetchPagesTogether(trx)
      const read = await readRun(trx, making)
      const standing = await whatStands(trx, school.id)
      const lastFull = await lastPlanWithTail(trx, school.id)
      const deciding = decidingOf(trx, making, read)
      const wereRowsRefused = (making.last?.rows.rejected ?? 0) > 0
      const seen = await decideRun(deciding, { read, lastFull, wereRowsRefused })
      if (!deciding.contents.partial) refuseOtherSchool(seen, standing)
      const rejected = [...read.rejected, ...rejectedOfFamilies(seen.rejections, inspection)]
      await insertRejected(trx, keys, 0, rejected)
      const summary = await summarise(trx, { making, deciding, read, seen, standing, rejected, lastFull })
      await actAs(trx, 'app')
      await finishPlan(trx, { id, schoolId: school.id, ...summary, unchanged: false })
    },
    { role: 'import' },
  )
}

async function readRun(trx: Trx, making: Making): Promise<FamiliesRead> {
  const { school, id, inspection, digested, last, stands } = making
  const { partial, listsStaff, listsPupils } = contentsOfRun(inspection.files)
  const mayFollow = last !== null && last.families !== null && !partial && !listsStaff && listsPupils
  const expected = mayFollow ? { families: last.families ?? 0, rows: last.rows.read } : null
  const known = expected && (await loadKnownFamilies(trx, school.id, expected))
  return readFamilies({
    trx,
    plan: { schoolId: school.id, planId: id },
    inspection,
    digested,
    known,
    passOver: stands,
  })
}

function decidingOf(trx: Trx, { school, id, inspection, clock }: Making, read: FamiliesRead): Deciding {
  const keys = { schoolId: school.id, planId: id }
  return {
    trx,
    plan: keys,
    contents: contentsOfRun(inspection.files),
    says: new Set(inspection.files.flatMap((file) => file.resolved.map((column) => column.field))),
    settings: school.settings,
    today: clock.today(school.timeZone),
    write: new EntryWriter((entries) => copyEntries(trx, keys, entries)),
    spared: read.spared,
    sparedPupils: [],
    decidedPupils: new KeySet(),
    anyRenumbered: false,
    beside: { standing: new Map(), asBefore: new Set(), butForPoints: new Set() },
    isOnRecordCounted: true,
    decidedAdults: new Set(),
    optOuts: new Map(),
    staff: { records: [], points: new Map() },
    leftOut: new Map(),
    onRecord: { pupil: 0, adult: 0, link: 0, email: 0, phone: 0 },
    isBorneElsewhere: read.isBorneElsewhere,
    gone: null,
    nextLeaving: null,
  }
}

async function decideRun(
  deciding: Deciding,
  { read, lastFull, wereRowsRefused }: { read: FamiliesRead; lastFull: PlanWithTail | null; wereRowsRefused: boolean },
): Promise<Seen> {
  const { trx, plan } = deciding
  const seen = seenAtFirst(read)
  const follows = followsLast(deciding, read)
  deciding.optOuts = await optOutsOfContacts(trx, plan.schoolId)
  for await (const { families, beside } of oneAhead(familiesBeside(deciding, read, follows))) {
    for (const { spared } of families) for (const ref of spared) deciding.spared.add(ref)
    const chunk = await decideFamilies(deciding, families, beside)
    const keeping = { ...deciding, standing: beside.standing }
    lookAt(chunk, seen, { tail: lastFull?.tail.contacts ?? [], stands: (family) => isInSnapshot(family, keeping) })
    const comes = families.filter((family) => !seen.unchanged.has(family.id))
    seen.comes += comes.length
    await stageFamilies(trx, plan, { ...keeping, families: comes })
  }
  await read.clear()
  seen.known += deciding.decidedPupils.size
  await stageGone(trx, plan, { ids: read.lookedAtAgain(), isMeant: (id) => !seen.unchanged.has(id) })
  if (read.passedOver.families > 0) {
    const spared = wereRowsRefused ? await pupilsInNoFamily(trx, plan.schoolId) : []
    deciding.gone = [...(await pupilsOfGone(trx, plan)), ...spared]
  }
  await decideAbsent(deciding)
  await moveEntries(trx, plan)
  return seen
}

/** Families with how they stand beside the snapshot, where the run is compared with it. */
async function* familiesBeside(
  { trx, plan, contents }: Deciding,
  read: FamiliesRead,
  follows: boolean,
): AsyncGenerator<{ families: RunFamily[]; beside: Beside }> {
  for await (const families of read.families()) {
    const standing = follows ? await hashesThatStand(trx, plan.schoolId, { families, contents }) : new Map()
    yield { families, beside: besideSnapshot(families, standing, contents) }
  }
}

async function summarise(
  trx: Trx,
  facts: {
    making: Making
    deciding: Deciding
    read: FamiliesRead
    seen: Seen
    standing: { links: boolean; pupils: number }
    rejected: RejectedRow[]
    lastFull: PlanWithTail | null
  },
): Promise<Omit<Parameters<typeof finishPlan>[1], 'id' | 'schoolId' | 'unchanged'>> {
  const { making, deciding, read, seen, standing, rejected } = facts
  const { contents } = deciding
  const keys = deciding.plan
  const rowsRead = making.digested.rowsRead
  const changes = await changesOf(trx, keys, reasonsOf(deciding.leftOut))
  const { signs, tail } = await lookForSigns(trx, {
    keys,
    files: making.inspection.files.map(plannedFile),
    changes,
    rowsRead,
    rejected,
    whole: contents.listsPupils && !contents.partial,
    standing: standing.links,
    last: facts.lastFull,
    withContacts: seen.withContacts,
    tail: { pupils: keysAtEnd(seen.lastPupils), contacts: keysAtEnd(seen.lastContacts) },
    lastLines: read.lastLines,
    onRecord: read.passedOver.families === 0 && deciding.isOnRecordCounted ? deciding.onRecord : null,
    share: oddShare(making.school.settings),
  })
  const held = heldByBrake(
    {
      // They are many, and matter only where some of them end.
      linksStanding: changes.links.end > 0 ? await countLinks(trx, keys.schoolId) : 0,
      linksEnding: changes.links.end,
      pupilsOnRoll: standing.pupils,
      pupilsLeaving: changes.pupils.leave,
      staffHere: changes.members.leave > 0 ? await countStaff(trx, keys.schoolId) : 0,
      staffLeaving: changes.members.leave,
      contactRows: seen.contactRows,
      contactRowsWithoutId: seen.contactRowsWithoutId,
      hasContactIds: contents.hasContactIds,
      rowsRead,
      rowsRejected: rejected.length,
      ...signs,
    },
    making.school.settings,
  )
  return {
    rows: {
      read: rowsRead,
      used: seen.rowsUsed,
      rejected: rejected.length,
      merged: rowsRead - seen.rowsUsed - rejected.length,
    },
    changes,
    held,
    newYear: signs.newYear,
    staged: await countStaged(trx, keys),
    validUntil: earliest(deciding.nextLeaving, read.passedOver.families > 0 ? (making.last?.validUntil ?? null) : null),
    ...familiesLeft({ deciding, read, seen }),
    spared: deciding.sparedPupils,
    tail,
  }
}

/** A run that says everything of its people leaves its families behind, for the next to be compared with. */
function familiesLeft({
  deciding,
  read,
  seen,
}: {
  deciding: Deciding
  read: FamiliesRead
  seen: Seen
}): Pick<Plan, 'families' | 'follows'> {
  const families = read.passedOver.families + seen.unchanged.size + seen.comes
  const leaves = saysEverything(deciding, read) && !deciding.anyRenumbered
  return { families: leaves ? families : null, follows: followsLast(deciding, read) }
}

const saysEverything = ({ contents }: Deciding, { aligned }: FamiliesRead): boolean =>
  contents.listsPupils && !contents.partial && !contents.listsStaff && aligned

/** Only then may what stands in the snapshot wait as its key: a run of which the silence is looked at whole would take it for gone. */
const followsLast = (deciding: Deciding, read: FamiliesRead): boolean => saysEverything(deciding, read) && read.follows

const earliest = (one: string | null, other: string | null): string | null =>
  one === null || other === null ? (one ?? other) : one < other ? one : other

/** Rows of people with an id that others have too first, then those of pupils who are nobody here; each in the order of the files. */
function rejectedOfFamilies(rejections: FamilyRejection[], { files }: Inspection): RejectedRow[] {
  const sorted = rejections.toSorted((one, other) => one.of.localeCompare(other.of) || one.n - other.n)
  return sorted.map(({ of, fileNo, line, key, reason }) => ({
    file: files[fileNo]?.name ?? '',
    line,
    column: of === 'contact' ? idColumnOf(files[fileNo]) : null,
    value: of === 'contact' ? key.slice('id:'.length) : key.replace(/^[a-z]+:/, ''),
    reason,
  }))
}

const idColumnOf = (file: Inspection['files'][number] | undefined): string | null =>
  file?.resolved.find((column) => column.side === 'contact' && ['id', 'multipleId'].includes(column.meaning))
    ?.caption ?? null

/** A file whose pupils are nearly all strangers to a school that has pupils is not this school's. */
function refuseOtherSchool(file: Pick<Seen, 'pupils' | 'known'>, standing: { pupils: number }): void {
  if (standing.pupils < 20 || file.pupils < 20 || file.known * 10 >= file.pupils) return
  throw new Refusal(
    'file-of-another-school',
    `This looks like a file of another school: of the ${file.pupils} pupils in it, ${file.known} are known here, and this school has ${standing.pupils} on roll. Nothing was changed. Check that you chose the right file and the right school.`,
  )
}
