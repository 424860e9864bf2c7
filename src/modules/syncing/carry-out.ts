import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { Refusal } from '../../platform/errors/index.ts'
import type { Actor } from '../audit/index.ts'
import {
  applyPlan,
  countEntriesLeftOut,
  findPlan,
  findUpload,
  forgetUpload,
  keepUpload,
  listMappings,
  listPlans,
  type Mapping,
  notesOfPlan,
  type Plan,
  planUpload,
  throwAwayPlan,
  type Upload,
} from '../importing/index.ts'
import { findSchoolById, type School } from '../schools/index.ts'
import { leftOutOf } from './ask-wonde.ts'
import { copiesOf, folderOfRun, type HeldFile } from './files.ts'
import type { SyncParts } from './parts.ts'
import { countChanges, whatToDoWithPlan } from './rules/what-to-do-with-plan.ts'
import {
  type Ending,
  latestRuns,
  noteOfRun,
  runById,
  runsThatWait,
  type SyncRun,
  setFinished,
  setWorking,
} from './runs.store.ts'
import { setOfFiles, settle, settleRefused, tell } from './telling.ts'

/** Somebody reads the same files at this moment, in this process or another: look again later. */
export class ReadElsewhere extends Error {}

const mostPlans = 3

/**
 * IMP-9, IMP-23: reads what a run brought, makes the plan, and applies it or leaves it to a person. May be called again for a
 * run that broke off anywhere: each step that was done is not done twice. Throws faults; what the files are to blame for ends the run.
 */
export async function carryOut(
  parts: SyncParts,
  { school, run, files }: { school: School; run: SyncRun; files: () => Promise<HeldFile[]> },
): Promise<void> {
  const { db, clock } = parts
  const key = { schoolId: school.id, id: run.id }
  await db.inSchool(school.id, (trx) => setWorking(trx, { ...key, at: clock.now() }))
  try {
    const upload = await handOver(parts, { school, run, files })
    const outcome = await decide(parts, { schoolId: school.id, run, uploadId: upload.id })
    const leftOut = leftOutOf((await db.inSchool(school.id, (trx) => runById(trx, key))) ?? run)
    const words = leftOut === null ? outcome.words : `${outcome.words} ${leftOut}`
    await finishRun(parts, { school, run }, { ...outcome, words })
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    await finishRun(parts, { school, run }, { state: 'refused', code: error.code, words: error.words })
  }
}

/** The files go where files of a page go, so that a person can look at them, say which column is which, and read them again. */
async function handOver(
  parts: SyncParts,
  { school, run, files }: { school: School; run: SyncRun; files: () => Promise<HeldFile[]> },
): Promise<Upload> {
  const { db, clock, dataFolder } = parts
  if (run.uploadId) return findUpload(db, school, run.uploadId)
  const brought = await files()
  if (brought.length === 0)
    throw new Refusal(
      'sync.files-gone',
      'The files are gone from the server before they could be read. Nothing was changed. Send them again.',
    )
  await forgetRefused(parts, { school, run })
  const copies = await copiesOf(brought, join(folderOfRun(dataFolder, school, run.id), 'copies'))
  const upload = await keepUpload(db, {
    school,
    dataFolder,
    files: copies.map(({ name, path, bytes }) => ({ filename: name, path, bytes })),
    mapping: await mappingOf(parts, school),
    actor: actorOf(run),
    clock,
  })
  await db.inSchool(school.id, (trx) => noteOfRun(trx, { schoolId: school.id, id: run.id, uploadId: upload.id }))
  await rm(folderOfRun(dataFolder, school, run.id), { recursive: true, force: true })
  return upload
}

/** The saved mapping that the school chose for what arrives. */
async function mappingOf({ db }: SyncParts, school: School): Promise<Mapping> {
  const name = school.settings.syncMapping
  if (name === '') return {}
  const saved = (await db.inSchool(school.id, (trx) => listMappings(trx, school.id))).find((one) => one.name === name)
  if (!saved)
    throw new Refusal(
      'sync.mapping-gone',
      `Arriving files are to be read with the saved mapping “${name}”, which is gone. Choose another one in the settings of the sync. Nothing was changed.`,
    )
  return saved.fields
}

const namesOf = ({ source, files }: Pick<SyncRun, 'source' | 'files'>) =>
  JSON.stringify([source, files.map(({ name }) => name).sort()])

/** Newer files of the same names take the place of those that could not be read. */
async function forgetRefused(parts: SyncParts, { school, run }: { school: School; run: SyncRun }): Promise<void> {
  const { db, dataFolder } = parts
  const lately = await db.inSchool(school.id, (trx) => latestRuns(trx, school.id, 100))
  for (const { id, state, uploadId, ...earlier } of lately) {
    if (id === run.id || state !== 'refused' || !uploadId || namesOf(earlier) !== namesOf(run)) continue
    await forgetUpload(db, { school, dataFolder, uploadId })
  }
}

/** IMP-9: a plan of newer files of the same names takes the place of those that nobody worked on yet. */
async function takePlaceOfWaiting(parts: SyncParts, { school, run }: { school: School; run: SyncRun }): Promise<void> {
  const { db, dataFolder, clock } = parts
  for (const earlier of await db.inSchool(school.id, (trx) => runsThatWait(trx, school.id))) {
    // One that was made again may be older than what waits.
    if (earlier.id === run.id || earlier.madeAt > run.madeAt || namesOf(earlier) !== namesOf(run)) continue
    if (!(await isOutOfTheWay(parts, { school, run, earlier }))) continue
    if (earlier.uploadId) await forgetUpload(db, { school, dataFolder, uploadId: earlier.uploadId })
    const words = 'Newer files came before anybody looked at this plan.'
    await db.inSchool(school.id, async (trx) => {
      await setFinished(trx, { schoolId: school.id, id: earlier.id, state: 'superseded', words, at: clock.now() })
      await settle(trx, { schoolId: school.id, kind: 'waits', about: earlier.id, how: 'newer files came', clock })
    })
  }
}

/** Throws the plan away where it still waits and nobody worked on it; false where a person is applying it at this moment. */
async function isOutOfTheWay(
  { db, clock }: SyncParts,
  { school, run, earlier: { planId, uploadId } }: { school: School; run: SyncRun; earlier: SyncRun },
): Promise<boolean> {
  if (!planId || (await isWorkedOn(db, school, planId))) return false
  const { state } = await findPlan(db, school, planId)
  if (state === 'overtaken') return !uploadId || !(await isMadeAgain(db, school, { planId, uploadId }))
  if (state !== 'ready') return false
  try {
    await throwAwayPlan(db, { school, planId, actor: actorOf(run), clock })
    return true
  } catch (error) {
    if (error instanceof Refusal && error.code === 'plan-not-ready') return false
    throw error
  }
}

/** A person had, or has at this moment, another plan made from the same files. */
async function isMadeAgain(
  db: SyncParts['db'],
  school: School,
  { planId, uploadId }: { planId: string; uploadId: string },
): Promise<boolean> {
  const upload = await findUpload(db, school, uploadId).catch(() => null)
  return upload !== null && upload.planId !== planId
}

/** Somebody wrote a note beside the plan, or left something out of it: that is not to be lost overnight. */
async function isWorkedOn(db: SyncParts['db'], school: School, planId: string): Promise<boolean> {
  return db.inSchool(school.id, async (trx) => {
    if ((await notesOfPlan(trx, school.id, planId)).length > 0) return true
    return (await countEntriesLeftOut(trx, { schoolId: school.id, planId })) > 0
  })
}

type Outcome = Omit<Ending, 'at'>

/** IMP-9: plans, and applies where that is for us to do. A plan that was overtaken while we looked at it is made again. */
async function decide(
  parts: SyncParts,
  { schoolId, run, uploadId }: { schoolId: string; run: SyncRun; uploadId: string },
): Promise<Outcome> {
  const { db, clock } = parts
  for (let round = 1; ; round += 1) {
    // As it is now: a download lasts long, and somebody may have switched applying off meanwhile, or chosen who comes in.
    const school = await findSchoolById(db, schoolId)
    const plan = await planOf(parts, { school, run, uploadId })
    await takePlaceOfWaiting(parts, { school, run })
    if (plan.state === 'applied') return applied(plan)
    const { syncApply } = school.settings
    const madeAgain = run.code === 'plan-overtaken'
    const verdict = whatToDoWithPlan(plan, { syncApply, madeAgain }, await runsApplied(parts, school))
    if (verdict.act === 'wait') return { state: 'waits', words: verdict.reason }
    try {
      return applied(await applyPlan(db, { school, planId: plan.id, actor: actorOf(run), clock }))
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      if (['columns-missing', 'families-not-told'].includes(error.code))
        return { state: 'waits', code: error.code, words: error.words }
      if (error.code !== 'plan-overtaken' || round === mostPlans) throw error
    }
  }
}

async function runsApplied({ db }: SyncParts, school: School): Promise<Plan[]> {
  const plans = await db.inSchool(school.id, (trx) => listPlans(trx, school.id, 200))
  return plans.filter(({ appliedAt }) => appliedAt !== null)
}

async function planOf(
  { db, clock, dataFolder }: SyncParts,
  { school, run, uploadId }: { school: School; run: SyncRun; uploadId: string },
): Promise<Plan> {
  const at = { school, dataFolder, clock, actor: actorOf(run) }
  const before = await findUpload(db, school, uploadId)
  // A plan that stands was made before a crash; one that was overtaken is made again from the same files.
  const standing = before.planId ? await findPlan(db, school, before.planId) : null
  if (standing && ['ready', 'applied'].includes(standing.state)) return standing
  const upload = await planUpload(db, { ...at, uploadId })
  if (upload.refusal) throw new Refusal(upload.refusal.code, upload.refusal.words)
  if (upload.state !== 'planned' || !upload.planId) throw new ReadElsewhere()
  const { planId } = upload
  await db.inSchool(school.id, (trx) => noteOfRun(trx, { schoolId: school.id, id: run.id, planId }))
  return findPlan(db, school, planId)
}

function applied(plan: Plan): Outcome {
  const changes = countChanges(plan.changes)
  if (plan.unchanged || changes === 0) return { state: 'unchanged', words: 'Nothing had changed.' }
  return { state: 'applied', words: changes === 1 ? '1 change was applied.' : `${changes} changes were applied.` }
}

/** The journal names the credential or the schedule, and who set it up. */
const actorOf = (run: SyncRun): Actor => ({ kind: 'service', accountId: null, name: run.actorName })

/** Ends the run, and tells people where it needs one of them. What an earlier run was told for is over when one succeeds. */
export async function finishRun(
  { db, clock, publicUrl }: SyncParts,
  { school, run }: { school: School; run: SyncRun },
  outcome: Outcome,
): Promise<void> {
  const schoolId = school.id
  await db.inSchool(schoolId, async (trx) => {
    await setFinished(trx, { schoolId, id: run.id, ...outcome, at: clock.now() })
    if (outcome.state !== 'refused') await settleRefused(trx, { schoolId, run, clock })
    if (outcome.state === 'applied' || outcome.state === 'unchanged')
      await settle(trx, { schoolId, kind: 'stale', about: 'sync', how: 'a sync succeeded', clock })
    if (outcome.state !== 'waits')
      await settle(trx, { schoolId, kind: 'waits', about: run.id, how: outcome.state, clock })
  })
  const imports = `${publicUrl}/schools/${school.slug}/imports`
  if (outcome.state === 'waits') {
    const planId = (await db.inSchool(schoolId, (trx) => runById(trx, { schoolId, id: run.id })))?.planId
    await tell(db, {
      school,
      kind: 'waits',
      about: run.id,
      words: `${sayWhence(run)} ${outcome.words} Nothing was changed yet.`,
      to: 'import.apply',
      subject: 'An import waits for you',
      link: planId ? `${imports}/${planId}` : imports,
      clock,
    })
  }
  if (outcome.state === 'refused')
    await tell(db, {
      school,
      kind: 'refused',
      about: setOfFiles(run),
      words: `${sayWhence(run)} ${outcome.words}`,
      to: 'import.apply',
      subject: run.source === 'wonde' ? 'Wonde could not be read' : 'Files from the MIS could not be read',
      link: `${publicUrl}/schools/${school.slug}/settings/sync`,
      clock,
    })
}

/** Wonde was asked, whether or not anything came of it. */
function sayWhence({ source, files, actorName }: SyncRun): string {
  if (source === 'wonde') return `${actorName}:`
  return `${files.map(({ name }) => name).join(', ')} came from ${actorName}.`
}
