import { Pool } from 'undici'
import { guardedConnector, type Outbound } from '../../../platform/outbound/index.ts'
import { type Escaping, fillTemplate, type TemplateValues } from '../rules/fill-template.ts'
import { readHttpSmsAnswer, type SuccessRule } from '../rules/http-sms-answer.ts'
import { type Outcome, oneLine } from '../rules/outcome.ts'
import { laneQueue } from './lane-queue.ts'
import type { Provider, SendRequest } from './provider.ts'

export type HttpSmsSettings = {
  /** May hold `{{to}}`, `{{text}}`, `{{sender}}` and `{{reference}}` in its path and query. */
  url: string
  method: 'POST' | 'PUT' | 'GET'
  contentType: 'application/json' | 'application/x-www-form-urlencoded' | 'none'
  body: string
  success: SuccessRule
  connections: number
  ratePerSecond: number | null
  timeoutMs: number
}

const longestAnswer = 64 * 1024

/** Any gateway that takes a text as one HTTP request. `headers` may hold its key, so they are kept among the secrets. */
export function httpSmsProvider(parts: {
  settings: HttpSmsSettings
  headers: Record<string, string>
  outbound: Outbound
}): Provider {
  const { settings, outbound } = parts
  const { origin, hostname } = new URL(fillTemplate(settings.url, noValues, 'urlencoded'))
  const pool = new Pool(origin, {
    connections: settings.connections,
    connect: guardedConnector(outbound),
    headersTimeout: settings.timeoutMs,
    bodyTimeout: settings.timeoutMs,
    maxResponseSize: longestAnswer,
  })
  const queue = laneQueue(settings.connections)

  async function send(request: SendRequest): Promise<Outcome> {
    const values: TemplateValues = {
      to: request.to,
      text: request.body,
      sender: request.sender,
      reference: request.idempotencyKey,
    }
    return queue.run(request.lane, () => call(values))
  }

  async function call(values: TemplateValues): Promise<Outcome> {
    try {
      outbound.assertAddressAllowed(hostname)
      const url = new URL(fillTemplate(settings.url, values, 'urlencoded'))
      const answer = await pool.request({
        path: url.pathname + url.search,
        method: settings.method,
        headers: headersOf(settings, parts.headers),
        body: settings.method === 'GET' ? null : fillTemplate(settings.body, values, escapingOf(settings)),
      })
      const body = await answer.body.text()
      return readHttpSmsAnswer({ status: answer.statusCode, body, ...retryAfterOf(answer.headers) }, settings.success)
    } catch (error) {
      return outcomeOfBrokenCall(error)
    }
  }

  return {
    send,
    concurrency: settings.connections,
    ratePerSecond: settings.ratePerSecond,
    close: () => pool.close(),
  }
}

const noValues: TemplateValues = { to: '', text: '', sender: '', reference: '' }

function headersOf(settings: HttpSmsSettings, secret: Record<string, string>): Record<string, string> {
  const type: Record<string, string> = settings.contentType === 'none' ? {} : { 'content-type': settings.contentType }
  return { accept: 'application/json, text/plain, */*', ...type, ...secret }
}

function escapingOf(settings: HttpSmsSettings): Escaping {
  if (settings.contentType === 'application/json') return 'json'
  return settings.contentType === 'application/x-www-form-urlencoded' ? 'urlencoded' : 'none'
}

function retryAfterOf(headers: Record<string, string | string[] | undefined>): { retryAfterSeconds?: number } {
  const seconds = Number(headers['retry-after'])
  return Number.isFinite(seconds) && seconds > 0 ? { retryAfterSeconds: Math.min(seconds, 3600) } : {}
}

/** Errors from before the request was written: the gateway cannot have got it. */
const notSent = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
  'CERT_HAS_EXPIRED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'ERR_TLS_CERT_ALTNAME_INVALID',
  'outbound.private',
])

/** DLV-3: after the request was written nobody knows whether the gateway took it. */
function outcomeOfBrokenCall(error: unknown): Outcome {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  const answer = oneLine(error instanceof Error ? `${code} ${error.message}` : String(error))
  if (notSent.has(code)) {
    return { kind: 'refused', failure: 'technical', reason: 'The text gateway could not be reached', answer }
  }
  return { kind: 'uncertain', reason: 'The text gateway hung up before it answered', answer }
}
