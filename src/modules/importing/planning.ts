import { createHash } from 'node:crypto'
import type { Clock } from '../../platform/clock/index.ts'
import type { Db, Trx } from '../../platform/db/index.ts'
import { Refusal } from '../../platform/errors/refusal.ts'
import { isId, newId } from '../../platform/ids/index.ts'
import type { Actor } from '../audit/index.ts'
import type { School } from '../schools/index.ts'
import type { Tail } from './brakes.store.ts'
import { lookForSigns } from './braking.ts'
import { markChangedPupils } from './changed-pupils.store.ts'
import { type Deciding, decideSchool } from './deciding.ts'
import { EntryWriter } from './entries.ts'
import type { FormatName } from './formats/format.ts'
import { countLeftOut } from './leaving-out.store.ts'
import {
  type Changes,
  type Counts,
  clearDeadPlans,
  countAdultsEnding,
  countEntries,
  countStanding,
  factsChangedSince,
  factsVersion,
  finishPlan,
  giveUpOldPlans,
  insertEntries,
  insertPlan,
  insertRejected,
  lastAppliedPlan,
  type Plan,
  type PlannedFile,
  planById,
  plansOfSchool,
  setPlanState,
} from './plans.store.ts'
import { digestOfRows } from './reading/digest-of-rows.ts'
import { type Inspection, inspectFiles, type Mapping, type SourceFile } from './reading/inspect-files.ts'
import type { FileContents, RejectedRow } from './records.ts'
import { actAs } from './roles.store.ts'
import { heldByBrake } from './rules/brakes.ts'
import { isBesideDifferentPeople } from './rules/one-id-one-person.ts'
import {
  clearStaging,
  contactsSaidDifferently,
  countPrimaries,
  countStaged,
  makeRecordsOne,
  nextLeavingDate,
  takeOutContacts,
  takeOutPupils,
} from './staging.store.ts'
import { joinListedPupils, resolveWeakPupils, type StagedCounts, stageFiles } from './staging.ts'

export type PlanRequest = {
  school: School
  files: SourceFile[]
  format?: 'auto' | FormatName
  mapping?: Mapping
  actor: Actor
  clock: Clock
}

/**
 * Reads the files and works out what an import would do, without doing it (IMP-9). The plan is kept until it is applied,
 * thrown away or overtaken. Throws Refusals for files that cannot be read; nothing is changed by then.
 */
export async function planImport(db: Db, request: PlanRequest): Promise<Plan> {
  const { school, actor, clock } = request
  const inspection = await inspectFiles(request.files, {
    format: request.format ?? 'auto',
    today: clock.today(school.timeZone),
    ...(request.mapping ? { mapping: request.mapping } : {}),
  })
  const { digest, rowsRead } = await digestOfRows(inspection)
  const settingsHash = hashOfSettings(school)
  await tidyPlans(db, school, clock)
  const id = newId()
  const last = await db.inSchool(school.id, async (trx) => {
    await insertPlan(trx, {
      id,
      schoolId: school.id,
      files: inspection.files.map(plannedFile),
      factsVersion: await factsVersion(trx, school.id),
      settingsHash,
      digest,
      madeBy: actor.name,
      madeAt: clock.now(),
    })
    return runThatStands(trx, { school, settingsHash, today: clock.today(school.timeZone) })
  })
  if (last?.digest === digest) return finishUnchanged(db, { school, id, rowsRead, last })
  const standsOnLastRun = last !== null && speakAlike(inspection.files.map(plannedFile), last.files)
  try {
    await makePlan(db, { school, id, inspection, clock, standsOnLastRun })
  } catch (error) {
    await db.inSchool(school.id, (trx) => setPlanState(trx, { schoolId: school.id, id, state: 'failed' }))
    throw error
  }
  return findPlan(db, school, id)
}

const daysThatPlansWait = 7
const hoursThatPlanningLasts = 24

/** What broken-off and forgotten plans left behind goes, so that nothing of a family piles up. */
async function tidyPlans(db: Db, school: School, clock: Clock): Promise<void> {
  const before = (hours: number) => new Date(clock.now().getTime() - hours * 3_600_000)
  const weekAgo = before(daysThatPlansWait * 24)
  const old = { schoolId: school.id, brokenBefore: before(hoursThatPlanningLasts), waitingSince: weekAgo }
  await db.inSchool(school.id, (trx) => giveUpOldPlans(trx, old))
  await db.inSchool(school.id, (trx) => clearDeadPlans(trx, { schoolId: school.id, madeBefore: weekAgo }), {
    role: 'import',
  })
}

/** The last applied run, where its facts and settings still stand and no date has passed: what is said as then is decided as then. */
async function runThatStands(
  trx: Trx,
  now: { school: School; settingsHash: string; today: string },
): Promise<Plan | null> {
  const last = await lastAppliedPlan(trx, now.school.id)
  if (!last || last.settingsHash !== now.settingsHash || last.appliedVersion === null) return null
  if (last.validUntil !== null && last.validUntil <= now.today) return null
  // What was left out of it comes again (IMP-9).
  if ((await countLeftOut(trx, { schoolId: now.school.id, planId: last.id })) > 0) return null
  return (await factsChangedSince(trx, now.school.id, last.appliedVersion)) ? null : last
}

/** Whether two runs say their part in the same columns, so that they can be compared record by record. A delta cannot. */
function speakAlike(files: PlannedFile[], others: PlannedFile[]): boolean {
  // jsonb forgets the order of keys.
  const sorted = (facts: object) => Object.entries(facts).sort()
  const howTheySpeak = (run: PlannedFile[]) =>
    run
      .map(({ format, columns, contents }) => JSON.stringify([format, sorted(columns), sorted(contents)]))
      .sort()
      .join('\n')
  return !files.some((file) => file.contents.partial) && howTheySpeak(files) === howTheySpeak(others)
}

/** Those that were not decided anew, because the run says of them what the last one said, are known. */
function howManyAreKnown(
  decided: number,
  known: number,
  pupils: number | undefined,
): { pupils: number; known: number } {
  return pupils === undefined ? { pupils: decided, known } : { pupils, known: known + pupils - decided }
}

async function finishUnchanged(
  db: Db,
  plan: { school: School; id: string; rowsRead: number; last: Plan },
): Promise<Plan> {
  const { school, id, last } = plan
  await db.inSchool(school.id, (trx) =>
    finishPlan(trx, {
      id,
      schoolId: school.id,
      rows: { ...last.rows, read: plan.rowsRead },
      changes: noChanges(),
      held: null,
      staged: 0,
      validUntil: last.validUntil,
      unchanged: true,
      newYear: null,
      tail: null,
    }),
  )
  return findPlan(db, school, id)
}

async function makePlan(
  db: Db,
  plan: { school: School; id: string; inspection: Inspection; clock: Clock; standsOnLastRun: boolean },
): Promise<void> {
  const { school, id, inspection, clock } = plan
  const today = clock.today(school.timeZone)
  const keys = { schoolId: school.id, planId: id }
  await db.inSchool(
    school.id,
    async (trx) => {
      const rejected: RejectedRow[] = []
      const counts = await stageFiles(trx, {
        ...keys,
        inspection,
        onRejected: async (rows) => void rejected.push(...rows),
      })
      rejected.push(...(await rejectSharedIds(trx, keys, { inspection, spared: counts.spared })))
      await makeRecordsOne(trx, keys)
      await joinListedPupils(trx, keys)
      const lost = await resolveWeakPupils(trx, keys)
      rejected.push(
        ...(await rejectPupils(
          trx,
          keys,
          inspection,
          lost.map((key) => ({ key, reason: 'no pupil in the list of pupils fits' })),
        )),
      )
      const deciding: Deciding = {
        trx,
        plan: keys,
        contents: contentsOfRun(inspection.files),
        says: new Set(inspection.files.flatMap((file) => file.resolved.map((column) => column.field))),
        settings: school.settings,
        today,
        write: new EntryWriter((entries) => insertEntries(trx, keys, entries)),
        spared: counts.spared,
        decidedPupils: new Set(),
        identified: new Map(),
        decidedAdults: new Set(),
        leftOut: new Map(),
        sinceLastRun: null,
      }
      const standing = await countStanding(trx, school.id)
      const marked = plan.standsOnLastRun ? await markChangedPupils(trx, keys, deciding.contents) : null
      deciding.sinceLastRun = marked
      const outcome = await decideSchool(deciding)
      if (!deciding.contents.partial)
        refuseOtherSchool(howManyAreKnown(outcome.pupilsInFile, deciding.decidedPupils.size, marked?.pupils), standing)
      rejected.push(...(await rejectPupils(trx, keys, inspection, outcome.unknownPupils)))
      await insertRejected(trx, keys, 0, rejected)
      const summary = await summarise(trx, {
        keys,
        deciding,
        counts,
        standing,
        rejected,
        school,
        today,
        inspection,
      })
      await actAs(trx, 'app')
      await finishPlan(trx, { id, schoolId: school.id, ...summary, unchanged: false })
    },
    { role: 'import' },
  )
}

async function summarise(
  trx: Trx,
  facts: {
    keys: { schoolId: string; planId: string }
    deciding: Deciding
    counts: StagedCounts
    standing: { links: number; pupils: number }
    rejected: RejectedRow[]
    school: School
    today: string
    inspection: Inspection
  },
): Promise<Pick<Plan, 'rows' | 'changes' | 'held' | 'newYear' | 'staged' | 'validUntil'> & { tail: Tail | null }> {
  const { keys, counts, standing, school } = facts
  const changes = await changesOf(trx, keys, reasonsOf(facts.deciding.leftOut))
  const used = await countPrimaries(trx, keys)
  const { contents } = facts.deciding
  const { signs, tail } = await lookForSigns(trx, {
    keys,
    files: facts.inspection.files.map(plannedFile),
    changes,
    rowsRead: counts.read,
    rejected: facts.rejected,
    whole: contents.listsPupils && !contents.partial,
    standing: standing.links > 0,
  })
  const held = heldByBrake(
    {
      linksStanding: standing.links,
      linksEnding: changes.links.end,
      pupilsOnRoll: standing.pupils,
      pupilsLeaving: changes.pupils.leave,
      contactRows: counts.contactRows,
      contactRowsWithoutId: counts.contactRowsWithoutId,
      hasContactIds: contents.hasContactIds,
      rowsRead: counts.read,
      rowsRejected: facts.rejected.length,
      ...signs,
    },
    school.settings,
  )
  return {
    rows: {
      read: counts.read,
      used,
      rejected: facts.rejected.length,
      merged: counts.read - used - facts.rejected.length,
    },
    changes,
    held,
    newYear: signs.newYear,
    staged: await countStaged(trx, keys),
    validUntil: await nextLeavingDate(trx, keys, facts.today),
    tail,
  }
}

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
  changes.adults.end = await countAdultsEnding(trx, keys.schoolId, keys.planId)
  changes.leftOut = leftOut
  return changes
}

const reasonsOf = (leftOut: Map<string, number>): Changes['leftOut'] =>
  [...leftOut].map(([key, count]) => {
    const [rule = '', reason = ''] = key.split('\u001f')
    return { rule, reason, count }
  })

function noChanges(): Changes {
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

async function rejectPupils(
  trx: Trx,
  keys: { schoolId: string; planId: string },
  inspection: Inspection,
  pupils: { key: string; reason: string }[],
): Promise<RejectedRow[]> {
  const reasons = new Map(pupils.map(({ key, reason }) => [key, reason]))
  const rows = await takeOutPupils(trx, keys, [...reasons.keys()])
  return rows.map((row) => ({
    file: inspection.files[row.fileNo]?.name ?? '',
    line: row.line,
    column: null,
    value: row.key.replace(/^[a-z]+:/, ''),
    reason: reasons.get(row.key) ?? 'no pupil fits',
  }))
}

/** IMP-22: rows whose person id stands beside different people. Their pupils are spared, for the file was not silent of them. */
async function rejectSharedIds(
  trx: Trx,
  keys: { schoolId: string; planId: string },
  read: { inspection: Inspection; spared: Set<string> },
): Promise<RejectedRow[]> {
  const said = [...(await contactsSaidDifferently(trx, keys))].filter(([, people]) => isBesideDifferentPeople(people))
  if (said.length === 0) return []
  const namesOf = new Map(said.map(([key, people]) => [key, namesInWords(people)]))
  const { rows, refs } = await takeOutContacts(trx, keys, [...namesOf.keys()])
  for (const ref of refs) read.spared.add(ref)
  return rows.map(({ fileNo, line, key }) => ({
    file: read.inspection.files[fileNo]?.name ?? '',
    line,
    column: idColumnOf(read.inspection.files[fileNo]),
    value: key.slice('id:'.length),
    reason: `This person id stands beside different people (${namesOf.get(key)}), so it says nobody. Look at the id column of the report.`,
  }))
}

function namesInWords(people: { forename: string; surname: string }[]): string {
  const names = [...new Set(people.map(({ forename, surname }) => `${forename} ${surname}`.trim()))]
  return `${names.slice(0, 3).join(', ')}${names.length > 3 ? ` and ${names.length - 3} more` : ''}`
}

const idColumnOf = (file: Inspection['files'][number] | undefined): string | null =>
  file?.resolved.find((column) => column.side === 'contact' && ['id', 'multipleId'].includes(column.meaning))
    ?.caption ?? null

/** A file whose pupils are nearly all strangers to a school that has pupils is not this school's. */
function refuseOtherSchool(file: { pupils: number; known: number }, standing: { pupils: number }): void {
  if (standing.pupils < 20 || file.pupils < 20 || file.known * 10 >= file.pupils) return
  throw new Refusal(
    'file-of-another-school',
    `This looks like a file of another school: of the ${file.pupils} pupils in it, ${file.known} are known here, and this school has ${standing.pupils} on roll. Nothing was changed. Check that you chose the right file and the right school.`,
  )
}

/** What is kept of a file: how it was understood, none of its rows. */
const plannedFile = (file: Inspection['files'][number]): PlannedFile => ({
  name: file.name,
  path: file.path,
  format: file.format,
  why: file.why,
  encoding: file.encoding,
  delimiter: file.delimiter,
  columns: file.columns,
  unknownCaptions: file.unknownCaptions,
  warnings: file.warnings,
  contents: file.contents,
})

/** What the run as a whole is about: what any of its files is about. */
export function contentsOfRun(files: { contents: FileContents }[]): FileContents {
  const any = (of: (contents: FileContents) => boolean) => files.some((file) => of(file.contents))
  return {
    listsPupils: any((contents) => contents.listsPupils),
    listsContacts: any((contents) => contents.listsContacts),
    listsStaff: any((contents) => contents.listsStaff),
    listsGroups: any((contents) => contents.listsGroups),
    hasContactIds: any((contents) => contents.hasContactIds),
    ...partialOf(files),
  }
}

/** One file whose silence says nothing makes the silence of the run say nothing. */
function partialOf(files: { contents: FileContents }[]): Pick<FileContents, 'partial'> {
  const partial = files.flatMap(({ contents }) => contents.partial ?? [])
  return partial.length === 0 ? {} : { partial: partial.includes('all') ? 'all' : 'pupils' }
}

/** Throws a Refusal where there is none. */
export async function findPlan(db: Db, school: School, id: string): Promise<Plan> {
  const plan = isId(id) ? await db.inSchool(school.id, (trx) => planById(trx, school.id, id)) : null
  if (!plan) throw new Refusal('no-such-plan', `There is no plan “${id}” at ${school.name}.`)
  return plan
}

/** Plans and runs, newest first. */
export async function listPlans(trx: Trx, schoolId: string, limit = 20): Promise<Plan[]> {
  return plansOfSchool(trx, schoolId, ['ready', 'applied', 'undone'], limit)
}

/** The run whose facts stand, for the home page. */
export async function lastRun(trx: Trx, schoolId: string): Promise<Plan | null> {
  return lastAppliedPlan(trx, schoolId)
}

export async function throwAwayPlan(db: Db, wanted: { school: School; planId: string }): Promise<void> {
  const plan = await findPlan(db, wanted.school, wanted.planId)
  if (plan.state !== 'ready')
    throw new Refusal('plan-not-ready', `This plan is ${plan.state}; only a plan that waits can be thrown away.`)
  const { id: schoolId } = wanted.school
  await db.inSchool(schoolId, (trx) => setPlanState(trx, { schoolId, id: plan.id, state: 'thrown away' }))
  await db.inSchool(schoolId, (trx) => clearStaging(trx, schoolId, [plan.id]), { role: 'import' })
}

/** What of the settings decides an import. */
export function hashOfSettings(school: School): string {
  const { strategy, lowerPriorities, priorityUpTo, relationships, nonFamilyRelationships } = school.settings
  return createHash('sha256')
    .update(JSON.stringify([strategy, lowerPriorities, priorityUpTo, relationships, nonFamilyRelationships]))
    .digest('hex')
}
