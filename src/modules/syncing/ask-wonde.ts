import { mkdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { Refusal } from '../../platform/errors/index.ts'
import { newId } from '../../platform/ids/index.ts'
import { outboundTo } from '../../platform/outbound/index.ts'
import type { WondeList } from '../importing/index.ts'
import type { School } from '../schools/index.ts'
import { fetchWonde, type ListProgress, noStaff } from './fetch-wonde.ts'
import { folderOfRun, type HeldFile } from './files.ts'
import type { SyncParts } from './parts.ts'
import { nextTime } from './rules/next-time.ts'
import { insertRun, noteOfRun, runsUnderWay, type SyncRun } from './runs.store.ts'
import { type Schedule, scheduleOf, setNextTime } from './schedules.store.ts'
import { openToken } from './schedules.ts'

const name = 'wonde.jsonl'
const staffName = 'wonde-staff.jsonl'

/**
 * Puts a run in the queue when the time of the school's schedule has come, and gives the next time. One that is still under way is not
 * begun twice.
 */
export async function beginScheduledRun({ db, clock }: SyncParts, school: School): Promise<Date | null> {
  const schoolId = school.id
  return db.inSchool(schoolId, async (trx) => {
    const schedule = await scheduleOf(trx, schoolId)
    if (!schedule) return null
    const now = clock.now()
    if (schedule.nextAt > now) return schedule.nextAt
    const underWay = (await runsUnderWay(trx, schoolId)).some(({ source }) => source === 'wonde')
    const id = newId()
    if (!underWay)
      await insertRun(trx, {
        id,
        schoolId,
        source: 'wonde',
        credentialId: null,
        scheduleId: schedule.id,
        actorName: `Wonde schedule, set up by ${schedule.setUpBy}`,
        files: [{ name, bytes: 0 }],
        digest: `wonde ${id}`,
        madeAt: now,
      })
    const at = nextTime(schedule.pattern, { after: now, timeZone: school.timeZone })
    await setNextTime(trx, { schoolId, id: schedule.id, at })
    return at
  })
}

/** Of which school a download is, how far it is, list by list, and why it goes on without staff. */
type Progress = {
  of: Schedule['settings']
  lists: Partial<Record<WondeList, ListProgress>>
  withoutStaff: string | null
}

/**
 * IMP-23: the download of a run, from where it was when it broke off: the pupils, and the staff where the school lets Wonde give them.
 * Without staff nothing is said of any of them, so nobody leaves.
 */
export async function downloadOf(parts: SyncParts, school: School, run: SyncRun): Promise<HeldFile[]> {
  const { db, dataFolder, secretBox, privateTargets } = parts
  const schedule = await scheduleOfRun(parts, school, run)
  const folder = folderOfRun(dataFolder, school, run.id)
  await mkdir(folder, { recursive: true, mode: 0o700 })
  let noted = progressOf(run, schedule.settings)
  const note = async (progress: Partial<Progress>) => {
    noted = { ...noted, ...progress }
    await db.inSchool(school.id, (trx) => noteOfRun(trx, { schoolId: school.id, id: run.id, progress: noted }))
  }
  const shared = {
    ...schedule.settings,
    token: openToken(secretBox, schedule),
    outbound: outboundTo(privateTargets),
    ...(parts.secondMs === undefined ? {} : { secondMs: parts.secondMs }),
  }
  const fetchList = async (list: WondeList, filename: string, path: string): Promise<HeldFile> => {
    const written = await stat(path).catch(() => null)
    const before = noted.lists[list]
    // The file may be gone, or on another machine: then from the beginning.
    const progress = before && written && written.size >= before.bytes ? before : null
    const noteList = (at: ListProgress) => note({ lists: { ...noted.lists, [list]: at } })
    await fetchWonde({ ...shared, list, path, progress, note: noteList })
    return { name: filename, path, bytes: (await stat(path)).size }
  }
  const files = [await fetchList('students', name, join(folder, '0'))]
  try {
    files.push(await fetchList('employees', staffName, join(folder, '1')))
    await note({ withoutStaff: null })
  } catch (error) {
    if (!(error instanceof Refusal) || error.code !== noStaff) throw error
    await note({ withoutStaff: error.words })
  }
  const now = await scheduleOfRun(parts, school, run)
  if (!isOf(schedule.settings, now.settings)) throw new Error('Wonde is to be asked for another school by now')
  return files
}

async function scheduleOfRun({ db }: SyncParts, school: School, run: SyncRun): Promise<Schedule> {
  const schedule = await db.inSchool(school.id, (trx) => scheduleOf(trx, school.id))
  if (schedule && schedule.id === run.scheduleId) return schedule
  throw new Refusal('wonde.ended', 'The schedule was ended before Wonde had given everything. Nothing was changed.')
}

/** Whether two settings mean the same school at Wonde: what came of another one is not to come in. */
const isOf = (one: Schedule['settings'], other: Schedule['settings'] | undefined): boolean =>
  one.address === other?.address && one.wondeSchool === other.wondeSchool

/** What Wonde did not give that a person may want to know of; null where it gave all that it is asked for. */
export const leftOutOf = (run: SyncRun): string | null =>
  run.source === 'wonde' ? (notesOf(run).withoutStaff ?? null) : null

/** Where the download goes on. One that was begun for another school, or by an earlier version, begins again. */
function progressOf(run: SyncRun, of: Schedule['settings']): Progress {
  const noted = notesOf(run)
  if (!noted.lists || !isOf(of, noted.of)) return { of, lists: {}, withoutStaff: null }
  return { of, lists: noted.lists, withoutStaff: noted.withoutStaff ?? null }
}

const notesOf = ({ progress }: SyncRun): Partial<Progress> => (progress ?? {}) as Partial<Progress>
