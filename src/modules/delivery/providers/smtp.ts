import type { Clock } from '../../../platform/clock/index.ts'
import type { Outbound } from '../../../platform/outbound/index.ts'
import { classifySmtpAnswer } from '../rules/classify-smtp-answer.ts'
import { type Outcome, oneLine } from '../rules/outcome.ts'
import { type CompiledEmail, compileEmail, copyFor, isPlainAddress } from './email-text.ts'
import { laneQueue } from './lane-queue.ts'
import type { Provider, SendRequest } from './provider.ts'
import { type SmtpServer, smtpPool } from './smtp-pool.ts'

export type SmtpSettings = {
  host: string
  port: number
  security: SmtpServer['security']
  user: string | null
  fromAddress: string
  replyTo: string | null
  connections: number
  ratePerSecond: number | null
}

/** Any mail relay. Each email goes to one recipient alone; nobody sees another's address (VIS-5). */
export function smtpProvider(parts: {
  settings: SmtpSettings
  password: string | null
  outbound: Outbound
  clock: Clock
}): Provider {
  const { settings, clock } = parts
  const pool = smtpPool({ ...settings, password: parts.password, greetAs: null, timeoutMs: 30_000 }, parts.outbound)
  const queue = laneQueue(settings.connections)
  const compiled = compiledTexts(settings)
  const domain = settings.fromAddress.split('@')[1] ?? 'localhost'

  async function send(request: SendRequest): Promise<Outcome> {
    if (!isPlainAddress(request.to)) {
      return { kind: 'refused', failure: 'permanent', reason: 'This is not an email address', answer: '' }
    }
    const email = await compiled(request)
    const result = await queue.run(request.lane, () => {
      const messageId = `${request.idempotencyKey}@${domain}`
      const ownLink = request.shared?.ownLink ?? null
      const content = copyFor(email, { to: request.to, messageId, date: clock.now(), ownLink })
      return pool.send({ from: settings.fromAddress, to: request.to, content })
    })
    if (result.ok) return { kind: 'accepted', reference: null, answer: oneLine(result.answer) }
    return classifySmtpAnswer(result)
  }

  return {
    send,
    concurrency: settings.connections,
    ratePerSecond: settings.ratePerSecond,
    close: async () => pool.close(),
  }
}

const textsKept = 50

/** The MIME of the texts sent last, made once each: a newsletter to a thousand families is compiled once. */
function compiledTexts(settings: SmtpSettings): (request: SendRequest) => Promise<CompiledEmail> {
  const kept = new Map<string, Promise<CompiledEmail>>()
  return (request) => {
    const key = `${request.textKey} ${request.sender}`
    const known = kept.get(key)
    if (known) return known
    const made = compileEmail({
      fromName: request.sender,
      fromAddress: settings.fromAddress,
      replyTo: settings.replyTo,
      subject: request.subject ?? '',
      body: request.shared?.body ?? request.body,
    })
    kept.set(key, made)
    const [oldest] = kept.keys()
    if (kept.size > textsKept && oldest) kept.delete(oldest)
    return made
  }
}
