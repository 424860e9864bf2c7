import type { Clock } from '../../platform/clock/index.ts'
import type { Trx } from '../../platform/db/index.ts'
import { Refusal } from '../../platform/errors/refusal.ts'
import { isId } from '../../platform/ids/index.ts'
import { type Actor, holdJournal, recordAct } from '../audit/index.ts'
import { allPointsOfAdult, deleteOptOuts, erasePoints, insertOptOut } from './adults.store.ts'
import { adultsById } from './families.store.ts'
import { mergesAbout, type RowChange, recordsOfOne, setRowsOfMerge } from './merges.store.ts'
import type { Adult } from './people.types.ts'
import { forgetProvedChannels } from './proved-channels.store.ts'
import { isErasedByOptOut, type OptOutChannel } from './rules/opted-out.ts'

/** What else must forget an opted-out person's contact points; modules above answer it, `main.ts` connects them. */
export type ForgetContactPoints = (
  trx: Trx,
  forgotten: { schoolId: string; adultId: string; channels: OptOutChannel[]; at: Date },
) => Promise<void>

/** OPT-2: sets the flag on the person and erases the contact points at once. Links stay, without details. */
export async function optOutAdult(
  trx: Trx,
  wanted: {
    schoolId: string
    adultId: string
    channel: OptOutChannel
    reason: string
    actor: Actor
    clock: Clock
    forget: ForgetContactPoints
  },
): Promise<{ erased: number }> {
  const { schoolId, adultId, channel } = wanted
  // An import that is being applied would bring back what is erased here: this waits for it.
  await holdJournal(trx, schoolId)
  const adult = await findAdult(trx, schoolId, adultId)
  if (wanted.reason.trim() === '')
    throw new Refusal('reason-missing', 'Say how the person asked for it. Nothing was changed.')
  const at = wanted.clock.now()
  await insertOptOut(trx, { schoolId, adultId, channel, reason: wanted.reason.trim(), setBy: wanted.actor.name, at })
  const channels = [...new Set([...adult.optOuts, channel])]
  const erased = await eraseDetails(trx, {
    ...wanted,
    at,
    channels,
    isMeant: (point) => isErasedByOptOut(channels, point),
  })
  const closed = channel === 'all' ? (['email', 'sms'] as const) : [channel]
  await forgetProvedChannels(trx, { schoolId, adultId, channels: [...closed] })
  const detail = { channel, reason: wanted.reason, contactPointsErased: erased }
  await recordAct(
    trx,
    { schoolId, actor: wanted.actor, act: 'adult.opted-out', subject: { kind: 'adult', id: adultId }, detail },
    at,
  )
  return { erased }
}

/** OPT-2: what the MIS gave of somebody of whom it says now that they opted out. What they gave themselves stays (IMP-5). */
export async function eraseDetailsOfMis(
  trx: Trx,
  of: { schoolId: string; adultId: string; at: Date; forget: ForgetContactPoints },
): Promise<void> {
  await eraseDetails(trx, { ...of, channels: ['all'], isMeant: ({ origin }) => origin === 'mis' })
}

type IsMeant = (point: { kind: string; origin: string; smsCapable: boolean }) => boolean

/**
 * Everywhere: here, of each record that became this one, in what merges remember, and in what the modules above do. Returns how many
 * contact points there were.
 */
async function eraseDetails(
  trx: Trx,
  of: {
    schoolId: string
    adultId: string
    at: Date
    channels: OptOutChannel[]
    isMeant: IsMeant
    forget: ForgetContactPoints
  },
): Promise<number> {
  const { schoolId, at, channels, isMeant } = of
  const adultIds = await recordsOfOne(trx, schoolId, of.adultId)
  let erased = 0
  for (const adultId of adultIds) {
    const points = await allPointsOfAdult(trx, schoolId, adultId)
    const ids = points.filter(isMeant).map((point) => point.id)
    await erasePoints(trx, { schoolId, adultId, ids })
    erased += ids.length
  }
  await forgetInMerges(trx, { schoolId, adultIds, isMeant })
  for (const adultId of adultIds) await of.forget(trx, { schoolId, adultId, channels, at })
  return erased
}

/** What merges remember of such details goes with them; the rest can still be divided when a merge is taken back. */
async function forgetInMerges(
  trx: Trx,
  { schoolId, adultIds, isMeant }: { schoolId: string; adultIds: string[]; isMeant: IsMeant },
): Promise<void> {
  for (const { id, rows } of await mergesAbout(trx, schoolId, adultIds)) {
    const kept = rows.filter((change) => !isErased(change, isMeant))
    if (kept.length < rows.length) await setRowsOfMerge(trx, { schoolId, id, rows: kept })
  }
}

function isErased({ table, before, after }: RowChange, isMeant: IsMeant): boolean {
  const { kind, origin, sms_capable: smsCapable } = before ?? after ?? {}
  return (
    table === 'contact_points' &&
    isMeant({ kind: String(kind), origin: String(origin), smsCapable: smsCapable === true })
  )
}

/** OPT-4: only with a written reason. What was erased comes back with the next import or by hand. */
export async function liftOptOut(
  trx: Trx,
  wanted: {
    schoolId: string
    adultId: string
    channel: OptOutChannel | null
    reason: string
    actor: Actor
    clock: Clock
  },
): Promise<void> {
  const { schoolId, adultId } = wanted
  await findAdult(trx, schoolId, adultId)
  if (wanted.reason.trim() === '') {
    throw new Refusal(
      'reason-missing',
      'Lifting an opt-out needs a written reason: what the person said, and when. Nothing was changed.',
    )
  }
  const lifted = await deleteOptOuts(trx, { schoolId, adultId, channel: wanted.channel })
  if (lifted.length === 0) throw new Refusal('not-opted-out', 'This person has not opted out. Nothing was changed.')
  const detail = { channels: lifted, reason: wanted.reason }
  await recordAct(
    trx,
    { schoolId, actor: wanted.actor, act: 'adult.opted-in', subject: { kind: 'adult', id: adultId }, detail },
    wanted.clock.now(),
  )
}

/** Throws a Refusal where the adult is not of this school. */
export async function findAdult(trx: Trx, schoolId: string, adultId: string): Promise<Adult> {
  const adult = isId(adultId) ? (await adultsById(trx, schoolId, [adultId])).get(adultId) : undefined
  if (!adult) throw new Refusal('no-such-adult', 'There is no such adult at this school.')
  return adult
}
