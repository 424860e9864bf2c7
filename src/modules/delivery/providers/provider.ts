import type { Outcome } from '../rules/outcome.ts'
import type { Channel, Lane } from '../rules/state.ts'

/** One message for one recipient, as a provider is given it. */
export type SendRequest = {
  schoolId: string
  /** The same for every attempt at the same row, so that a provider or a mailbox can tell a repetition. */
  idempotencyKey: string
  /** Names the text: requests with the same key say the same, so what is made of it once may be used again. */
  textKey: string
  lane: Lane
  to: string
  sender: string
  subject: string | null
  body: string
  /** Where the body holds the reader's own link: the body as all with the same key have it, with a field for that link. */
  shared?: { body: string; ownLink: string }
}

/** An outside service that takes messages of one channel. `send` never throws for what a service does wrong. */
export type Provider = {
  send(request: SendRequest): Promise<Outcome>
  /** What became of a call whose outcome was lost; `nothing known` when the service never got it (DLV-3). */
  ask?(of: { schoolId: string; idempotencyKey: string; providerRef: string | null }): Promise<Outcome | 'nothing known'>
  /** How many messages it takes at the same time. */
  concurrency: number
  /** The most a second that the service allows; null without a cap. */
  ratePerSecond: number | null
  close(): Promise<void>
}

/** A provider as set up by a school. */
export type ProviderRecord = {
  schoolId: string
  id: string
  kind: 'smtp' | 'http-sms' | 'simulated'
  channel: Channel
  name: string
  priority: number
  enabled: boolean
  settings: unknown
  /** Sealed; see `platform/crypto`. */
  secrets: string | null
  updatedAt: Date
}
