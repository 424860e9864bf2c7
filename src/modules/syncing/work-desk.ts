import { readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { Refusal } from '../../platform/errors/index.ts'
import { isId } from '../../platform/ids/index.ts'
import { findPlan, findUpload, listPlans } from '../importing/index.ts'
import { findSchoolById, type School } from '../schools/index.ts'
import { beginScheduledRun, downloadOf } from './ask-wonde.ts'
import { carryOut, finishRun, ReadElsewhere } from './carry-out.ts'
import { folderOfRun, type HeldFile } from './files.ts'
import { fileAway, lookAtFolder, takenFiles, tidyFolder } from './folder.ts'
import type { SyncParts } from './parts.ts'
import { pushedFilesOf } from './receiving.ts'
import {
  noteOfRun,
  plansOfOlderRuns,
  queueAgain,
  runById,
  runsThatWait,
  runsUnderWay,
  type SyncRun,
  setFinished,
} from './runs.store.ts'
import { watchAge } from './staleness.ts'
import { settle, tell } from './telling.ts'

const folderEveryMs = 5_000
/** Somebody may have decided about a plan meanwhile. */
const waitingEveryMs = 30_000
const otherwiseEveryMs = 10 * 60_000
const mostTries = 5
const readElsewhereMs = 35_000

/**
 * Does everything that is due at one school, one thing after another; the caller holds the school's desk. `mayGoOn` is asked
 * between two runs. Gives the time at which there is next something to do.
 */
export async function workAtDesk(parts: SyncParts, schoolId: string, mayGoOn: () => boolean): Promise<Date> {
  const { db } = parts
  const school = await findSchoolById(db, schoolId)
  await lookAround(parts, school)
  const scheduled = await beginScheduledRun(parts, school)
  // Also before: newer files take the place of a plan that nobody decided about, and of no other.
  await settleWhatPeopleDecided(parts, school)
  await workOnRuns(parts, school, mayGoOn)
  await tidyRuns(parts, school)
  await settleWhatPeopleDecided(parts, school)
  const stale = await watchAge(parts, school)
  return nextDue(parts, school, [stale, scheduled])
}

/** A folder that cannot be looked at is no reason not to do the rest. */
async function lookAround(parts: SyncParts, school: School): Promise<void> {
  const { db, clock, log } = parts
  try {
    await lookAtFolder(parts, school)
    await tidyFolder(parts, school)
  } catch (error) {
    const words = error instanceof Refusal ? error.words : 'The watched folder could not be looked at.'
    log.error({ school: school.slug, error: error instanceof Error ? error.stack : String(error) }, words)
    const subject = 'The watched folder cannot be read'
    const link = `${parts.publicUrl}/schools/${school.slug}/settings/sync`
    await tell(db, { school, kind: 'refused', about: 'folder', words, to: 'sync.manage', subject, link, clock })
  }
}

/** In the order in which they came: while one has to be tried again the later ones wait, or its older files would undo theirs. */
async function workOnRuns(parts: SyncParts, school: School, mayGoOn: () => boolean): Promise<void> {
  const { db, clock } = parts
  for (const run of await db.inSchool(school.id, (trx) => runsUnderWay(trx, school.id))) {
    if (!mayGoOn() || run.notBefore > clock.now()) return
    if (!(await workOnRun(parts, school, run))) return
  }
}

/** False when it is to be tried again. One that took the process with it each time is given up like one that failed each time. */
async function workOnRun(parts: SyncParts, school: School, run: SyncRun): Promise<boolean> {
  const { db, clock, log } = parts
  const key = { schoolId: school.id, id: run.id }
  try {
    if (run.tries >= mostTries) throw new Error('the process ended each time that this was read')
    await carryOut(parts, { school, run, files: () => filesOf(parts, school, run) })
  } catch (error) {
    if (error instanceof ReadElsewhere || run.tries + 1 < mostTries) {
      const again =
        error instanceof ReadElsewhere
          ? { wait: readElsewhereMs, tries: run.tries }
          : { wait: 15_000 * 2 ** run.tries, tries: run.tries + 1 }
      const notBefore = new Date(clock.now().getTime() + again.wait)
      log.warn({ school: school.slug, run: run.id, error: String(error) }, 'a sync is tried again')
      await db.inSchool(school.id, (trx) => noteOfRun(trx, { ...key, notBefore, tries: again.tries }))
      return false
    }
    log.error(
      { school: school.slug, run: run.id, error: error instanceof Error ? error.stack : String(error) },
      'a sync failed',
    )
    await finishRun(parts, { school, run }, { state: 'refused', code: 'sync.fault', words: sayFault(run) })
  }
  await putAway(parts, school, run.id)
  return true
}

/** Nobody sends what Wonde is asked for, and where nothing came it is Wonde that fell silent. */
function sayFault({ source, uploadId }: SyncRun): string {
  if (source !== 'wonde')
    return 'Something went wrong here while it was read; the files are not to blame. Nothing was changed. Send them again.'
  const what = uploadId
    ? 'Something went wrong here while what Wonde gave was read.'
    : 'Not everything could be had from Wonde, however often it was asked.'
  return `${what} Nothing was changed. It is asked again at its next time, or at once with “Ask Wonde now” in the settings of the sync.`
}

/** What lies where for each way of arriving. */
async function filesOf(parts: SyncParts, school: School, run: SyncRun): Promise<HeldFile[]> {
  if (run.source === 'folder') return takenFiles(parts.inboxFolder, school, run.id)
  if (run.source === 'wonde') return downloadOf(parts, school, run)
  return pushedFilesOf(parts.dataFolder, school, run)
}

async function putAway(parts: SyncParts, school: School, runId: string): Promise<void> {
  const run = await parts.db.inSchool(school.id, (trx) => runById(trx, { schoolId: school.id, id: runId }))
  if (!run?.finishedAt) return
  if (run.source === 'folder') await fileAway(parts, school, run)
  else await rm(folderOfRun(parts.dataFolder, school, run.id), { recursive: true, force: true })
}

const hour = 3_600_000

/** What a process left behind that ended at the wrong moment: files of runs that are over, or that never came to be. */
async function tidyRuns({ db, dataFolder, clock }: SyncParts, school: School): Promise<void> {
  const folder = folderOfRun(dataFolder, school, '')
  for (const id of await readdir(folder).catch(() => [])) {
    const run = isId(id) ? await db.inSchool(school.id, (trx) => runById(trx, { schoolId: school.id, id })) : null
    const age = clock.now().getTime() - ((await stat(join(folder, id)).catch(() => null))?.mtimeMs ?? 0)
    if (run?.finishedAt || (!run && age > hour)) await rm(join(folder, id), { recursive: true, force: true })
  }
}

/**
 * A plan that waited was applied or thrown away by a person: then nobody need be told any more. One that was overtaken by another
 * import, or by an undo, is made again from the same files, and goes on waiting.
 */
async function settleWhatPeopleDecided({ db, clock }: SyncParts, school: School): Promise<void> {
  const schoolId = school.id
  for (const run of await db.inSchool(schoolId, (trx) => runsThatWait(trx, schoolId))) {
    const planId = await planOfRunIfAny({ db, school, run })
    const plan = planId ? await findPlan(db, school, planId).catch(() => null) : null
    if (plan?.state === 'ready') continue
    if (plan?.state === 'overtaken' && !(await areNewerApplied({ db, school, run }))) {
      await db.inSchool(schoolId, (trx) => queueAgain(trx, { schoolId, id: run.id, at: clock.now() }))
      continue
    }
    const applied = plan?.state === 'applied' || plan?.state === 'undone'
    const words = applied ? `${plan?.appliedBy ?? 'Somebody'} applied it.` : 'The plan was not applied.'
    await db.inSchool(schoolId, async (trx) => {
      const at = applied && plan?.appliedAt ? plan.appliedAt : clock.now()
      await setFinished(trx, { schoolId, id: run.id, state: applied ? 'applied' : 'thrown away', words, at })
      await settle(trx, { schoolId, kind: 'waits', about: run.id, how: words, clock })
    })
  }
}

/** Files of the same names that came later were imported since: what waits is older than what stands. */
async function areNewerApplied({ db, school, run }: PlanOfRun): Promise<boolean> {
  const plans = await db.inSchool(school.id, async (trx) => {
    const all = await listPlans(trx, school.id, 200)
    const older = await plansOfOlderRuns(trx, { schoolId: school.id, madeAt: run.madeAt })
    return all.filter(({ id }) => !older.has(id))
  })
  return plans.some(
    ({ state, madeAt, files }) =>
      state === 'applied' &&
      madeAt > run.madeAt &&
      run.files.every(({ name }) => files.some((file) => isOrIsIn(file.name, name))),
  )
}

/** The tables of a roster are named after its file. */
const isOrIsIn = (table: string, file: string) => table === file || table.startsWith(`${file} › `)

type PlanOfRun = { db: SyncParts['db']; school: School; run: SyncRun }

/** Somebody may have had the plan made again, from the same files: then that one counts. */
async function planOfRunIfAny({ db, school, run }: PlanOfRun): Promise<string | null> {
  if (!run.uploadId) return run.planId
  const upload = await findUpload(db, school, run.uploadId).catch(() => null)
  return upload?.planId ?? run.planId
}

async function nextDue({ db, clock }: SyncParts, school: School, times: (Date | null)[]): Promise<Date> {
  const now = clock.now().getTime()
  const { runs, waiting } = await db.inSchool(school.id, async (trx) => ({
    runs: await runsUnderWay(trx, school.id),
    waiting: await runsThatWait(trx, school.id),
  }))
  const all = [
    now + (school.settings.syncFolder ? folderEveryMs : otherwiseEveryMs),
    ...(waiting.length > 0 ? [now + waitingEveryMs] : []),
    ...runs.slice(0, 1).map(({ notBefore }) => Math.max(notBefore.getTime(), now)),
    ...times.flatMap((at) => (at ? [at.getTime()] : [])),
  ]
  return new Date(Math.min(...all))
}
