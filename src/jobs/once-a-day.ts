import { holdJournal } from '../modules/audit/index.ts'
import { forgetOldValues, noteCoverage } from '../modules/people/index.ts'
import { listSchools } from '../modules/schools/index.ts'
import type { Clock } from '../platform/clock/index.ts'
import type { Db } from '../platform/db/index.ts'
import type { Log } from '../platform/log/index.ts'

const anHour = 3_600_000

/**
 * Once a day for each school, until closed: counts how well its children can be reached, and forgets emails and numbers that nobody
 * has any more.
 */
export function startDailyWork(parts: { db: Db; clock: Clock; log: Log }): { close(): Promise<void> } {
  let running: Promise<void> = Promise.resolve()
  const go = () => {
    running = running
      .then(() => doDailyWork(parts))
      .catch((error) => parts.log.error({ error }, 'the work of the day was not done'))
  }
  const timer = setInterval(go, anHour)
  timer.unref()
  go()
  return {
    close: async () => {
      clearInterval(timer)
      await running
    },
  }
}

async function doDailyWork({ db, clock }: { db: Db; clock: Clock }): Promise<void> {
  for (const { id: schoolId, timeZone } of await listSchools(db)) {
    const day = clock.today(timeZone)
    await db.inSchool(schoolId, async (trx) => {
      if (!(await noteCoverage(trx, { schoolId, day, onlyOnce: true }))) return
      await holdJournal(trx, schoolId)
      await forgetOldValues(trx, schoolId)
    })
  }
}
