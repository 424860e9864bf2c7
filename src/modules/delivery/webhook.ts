import type { Clock } from '../../platform/clock/index.ts'
import { isSameSecret, type SecretBox } from '../../platform/crypto/index.ts'
import type { Db } from '../../platform/db/index.ts'
import type { Log } from '../../platform/log/index.ts'
import type { DeliveryHooks } from './hooks.ts'
import { openSetup } from './provider-settings.ts'
import { providerByIdIfAny } from './providers.store.ts'
import { applyReceipt } from './receipts.ts'
import { valueAt } from './rules/http-sms-answer.ts'
import type { ReceiptMapping } from './rules/provider-problems.ts'
import { tellOutcomes } from './tell-outcomes.ts'

/**
 * DLV-8: a receipt that came in over HTTP. `refused` for a wrong secret, a school or a provider that is not there: all
 * alike. `ignored` for a word that the school's mapping does not know.
 */
export async function receiveWebhook(
  parts: { db: Db; clock: Clock; log: Log; secretBox: SecretBox; hooks: DeliveryHooks },
  hook: { schoolId: string; providerId: string; secret: string; fields: unknown },
): Promise<'taken' | 'ignored' | 'refused'> {
  const { schoolId, providerId } = hook
  const record =
    isUuid(schoolId) && isUuid(providerId)
      ? await parts.db.inSchool(schoolId, (trx) => providerByIdIfAny(trx, { schoolId, id: providerId }))
      : null
  const setup = record?.kind === 'http-sms' ? openSetup(parts.secretBox, record) : null
  const held = setup?.kind === 'http-sms' ? setup.secrets.receiptSecret : ''
  // Compared even when there is nothing to compare with, so that the time tells nothing.
  const isRight = isSameSecret(hook.secret, held) && held.length > 0
  if (!isRight || setup?.kind !== 'http-sms' || !setup.settings.receipts) return 'refused'
  const told = readReceipt(setup.settings.receipts, hook.fields)
  if (!told) return 'ignored'
  const receipt = { schoolId, providerId, ...told, at: parts.clock.now() }
  const outcome = await parts.db.inSchool(schoolId, (trx) => applyReceipt(trx, receipt, parts.clock))
  if (outcome) await tellOutcomes(parts, schoolId, [outcome])
  return 'taken'
}

function readReceipt(mapping: ReceiptMapping, fields: unknown) {
  const reference = valueAt(fields, mapping.referenceField)
  const status = valueAt(fields, mapping.statusField)
  if (!reference || reference.length > 200 || status === undefined) return null
  const state = Object.hasOwn(mapping.states, status) ? mapping.states[status] : undefined
  if (!state) return null
  const reason = state.startsWith('failed') ? `The network said ${status}` : null
  return { reference, state, reason }
}

function isUuid(text: string): boolean {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text)
}
