import type { Clock } from '../../platform/clock/index.ts'
import type { Trx } from '../../platform/db/index.ts'
import { Refusal } from '../../platform/errors/refusal.ts'
import { isId } from '../../platform/ids/index.ts'
import { type Actor, holdJournal, recordAct } from '../audit/index.ts'
import { allPointsOfAdult, deleteOptOuts, erasePoints, insertOptOut } from './adults.store.ts'
import { adultsById } from './families.store.ts'
import { mergesAbout, type RowChange, setRowsOfMerge } from './merges.store.ts'
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
  const points = await allPointsOfAdult(trx, schoolId, adultId)
  const ids = points.filter((point) => isErasedByOptOut(channels, point)).map((point) => point.id)
  await erasePoints(trx, { schoolId, adultId, ids })
  const closed = channel === 'all' ? (['email', 'sms'] as const) : [channel]
  await forgetProvedChannels(trx, { schoolId, adultId, channels: [...closed] })
  await forgetInMerges(trx, { schoolId, adultId, channels })
  await wanted.forget(trx, { schoolId, adultId, channels, at })
  const detail = { channel, reason: wanted.reason, contactPointsErased: ids.length }
  await recordAct(
    trx,
    { schoolId, actor: wanted.actor, act: 'adult.opted-out', subject: { kind: 'adult', id: adultId }, detail },
    at,
  )
  return { erased: ids.length }
}

/** What merges remember of such details goes with them; the rest can still be divided when a merge is taken back. */
async function forgetInMerges(
  trx: Trx,
  { schoolId, adultId, channels }: { schoolId: string; adultId: string; channels: OptOutChannel[] },
): Promise<void> {
  for (const { id, rows } of await mergesAbout(trx, schoolId, adultId)) {
    const kept = rows.filter((change) => !isErased(channels, change))
    if (kept.length < rows.length) await setRowsOfMerge(trx, { schoolId, id, rows: kept })
  }
}

function isErased(channels: OptOutChannel[], { table, before, after }: RowChange): boolean {
  const { kind, sms_capable: smsCapable } = before ?? after ?? {}
  return (
    table === 'contact_points' && isErasedByOptOut(channels, { kind: String(kind), smsCapable: smsCapable === true })
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
