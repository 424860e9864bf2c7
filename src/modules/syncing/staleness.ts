import type { Clock } from '../../platform/clock/index.ts'
import type { Db } from '../../platform/db/index.ts'
import { lastRun } from '../importing/index.ts'
import type { School } from '../schools/index.ts'
import { credentialsOf } from './credentials.store.ts'
import { looksOf } from './looks.store.ts'
import { type Notice, openNotices } from './notices.store.ts'
import type { SyncParts } from './parts.ts'
import { type SyncAge, staleFrom } from './rules/is-stale.ts'
import { lastSuccess } from './runs.store.ts'
import { scheduleOf } from './schedules.store.ts'
import { settle, tell } from './telling.ts'

/** By what the age of a school's sync is judged. */
export async function ageOfSync(db: Db, school: School): Promise<SyncAge> {
  return db.inSchool(school.id, async (trx) => {
    const used = (await credentialsOf(trx, school.id)).filter((one) => !one.endedAt && one.lastUsedAt)
    const begun = [
      ...used.map(({ madeAt }) => madeAt),
      (await scheduleOf(trx, school.id))?.setUpAt,
      (await looksOf(trx, school.id)).watchedSince,
    ].flatMap((at) => (at ? [at.getTime()] : []))
    return {
      since: begun.length === 0 ? null : new Date(Math.min(...begun)),
      lastSuccess: await lastSuccess(trx, school.id),
      lastApplied: (await lastRun(trx, school.id))?.appliedAt ?? null,
    }
  })
}

/**
 * IMP-23: tells once that the school's data grows old, and takes it back when a sync, or a person, freshened it. Gives the time of the
 * next alert.
 */
export async function watchAge(parts: SyncParts, school: School): Promise<Date | null> {
  const { db, clock, publicUrl } = parts
  const age = await ageOfSync(db, school)
  const from = staleFrom(age, school.settings)
  if (from === null || clock.now() < from) {
    const over = { schoolId: school.id, kind: 'stale' as const, about: 'sync', how: 'a sync succeeded', clock }
    await db.inSchool(school.id, (trx) => settle(trx, over))
    return from
  }
  await tell(db, {
    school,
    kind: 'stale',
    about: 'sync',
    words: sayStale(school, age),
    to: 'import.plan',
    subject: 'Nothing comes in from the MIS',
    link: `${publicUrl}/schools/${school.slug}/imports`,
    clock,
  })
  return null
}

function sayStale(school: School, age: SyncAge): string {
  const hours = school.settings.syncStaleHours
  const at = { dateStyle: 'long', timeStyle: 'short', timeZone: school.timeZone } as const
  const last = age.lastSuccess
    ? `The last one was on ${age.lastSuccess.toLocaleString('en-GB', at)}.`
    : 'None has succeeded yet.'
  return `It has been more than ${hours === 1 ? 'an hour' : `${hours} hours`} since a sync succeeded. ${last} Contacts may be out of date. See whether the machine that sends them is switched on, and what its log says.`
}

/** What asks for somebody's eye now. Whether the sync is stale is worked out on the spot: no worker need run for that to be said. */
export async function findNotices(db: Db, { school, clock }: { school: School; clock: Clock }): Promise<Notice[]> {
  const told = await db.inSchool(school.id, (trx) => openNotices(trx, school.id))
  const others = told.filter(({ kind }) => kind !== 'stale')
  const age = await ageOfSync(db, school)
  const from = staleFrom(age, school.settings)
  if (from === null || clock.now() < from) return others
  const stale = told.find(({ kind }) => kind === 'stale')
  return [...others, stale ?? { id: 'stale', kind: 'stale', about: 'sync', words: sayStale(school, age), toldAt: from }]
}
