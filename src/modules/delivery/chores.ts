import { applyReceipt } from './receipts.ts'
import type { SendingParts } from './send-turn.ts'
import { tellOutcomes } from './tell-outcomes.ts'
import { expireLeases, requeueUnknown, rowsToAsk, schoolsWithChores, setAskAt } from './worker.store.ts'

const rowsAtOnce = 200
const askedForMs = 24 * 60 * 60_000

/** What keeps the queue honest: rows of vanished workers, and unknown rows that a provider can be asked about. */
export async function doChores(
  parts: SendingParts,
  also: { playSimulatedNetwork?(schoolId: string): Promise<void> } = {},
): Promise<void> {
  const schools = await parts.db.asDeliveryWorker((trx) => schoolsWithChores(trx, parts.clock.now()))
  for (const { schoolId, expired, toAsk, toPlay } of schools) {
    if (expired) await takeBackExpiredLeases(parts, schoolId)
    if (toAsk) await askAboutUnknown(parts, schoolId)
    if (toPlay) await also.playSimulatedNetwork?.(schoolId)
  }
}

async function takeBackExpiredLeases(parts: SendingParts, schoolId: string): Promise<void> {
  const rows = await parts.db.asDeliveryWorker((trx) =>
    expireLeases(trx, { schoolId, now: parts.clock.now(), limit: rowsAtOnce }),
  )
  const unknown = rows.filter((row) => row.state === 'unknown').length
  parts.log.warn({ school: schoolId, waiting: rows.length - unknown, unknown }, 'took back rows of a vanished worker')
}

/** DLV-3: an unknown row is settled by the provider's own record of it, where it keeps one. */
async function askAboutUnknown(parts: SendingParts, schoolId: string): Promise<void> {
  const { db, clock } = parts
  const rows = await db.asDeliveryWorker((trx) => rowsToAsk(trx, { schoolId, now: clock.now(), limit: rowsAtOnce }))
  for (const row of rows) {
    const ready = row.providerId ? await parts.shelf.byIdIfAny(schoolId, row.providerId) : null
    if (!ready?.provider.ask || !row.providerId) {
      await db.asDeliveryWorker((trx) => setAskAt(trx, { schoolId, id: row.id, askAt: null }))
      continue
    }
    const answer = await ready.provider.ask({ ...row, schoolId })
    const now = clock.now()
    if (answer === 'nothing known') {
      await db.asDeliveryWorker((trx) => requeueUnknown(trx, { schoolId, id: row.id, now }))
      continue
    }
    if (answer.kind === 'accepted') {
      const receipt = { schoolId, providerId: row.providerId, reference: row.id, reason: null, at: now }
      const outcome = await db.asDeliveryWorker((trx) => applyReceipt(trx, { ...receipt, state: 'accepted' }, clock))
      if (outcome) await tellOutcomes(parts, schoolId, [outcome])
      continue
    }
    const askAt = nextAsk(row.callBegunAt, now)
    await db.asDeliveryWorker((trx) => setAskAt(trx, { schoolId, id: row.id, askAt }))
  }
}

/** Less and less often, for a day; then a person decides. */
function nextAsk(begunAt: Date | null, now: Date): Date | null {
  const age = now.getTime() - (begunAt ?? now).getTime()
  if (age > askedForMs) return null
  return new Date(now.getTime() + Math.max(10_000, age))
}
