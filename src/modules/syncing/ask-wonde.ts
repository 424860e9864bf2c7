import { mkdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { Refusal } from '../../platform/errors/index.ts'
import { newId } from '../../platform/ids/index.ts'
import { outboundTo } from '../../platform/outbound/index.ts'
import type { School } from '../schools/index.ts'
import { fetchWonde, type WondeProgress } from './fetch-wonde.ts'
import { folderOfRun, type HeldFile } from './files.ts'
import type { SyncParts } from './parts.ts'
import { nextTime } from './rules/next-time.ts'
import { insertRun, noteOfRun, runsUnderWay, type SyncRun } from './runs.store.ts'
import { scheduleOf, setNextTime } from './schedules.store.ts'
import { openToken } from './schedules.ts'

const name = 'wonde.jsonl'

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

/** The download of a run, from where it was when it broke off. */
export async function downloadOf(parts: SyncParts, school: School, run: SyncRun): Promise<HeldFile[]> {
  const { db, dataFolder, secretBox, privateTargets } = parts
  const key = { schoolId: school.id, id: run.id }
  const schedule = await db.inSchool(school.id, (trx) => scheduleOf(trx, school.id))
  if (!schedule || schedule.id !== run.scheduleId)
    throw new Refusal('wonde.ended', 'The schedule was ended before Wonde was asked. Nothing was changed.')
  const folder = folderOfRun(dataFolder, school, run.id)
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const path = join(folder, '0')
  const written = await stat(path).catch(() => null)
  const noted = run.progress as WondeProgress | null
  await fetchWonde({
    ...schedule.settings,
    token: openToken(secretBox, schedule),
    path,
    // The file may be gone, or on another machine: then from the beginning.
    progress: noted && written && written.size >= noted.bytes ? noted : null,
    outbound: outboundTo(privateTargets),
    note: (progress) => db.inSchool(school.id, (trx) => noteOfRun(trx, { ...key, progress })),
    ...(parts.secondMs === undefined ? {} : { secondMs: parts.secondMs }),
  })
  return [{ name, path, bytes: (await stat(path)).size }]
}
