import type { Clock } from '../../platform/clock/index.ts'
import type { SecretBox } from '../../platform/crypto/index.ts'
import type { Db, Trx } from '../../platform/db/index.ts'
import { Refusal } from '../../platform/errors/index.ts'
import { newId } from '../../platform/ids/index.ts'
import { outboundTo } from '../../platform/outbound/index.ts'
import { type Actor, recordAct } from '../audit/index.ts'
import type { School } from '../schools/index.ts'
import { nudgeDesk } from './desks.store.ts'
import { nextTime } from './rules/next-time.ts'
import { deleteSchedule, type Schedule, saveSchedule, scheduleOf, setNextTime } from './schedules.store.ts'

/** Wonde's own addresses, by where the school is. */
export const wondeRegions = [
  { address: 'https://api.wonde.com/v1.0', words: 'United Kingdom and elsewhere' },
  { address: 'https://api-ap-southeast-2.wonde.com/v1.0', words: 'Australia and New Zealand' },
  { address: 'https://api-af-south-1.wonde.com/v1.0', words: 'South Africa' },
] as const

type Wanted = {
  school: School
  address: string
  wondeSchool: string
  /** Empty keeps the one that is held. */
  token: string
  /** Minute, hour, day, month, weekday. */
  pattern: string
  privateTargets: readonly string[]
  secretBox: SecretBox
  actor: Actor
  clock: Clock
  dryRun?: boolean | undefined
}

/**
 * IMP-9, IMP-23: sets up, or changes, when Wonde is asked. Whoever does so is the person of the schedule. The token is sealed and never
 * shown again. `dryRun` only checks.
 */
export async function setUpWonde(db: Db, wanted: Wanted): Promise<Schedule> {
  const { school, actor, clock } = wanted
  const address = readAddress(wanted.address, wanted.privateTargets)
  const wondeSchool = wanted.wondeSchool.trim()
  if (!/^[A-Za-z0-9]{1,30}$/.test(wondeSchool))
    throw new Refusal(
      'wonde.school-id',
      'The id of a school at Wonde is some letters and digits, such as A1930499544. It stands in Wonde beside the school’s name. Nothing was changed.',
    )
  const now = clock.now()
  const nextAt = nextTime(wanted.pattern, { after: now, timeZone: school.timeZone })
  return db.inSchool(school.id, async (trx) => {
    const held = await scheduleOf(trx, school.id)
    const id = held?.id ?? newId()
    const schedule: Schedule = {
      id,
      schoolId: school.id,
      kind: 'wonde',
      pattern: wanted.pattern,
      settings: { address, wondeSchool },
      sealedSecret: sealedToken({ ...wanted, address, id, held }),
      setUpBy: actor.name,
      setUpAt: now,
      nextAt,
    }
    if (wanted.dryRun) return schedule
    await saveSchedule(trx, schedule)
    const detail = { address, wondeSchool, pattern: wanted.pattern, tokenChanged: wanted.token.trim() !== '' }
    await journal(trx, { school, id, actor, act: 'sync-schedule.set-up', detail, at: now })
    await nudgeDesk(trx, school.id, now)
    return schedule
  })
}

/** A token that is held is never sent to another server than it was typed for (decision 24). */
function sealedToken(wanted: Wanted & { id: string; held: Schedule | null }): string {
  const token = wanted.token.trim()
  const { held } = wanted
  if (token !== '') return wanted.secretBox.seal(token, placeOfToken(wanted.id))
  if (held && held.settings.address === wanted.address) return held.sealedSecret
  throw new Refusal(
    'wonde.no-token',
    held
      ? 'The address is another one now. Type the token again, so that it goes nowhere by mistake. Nothing was changed.'
      : 'Type the token that Wonde gave for this connection. Nothing was changed.',
  )
}

const placeOfToken = (id: string): string => `sync schedule ${id}`

export function openToken(secretBox: SecretBox, schedule: Schedule): string {
  return secretBox.open(schedule.sealedSecret, placeOfToken(schedule.id))
}

/** Encrypted, always; plain http only inside the operator's network, to a host the operator listed. */
function readAddress(text: string, privateTargets: readonly string[]): string {
  const url = URL.canParse(text.trim()) ? new URL(text.trim()) : null
  const isListed = url !== null && privateTargets.includes(url.hostname)
  if (!url || (url.protocol !== 'https:' && !(url.protocol === 'http:' && isListed)) || url.username || url.search)
    throw new Refusal(
      'wonde.address',
      `“${text}” is no address of Wonde. It looks like https://api.wonde.com/v1.0. Nothing was changed.`,
    )
  outboundTo(privateTargets).assertAddressAllowed(url.hostname)
  return url.href.replace(/\/+$/, '')
}

/** Ends the schedule and forgets its token. What came stays. `dryRun` only checks that there is one. */
export async function endWonde(
  db: Db,
  wanted: { school: School; actor: Actor; clock: Clock; dryRun?: boolean | undefined },
): Promise<void> {
  const { school, actor, clock } = wanted
  await db.inSchool(school.id, async (trx) => {
    const { id } = await findSchedule(trx, school)
    if (wanted.dryRun) return
    await deleteSchedule(trx, { schoolId: school.id, id })
    await journal(trx, { school, id, actor, act: 'sync-schedule.ended', detail: {}, at: clock.now() })
  })
}

/** Asks Wonde as soon as a worker is free, beside the usual times. */
export async function askWondeNow(db: Db, wanted: { school: School; actor: Actor; clock: Clock }): Promise<void> {
  const { school, actor, clock } = wanted
  await db.inSchool(school.id, async (trx) => {
    const { id } = await findSchedule(trx, school)
    const at = clock.now()
    await setNextTime(trx, { schoolId: school.id, id, at })
    await journal(trx, { school, id, actor, act: 'sync-schedule.asked-now', detail: {}, at })
    await nudgeDesk(trx, school.id, at)
  })
}

async function findSchedule(trx: Trx, school: School): Promise<Schedule> {
  const schedule = await scheduleOf(trx, school.id)
  if (!schedule) throw new Refusal('wonde.none', `No schedule stands at ${school.name}. Set one up first.`)
  return schedule
}

async function journal(
  trx: Trx,
  made: { school: School; id: string; actor: Actor; act: string; detail: Record<string, unknown>; at: Date },
): Promise<void> {
  const { school, id, actor, act, detail, at } = made
  await recordAct(trx, { schoolId: school.id, actor, act, subject: { kind: 'sync schedule', id }, detail }, at)
}
