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
import {
  deleteProvider,
  failuresBySchool,
  providerByIdIfAny,
  providersBySchool,
  upsertProvider,
} from './providers.store.ts'
import { type Outcome, oneLine } from './rules/outcome.ts'
import {
  destinationOf,
  type Problems,
  problemsOfHttpSms,
  problemsOfSmtp,
  type ReceiptMapping,
} from './rules/provider-problems.ts'
import type { Channel } from './rules/state.ts'

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
  /** A password or a key is held. */
  hasSecrets: boolean
} & {
  [K in ProviderSetup['kind']]: { kind: K; settings: Extract<ProviderSetup, { kind: K }>['settings'] }
}[ProviderSetup['kind']]

/** The providers of a school, in the order in which they are tried; no secrets. */
export async function listProviders(trx: Trx, schoolId: string): Promise<ShownProvider[]> {
  return (await providersBySchool(trx, schoolId)).map(toShown)
}

/** One of them; throws a Refusal where there is none. */
export async function findProvider(trx: Trx, of: { schoolId: string; id: string }): Promise<ShownProvider> {
  return toShown(await findRecord(trx, of))
}

function toShown(record: ProviderRecord): ShownProvider {
  const { id, kind, name, channel, priority, enabled, settings, secrets } = record
  return { id, kind, name, channel, priority, enabled, settings, hasSecrets: secrets !== null } as ShownProvider
}

/** What staff typed: secrets that are left out keep their former values, which nobody is shown. */
export type TypedSetup = {
  [K in ProviderSetup['kind']]: Extract<ProviderSetup, { kind: K }> extends {
    settings: infer Settings
    secrets: infer Secrets
  }
    ? { kind: K; settings: Settings; secrets: Partial<Secrets> }
    : never
}[ProviderSetup['kind']]

/** What is wrong with the settings, by field; empty when they can be saved. */
export function problemsOfProvider(setup: TypedSetup): Problems {
  if (setup.kind === 'smtp') return problemsOfSmtp(setup.settings)
  if (setup.kind === 'http-sms') return problemsOfHttpSms(setup.settings, setup.secrets.headers ?? {})
  return {}
}

/**
 * Adds a provider, or changes one when `id` is given. Throws a Refusal when something is wrong with the settings, or when
 * a held secret would be sent to another place than before. The caller records the act, without the secrets.
 */
export async function saveProvider(
  trx: Trx,
  parts: Pick<ProviderParts, 'secretBox' | 'clock'>,
  save: { schoolId: string; id?: string; name: string; priority: number; enabled: boolean; setup: TypedSetup },
): Promise<string> {
  const { schoolId, setup } = save
  const former = save.id ? await findRecord(trx, { schoolId, id: save.id }) : null
  const id = former?.id ?? newId()
  const [problem] = Object.values(problemsOfProvider(setup))
  if (problem !== undefined) throw new Refusal('provider.settings', problem)
  const secrets = { ...heldSecrets(parts.secretBox, former, setup), ...setup.secrets }
  await upsertProvider(trx, {
    schoolId,
    id,
    kind: setup.kind,
    channel: channelOf(setup),
    name: oneLine(save.name) || nameOf(setup),
    priority: save.priority,
    enabled: save.enabled,
    settings: setup.settings,
    secrets: isEmpty(secrets) ? null : parts.secretBox.seal(JSON.stringify(secrets), placeOf({ schoolId, id })),
    updatedAt: parts.clock.now(),
  })
  return id
}

function isEmpty(secrets: object): boolean {
  return Object.values(secrets).every((value) => !value || Object.keys(value).length === 0)
}

function nameOf(setup: TypedSetup): string {
  if (setup.kind === 'smtp') return setup.settings.host
  return setup.kind === 'http-sms' ? new URL(setup.settings.url).host : 'Simulated network'
}

/** What is held already and may go on being used. */
function heldSecrets(secretBox: SecretBox, former: ProviderRecord | null, setup: TypedSetup): object {
  if (!former) return emptySecrets(setup.kind)
  if (former.kind !== setup.kind)
    throw new Refusal('provider.kind', 'A provider stays of its kind. Add a new one instead.')
  const held = openSetup(secretBox, former)
  if (held.kind === 'smtp' && setup.kind === 'smtp' && held.secrets.password && setup.secrets.password === undefined) {
    refuseOtherPlace(destinationOf(held.settings), destinationOf(setup.settings), 'password')
  }
  if (held.kind === 'http-sms' && setup.kind === 'http-sms' && setup.secrets.headers === undefined) {
    const isSecret = Object.keys(held.secrets.headers).length > 0
    if (isSecret) refuseOtherPlace(destinationOf(held.settings), destinationOf(setup.settings), 'headers')
  }
  return held.secrets
}

function refuseOtherPlace(before: string, after: string, what: 'password' | 'headers'): void {
  if (before === after) return
  throw new Refusal(
    `provider.${what}-again`,
    `The address is another one now, so type the ${what} again. What is held is never sent to a new place by itself.`,
  )
}

/** DLV-4: switched-on providers that fail for everybody, with the reason in plain words; for the home page and settings. */
export function failingProviders(trx: Trx, schoolId: string) {
  return failuresBySchool(trx, schoolId)
}

/** Gives a school the simulated network for texts and emails: everything is taken and shown, nothing leaves the machine. */
export async function connectSimulatedNetwork(
  trx: Trx,
  parts: Pick<ProviderParts, 'secretBox' | 'clock'>,
  schoolId: string,
): Promise<void> {
  for (const channel of ['email', 'sms'] as const) {
    const name = channel === 'sms' ? 'Simulated phones' : 'Simulated email'
    const setup = { kind: 'simulated' as const, settings: { channel }, secrets: {} }
    await saveProvider(trx, parts, { schoolId, name, priority: 1, enabled: true, setup })
  }
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
    : emptySecrets(record.kind)
  return { kind: record.kind, settings: record.settings, secrets: opened } as ProviderSetup
}

function emptySecrets(kind: ProviderSetup['kind']): object {
  if (kind === 'smtp') return { password: null }
  return kind === 'http-sms' ? { headers: {}, receiptSecret: '' } : {}
}

function placeOf(of: { schoolId: string; id: string }): string {
  return `delivery provider ${of.schoolId} ${of.id}`
}

function channelOf(setup: TypedSetup): Channel {
  if (setup.kind === 'smtp') return 'email'
  return setup.kind === 'http-sms' ? 'sms' : setup.settings.channel
}

async function findRecord(trx: Trx, of: { schoolId: string; id: string }): Promise<ProviderRecord> {
  const record = await providerByIdIfAny(trx, of)
  if (record) return record
  throw new Refusal('provider.not-found', 'This provider is no longer there. Somebody may have removed it.')
}
