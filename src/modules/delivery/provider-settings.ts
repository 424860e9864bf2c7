import type { Clock } from '../../platform/clock/index.ts'
import type { SecretBox } from '../../platform/crypto/index.ts'
import type { Db, Trx } from '../../platform/db/index.ts'
import { Refusal } from '../../platform/errors/index.ts'
import { newId } from '../../platform/ids/index.ts'
import type { Outbound } from '../../platform/outbound/index.ts'
import { type HttpSmsSettings, httpSmsProvider } from './providers/http-sms.ts'
import type { Provider, ProviderRecord } from './providers/provider.ts'
import { simulatedProvider } from './providers/simulated.ts'
import { type SmtpSettings, smtpProvider } from './providers/smtp.ts'
import { deleteProvider, providerByIdIfAny, providersBySchool, upsertProvider } from './providers.store.ts'
import { unknownFields } from './rules/fill-template.ts'
import { type Outcome, oneLine } from './rules/outcome.ts'
import type { Channel, ReceiptState } from './rules/state.ts'

/** How a gateway reports later what became of a text. */
export type ReceiptMapping = {
  /** Where our or the gateway's reference stands: a form field, a query parameter, or a dotted path into JSON. */
  referenceField: string
  statusField: string
  /** The gateway's words for what happened, and ours. Words not listed change nothing. */
  states: Record<string, ReceiptState>
}

export type ProviderSetup =
  | { kind: 'smtp'; settings: SmtpSettings; secrets: { password: string | null } }
  | {
      kind: 'http-sms'
      settings: HttpSmsSettings & { receipts: ReceiptMapping | null }
      secrets: { headers: Record<string, string>; receiptSecret: string }
    }
  | { kind: 'simulated'; settings: { channel: Channel }; secrets: Record<string, never> }

export type ProviderParts = { db: Db; clock: Clock; secretBox: SecretBox; outbound: Outbound }

/** A provider as the settings page shows it: never with its secrets. */
export type ShownProvider = {
  id: string
  name: string
  channel: Channel
  priority: number
  enabled: boolean
  hasSecrets: boolean
} & {
  [K in ProviderSetup['kind']]: { kind: K; settings: Extract<ProviderSetup, { kind: K }>['settings'] }
}[ProviderSetup['kind']]

export async function listProviders(trx: Trx, schoolId: string): Promise<ShownProvider[]> {
  return (await providersBySchool(trx, schoolId)).map(toShown)
}

export async function findProvider(trx: Trx, of: { schoolId: string; id: string }): Promise<ShownProvider> {
  return toShown(await findRecord(trx, of))
}

function toShown(record: ProviderRecord): ShownProvider {
  const { id, kind, name, channel, priority, enabled, settings, secrets } = record
  return { id, kind, name, channel, priority, enabled, settings, hasSecrets: secrets !== null } as ShownProvider
}

/**
 * Adds a provider, or changes one when `id` is given. Secrets left out keep their former values, which nobody is shown.
 * The caller records the act, without the secrets.
 */
export async function saveProvider(
  trx: Trx,
  parts: Pick<ProviderParts, 'secretBox' | 'clock'>,
  save: {
    schoolId: string
    id?: string
    name: string
    priority: number
    enabled: boolean
    setup: ProviderSetup | (Omit<ProviderSetup, 'secrets'> & { secrets: null })
  },
): Promise<string> {
  const { schoolId, setup } = save
  const former = save.id ? await findRecord(trx, { schoolId, id: save.id }) : null
  const id = former?.id ?? newId()
  refuseUnknownFields(setup as ProviderSetup)
  const secrets = setup.secrets
    ? parts.secretBox.seal(JSON.stringify(setup.secrets), placeOf({ schoolId, id }))
    : (former?.secrets ?? null)
  await upsertProvider(trx, {
    schoolId,
    id,
    kind: setup.kind,
    channel: channelOf(setup as ProviderSetup),
    name: oneLine(save.name),
    priority: save.priority,
    enabled: save.enabled,
    settings: setup.settings,
    secrets,
    updatedAt: parts.clock.now(),
  })
  return id
}

/** Takes a provider away. What it was given keeps its history. */
export function removeProvider(trx: Trx, of: { schoolId: string; id: string }): Promise<void> {
  return deleteProvider(trx, of)
}

/** Sends one message outside the queue, so that staff see at once whether the settings work. */
export async function tryProvider(
  parts: ProviderParts,
  of: { schoolId: string; id: string; to: string; sender: string; subject: string; body: string },
): Promise<Outcome> {
  const record = await parts.db.inSchool(of.schoolId, (trx) => findRecord(trx, of))
  const provider = makeProvider(parts, record)
  const key = newId()
  try {
    const { schoolId, to, sender, body } = of
    const subject = record.channel === 'email' ? of.subject : null
    return await provider.send({
      schoolId,
      idempotencyKey: key,
      textKey: key,
      lane: 'emergency',
      to,
      sender,
      subject,
      body,
    })
  } finally {
    void provider.close()
  }
}

/** Makes a provider that sends, from what the school set up. Throws when its secrets cannot be opened with our key. */
export function makeProvider(parts: ProviderParts, record: ProviderRecord): Provider {
  const { outbound, clock, db } = parts
  const setup = openSetup(parts.secretBox, record)
  if (setup.kind === 'smtp') {
    return smtpProvider({ settings: setup.settings, password: setup.secrets.password, outbound, clock })
  }
  if (setup.kind === 'http-sms') {
    return httpSmsProvider({ settings: setup.settings, headers: setup.secrets.headers, outbound })
  }
  return simulatedProvider({ db, clock, providerId: record.id, channel: record.channel })
}

/** The settings with their secrets, for use inside this module only. */
export function openSetup(secretBox: SecretBox, record: ProviderRecord): ProviderSetup {
  const opened: unknown = record.secrets
    ? JSON.parse(secretBox.open(record.secrets, placeOf(record)))
    : noSecrets(record)
  return { kind: record.kind, settings: record.settings, secrets: opened } as ProviderSetup
}

function noSecrets(record: ProviderRecord): unknown {
  return record.kind === 'smtp' ? { password: null } : { headers: {}, receiptSecret: '' }
}

function placeOf(of: { schoolId: string; id: string }): string {
  return `delivery provider ${of.schoolId} ${of.id}`
}

function channelOf(setup: ProviderSetup): Channel {
  if (setup.kind === 'smtp') return 'email'
  return setup.kind === 'http-sms' ? 'sms' : setup.settings.channel
}

function refuseUnknownFields(setup: ProviderSetup): void {
  if (setup.kind !== 'http-sms') return
  const [unknown] = [...unknownFields(setup.settings.url), ...unknownFields(setup.settings.body)]
  if (unknown === undefined) return
  throw new Refusal(
    'provider.unknown-field',
    `{{${unknown}}} is not something a text has. Use {{to}}, {{text}}, {{sender}} or {{reference}}.`,
  )
}

async function findRecord(trx: Trx, of: { schoolId: string; id: string }): Promise<ProviderRecord> {
  const record = await providerByIdIfAny(trx, of)
  if (record) return record
  throw new Refusal('provider.not-found', 'This provider is no longer there. Somebody may have removed it.')
}
