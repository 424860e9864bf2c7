import type { Clock } from '../../platform/clock/index.ts'
import type { Db } from '../../platform/db/index.ts'
import { newId } from '../../platform/ids/index.ts'
import type { Log } from '../../platform/log/index.ts'
import { beginCarried, type CarriedRow, releaseCarried } from './carrying.store.ts'
import { loadCarried, partWhatMayNotGo, textOfCarrier } from './carrying.ts'
import type { DeliveryHooks, DeliveryOutcome } from './hooks.ts'
import { noteItWorks, type ProviderShelf, type ReadyProvider, restAfterFailure } from './provider-shelf.ts'
import { deleteFailure, insertFailureOnce } from './providers.store.ts'
import { applyEarlyReceipts } from './receipts.ts'
import { afterAttempt } from './rules/after-attempt.ts'
import type { Outcome } from './rules/outcome.ts'
import { fillOwnLink, hasOwnLink } from './rules/own-link-field.ts'
import type { Lane } from './rules/state.ts'
import { whichProvider } from './rules/which-provider.ts'
import { tellOutcomes } from './tell-outcomes.ts'
import type { TextCache } from './text-cache.ts'
import { beginCalls, type ClaimedRow, type ClaimPlace, claimDue, type FinishedRow, finishRows } from './worker.store.ts'

export type SendingParts = {
  db: Db
  clock: Clock
  log: Log
  shelf: ProviderShelf
  hooks: DeliveryHooks
  texts: TextCache
  /** From 0 to 1, for the jitter of retries. */
  random: () => number
}

export type Turn = { schoolId: string; lane: Lane; limit: number; from: ClaimPlace | null }
export type TurnResult = { claimed: number; last: ClaimPlace | null; callMs: number }

/** Claimed rows are ours for this long: a wait for the rate cap and the longest call fit into it. */
const leaseMs = 90_000

/**
 * One turn of a school: claim some due rows, ask whether each may still go (DLV-2), say that the calls begin, call, and
 * write what came of it. Every step is a transaction of its own and none is open during the calls (DLV-3).
 */
export async function sendTurn(parts: SendingParts, turn: Turn): Promise<TurnResult> {
  const { db, clock } = parts
  const token = newId()
  const now = clock.now()
  const { rows, last } = await db.asDeliveryWorker((trx) =>
    claimDue(trx, { ...turn, now, token, leaseUntil: new Date(now.getTime() + leaseMs) }),
  )
  if (rows.length === 0) return { claimed: 0, last: null, callMs: 0 }
  const lease: Lease = { schoolId: turn.schoolId, token, lane: turn.lane }
  const { allowed, carried } = await withholdWhatMayNotGo(parts, lease, rows)
  let callMs = 0
  for (const group of await byProvider(parts, lease, { allowed, carried })) callMs += await sendBy(parts, lease, group)
  return { claimed: rows.length, last, callMs }
}

type Lease = { schoolId: string; token: string; lane: Lane }
/** `carried`: what the carriers among the rows bring. */
type Group = { ready: ReadyProvider; candidates: ReadyProvider[]; rows: ClaimedRow[]; carried: CarriedRow[] }

/** Writes down the rows that must not go any more and returns the others, with what the carriers among them bring. */
async function withholdWhatMayNotGo(parts: SendingParts, lease: Lease, rows: ClaimedRow[]) {
  const { schoolId } = lease
  const now = parts.clock.now()
  const withheld: FinishedRow[] = []
  const inTime = rows.filter((row) => {
    if (row.deadlineAt > now) return true
    withheld.push(finished(row, { state: 'failed temporary', reason: 'It was not sent before its deadline' }))
    return false
  })
  const brought = await loadCarried(parts, schoolId, inTime)
  // A carrier says nothing of its own: its rows are asked about, each by itself.
  const asked = [...inTime.filter(({ carries }) => !carries), ...brought]
  const answers = asked.length ? await parts.hooks.mayStillBeSent({ schoolId, rows: asked }) : new Map()
  const carried = await partWhatMayNotGo(parts, { schoolId, carried: brought, answers })
  const allowed = inTime.filter((row) => {
    if (row.carries && !carried.some(({ carrierId }) => carrierId === row.id)) {
      withheld.push(finished(row, { state: 'withdrawn', reason: 'Nothing was left to send' }))
      return false
    }
    const no = answers.get(row.id)
    if (no) withheld.push(finished(row, { state: 'blocked', reason: no.reason }))
    return !no
  })
  await write(parts, lease, withheld)
  return { allowed, carried }
}

function finished(row: ClaimedRow, facts: Partial<FinishedRow> & Pick<FinishedRow, 'state'>): FinishedRow {
  return { id: row.id, dueAt: null, askAt: null, providerRef: null, reason: null, answer: null, ...facts }
}

/** Shares rows out to providers. Rows whose providers all rest go back to wait, without an attempt being counted. */
async function byProvider(
  parts: SendingParts,
  lease: Lease,
  { allowed, carried }: { allowed: ClaimedRow[]; carried: CarriedRow[] },
): Promise<Group[]> {
  const groups = new Map<string, Group>()
  const waiting: FinishedRow[] = []
  for (const row of allowed) {
    const candidates = await parts.shelf.inOrder(lease.schoolId, row.channel)
    const now = parts.clock.now()
    const ready = whichProvider({ candidates, failedAt: row.failedAt, now })
    if (!ready) {
      const reason = row.channel === 'sms' ? 'No way to send texts is set up' : 'No way to send email is set up'
      waiting.push(finished(row, { state: 'queued', dueAt: new Date(now.getTime() + 60_000), reason }))
    } else if (ready.downUntil && ready.downUntil > now) {
      waiting.push(finished(row, { state: 'queued', dueAt: ready.downUntil, reason: `Waiting for ${ready.name}` }))
    } else {
      const group = groups.get(ready.id) ?? { ready, candidates, rows: [], carried: [] }
      group.rows.push(row)
      if (row.carries) group.carried.push(...carried.filter(({ carrierId }) => carrierId === row.id))
      groups.set(ready.id, group)
    }
  }
  await write(parts, lease, waiting)
  return [...groups.values()]
}

async function sendBy(parts: SendingParts, lease: Lease, group: Group): Promise<number> {
  const { ready } = group
  await ready.limit.take(group.rows.length, lease.lane)
  const texts = await parts.texts.textsOf(lease.schoolId, [...group.rows, ...group.carried])
  const { rows, brought } = await begin(parts, lease, group)
  const startedAt = performance.now()
  const attempts = await Promise.all(
    rows.map(async (row) => {
      if (!row.carries) return { row, outcome: await call(parts, ready, row, texts.get(row.textId)) }
      const own = brought.filter(({ carrierId }) => carrierId === row.id)
      return { row, outcome: await callForCarrier(parts, ready, row, { rows: own, texts }) }
    }),
  )
  const callMs = performance.now() - startedAt
  await noteHealth(parts, lease, ready, attempts)
  await writeAttempts(parts, lease, group, attempts)
  return callMs
}

/** Says, and commits, that the calls begin. A carrier with whose rows somebody else was quicker does not go. */
async function begin(
  parts: SendingParts,
  lease: Lease,
  { ready, rows, carried }: Group,
): Promise<{ rows: ClaimedRow[]; brought: CarriedRow[] }> {
  const now = parts.clock.now()
  const { begun, brought } = await parts.db.asDeliveryWorker(async (trx) => {
    const begun = await beginCalls(trx, { ...lease, ids: rows.map(({ id }) => id), providerId: ready.id, now })
    const ids = carried.filter(({ carrierId }) => begun.has(carrierId)).map(({ id }) => id)
    return { begun, brought: await beginCarried(trx, { schoolId: lease.schoolId, ids, now }) }
  })
  const own = carried.filter(({ id }) => brought.has(id))
  const ours = rows.filter(({ id }) => begun.has(id))
  const empty = ours.filter(({ id, carries }) => carries && !own.some(({ carrierId }) => carrierId === id))
  const reason = 'Nothing was left to send'
  await write(
    parts,
    lease,
    empty.map((row) => finished(row, { state: 'withdrawn', reason })),
  )
  return { rows: ours.filter((row) => !empty.includes(row)), brought: own }
}

type Attempt = { row: ClaimedRow; outcome: Outcome }

async function callForCarrier(
  parts: SendingParts,
  ready: ReadyProvider,
  row: ClaimedRow,
  brought: Parameters<typeof textOfCarrier>[2],
): Promise<Outcome> {
  try {
    return await call(parts, ready, row, await textOfCarrier(parts, row, brought))
  } catch (error) {
    // No provider has seen anything yet, so it may be tried again.
    parts.log.error({ delivery: row.id, error }, 'an email of the day could not be put together')
    return { kind: 'refused', failure: 'temporary', reason: 'It could not be put together', answer: '' }
  }
}

async function call(
  parts: SendingParts,
  ready: ReadyProvider,
  row: ClaimedRow,
  text: { subject: string | null; body: string } | undefined,
): Promise<Outcome> {
  if (!text) throw new Error(`delivery ${row.id} has no text`)
  const { schoolId, recipientId } = row
  const ownLink = hasOwnLink(text) ? parts.hooks.ownLinkOf({ schoolId, recipientId }) : null
  const { subject, body } = ownLink === null ? text : fillOwnLink(text, ownLink)
  try {
    return await ready.provider.send({
      schoolId,
      idempotencyKey: row.idempotencyKey,
      // What a carrier says is put together for this reader alone.
      textKey: row.carries ? row.id : row.textId,
      lane: row.lane,
      to: row.toAddress,
      sender: row.sender,
      subject,
      body,
      ...(ownLink === null ? {} : { shared: { body: text.body, ownLink } }),
    })
  } catch (error) {
    // A fault of ours in the middle of a call: nobody knows how far it got.
    parts.log.error({ delivery: row.id, provider: ready.id, error }, 'a provider failed in an unexpected way')
    return { kind: 'uncertain', reason: 'Something went wrong while it was being sent', answer: '' }
  }
}

/** DLV-4: one alert when a provider stops working for everybody, and its end when it works again. */
async function noteHealth(parts: SendingParts, lease: Lease, ready: ReadyProvider, attempts: Attempt[]): Promise<void> {
  const { schoolId } = lease
  const { db, clock, log, hooks } = parts
  if (attempts.some(({ outcome }) => outcome.kind === 'accepted')) {
    // Also after a start: an alert of before may still stand.
    if (ready.works === true) return
    noteItWorks(ready)
    await db.asDeliveryWorker((trx) => deleteFailure(trx, { schoolId, providerId: ready.id }))
    return
  }
  const failure = attempts.map(({ outcome }) => outcome).find(isTechnical)
  if (!failure) return
  const { reason, answer } = failure
  if (!restAfterFailure(ready, clock.now())) return
  const alert = { schoolId, providerId: ready.id, since: clock.now(), reason, answer }
  const isNew = await db.asDeliveryWorker((trx) => insertFailureOnce(trx, alert))
  if (!isNew) return
  log.warn({ school: schoolId, provider: ready.id, answer }, 'a provider stopped working')
  await hooks
    .onTechnicalFailure({ schoolId, providerId: ready.id, providerName: ready.name, reason, answer })
    // The outcomes of these calls are still to be written, whatever becomes of the alert.
    .catch((error) => log.error({ school: schoolId, error }, 'an alert about a provider could not be given'))
}

function isTechnical(outcome: Outcome): outcome is Extract<Outcome, { kind: 'refused' }> {
  return outcome.kind === 'refused' && outcome.failure === 'technical'
}

async function writeAttempts(parts: SendingParts, lease: Lease, group: Group, attempts: Attempt[]): Promise<void> {
  const { schoolId } = lease
  const now = parts.clock.now()
  const rows = attempts.map(({ row, outcome }) => ({
    id: row.id,
    ...afterAttempt({
      outcome,
      attempts: row.attempts + 1,
      candidates: group.candidates,
      triedAt: group.ready.id,
      canAsk: group.ready.provider.ask !== undefined,
      now,
      deadline: row.deadlineAt,
      random: parts.random,
    }),
  }))
  const written = await write(parts, lease, rows)
  const again = rows.filter(({ id, state }) => state === 'queued' && group.carried.some((row) => row.carrierId === id))
  if (again.length > 0) {
    const carrierIds = again.map(({ id }) => id)
    await parts.db.asDeliveryWorker((trx) => releaseCarried(trx, { schoolId, carrierIds }))
  }
  const references = rows.flatMap((row) => (row.providerRef && written.has(row.id) ? [row.providerRef] : []))
  const early = references.length
    ? await parts.db.asDeliveryWorker((trx) =>
        applyEarlyReceipts(trx, { schoolId, providerId: group.ready.id, references }, parts.clock),
      )
    : []
  await tellOutcomes(parts, schoolId, [...finalOutcomes(attempts, rows, written), ...early])
}

function finalOutcomes(attempts: Attempt[], rows: FinishedRow[], written: Set<string>): DeliveryOutcome[] {
  return attempts.flatMap(({ row }, index) => {
    const state = rows[index]?.state
    if (!state || !written.has(row.id)) return []
    if (state !== 'accepted' && !isFailed(state)) return []
    const { id: deliveryId, messageId, recipientId, channel, toAddress: address } = row
    return [{ deliveryId, messageId, recipientId, channel, address, outcome: state }]
  })
}

function isFailed(state: string): state is 'failed temporary' | 'failed permanent' | 'failed technical' {
  return state.startsWith('failed')
}

async function write(parts: SendingParts, lease: Lease, rows: FinishedRow[]): Promise<Set<string>> {
  if (rows.length === 0) return new Set()
  const now = parts.clock.now()
  const written = await parts.db.asDeliveryWorker((trx) => finishRows(trx, { ...lease, now, rows }))
  if (written.size < rows.length) {
    parts.log.warn({ school: lease.schoolId, rows: rows.length - written.size }, 'a lease was lost before the outcome')
  }
  return written
}
