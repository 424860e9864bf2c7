import { noteCoverage } from '../modules/people/index.ts'
import { listSchools } from '../modules/schools/index.ts'
import type { Clock } from '../platform/clock/index.ts'
import type { Db } from '../platform/db/index.ts'
import type { Log } from '../platform/log/index.ts'

const anHour = 3_600_000

/** Counts once a day for each school how well its children can be reached, until closed. */
export function startNotingCoverage(parts: { db: Db; clock: Clock; log: Log }): { close(): Promise<void> } {
  let running: Promise<void> = Promise.resolve()
  const go = () => {
    running = running
      .then(() => noteAll(parts))
      .catch((error) => parts.log.error({ error }, 'coverage was not counted'))
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

async function noteAll({ db, clock }: { db: Db; clock: Clock }): Promise<void> {
  for (const { id: schoolId, timeZone } of await listSchools(db)) {
    const day = clock.today(timeZone)
    await db.inSchool(schoolId, (trx) => noteCoverage(trx, { schoolId, day, onlyOnce: true }))
  }
}
