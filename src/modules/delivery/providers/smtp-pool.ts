import type { Transform } from 'node:stream'
import SMTPConnection from 'nodemailer/lib/smtp-connection'
import type { Outbound } from '../../../platform/outbound/index.ts'
import type { SmtpFailure } from '../rules/classify-smtp-answer.ts'

export type SmtpServer = {
  host: string
  port: number
  /** `tls` from the first byte, `starttls` required, `starttls if offered`, or `none`. */
  security: 'tls' | 'starttls' | 'starttls if offered' | 'none'
  user: string | null
  password: string | null
  /** The name we greet with; the machine's own when null. */
  greetAs: string | null
  timeoutMs: number
}

/** `content` is dotted and ends with its closing dot. */
export type DottedMessage = { from: string; to: string; content: Buffer }

export type SmtpResult = { ok: true; answer: string } | ({ ok: false } & SmtpFailure)

const messagesPerConnection = 1000
const idleMs = 15_000
/** Long messages go in pieces: the last, with the closing dot, leaves only when the server has taken the others. */
const pieceBytes = 64 * 1024

type Kept = { connection: SMTPConnection; sent: number; idleTimer: NodeJS.Timeout | null; isOpen: boolean }

/** Connections kept open between messages; the caller sees to it that no more than it wants are in use at once. */
export function smtpPool(server: SmtpServer, outbound: Outbound) {
  const idle: Kept[] = []
  const all = new Set<Kept>()

  function takeIdle(): Kept | undefined {
    for (let kept = idle.pop(); kept; kept = idle.pop()) {
      if (kept.idleTimer) clearTimeout(kept.idleTimer)
      if (kept.isOpen) return kept
    }
    return undefined
  }

  function giveBack(kept: Kept): void {
    if (!kept.isOpen) return
    if (kept.sent >= messagesPerConnection) {
      leave(kept)
      return
    }
    kept.idleTimer = setTimeout(() => leave(kept), idleMs).unref()
    idle.push(kept)
  }

  function leave(kept: Kept): void {
    kept.isOpen = false
    all.delete(kept)
    kept.connection.quit()
  }

  async function open(): Promise<Kept | ({ ok: false } & SmtpFailure)> {
    try {
      const connection = await connect(server, outbound)
      const kept: Kept = { connection, sent: 0, idleTimer: null, isOpen: true }
      connection.on('end', () => {
        kept.isOpen = false
        all.delete(kept)
      })
      all.add(kept)
      return kept
    } catch (error) {
      return failureOf(error, { established: false, begun: false, whole: false })
    }
  }

  return {
    /** Sends one message. A kept connection that died while idle is replaced once, as nothing had been given to it yet. */
    async send(message: DottedMessage): Promise<SmtpResult> {
      const kept = takeIdle()
      if (kept) {
        const result = await sendOn(kept, message)
        giveBack(kept)
        const hungUp = !result.ok && (result.replyCode === null || result.replyCode === 421)
        const wasDead = hungUp && result.stage !== 'message'
        if (!wasDead) return result
      }
      const fresh = await open()
      if ('ok' in fresh) return fresh
      const result = await sendOn(fresh, message)
      giveBack(fresh)
      return result
    },
    close(): void {
      for (const kept of all) {
        if (kept.idleTimer) clearTimeout(kept.idleTimer)
        leave(kept)
      }
      idle.length = 0
    },
  }
}

async function connect(server: SmtpServer, outbound: Outbound): Promise<SMTPConnection> {
  const connection = new SMTPConnection({
    host: await outbound.resolve(server.host),
    port: server.port,
    secure: server.security === 'tls',
    requireTLS: server.security === 'starttls',
    ignoreTLS: server.security === 'none',
    opportunisticTLS: server.security === 'starttls if offered',
    tls: { servername: server.host },
    ...(server.greetAs ? { name: server.greetAs } : {}),
    connectionTimeout: server.timeoutMs,
    greetingTimeout: server.timeoutMs,
    socketTimeout: server.timeoutMs,
    socketCloseTimeout: 1000,
  })
  await new Promise<void>((resolve, reject) => {
    connection.once('error', reject)
    connection.connect((error) => (error ? reject(error) : resolve()))
  })
  // From here on a failing connection reports to the message in flight.
  connection.on('error', () => {})
  const { user, password } = server
  if (user && password) {
    await new Promise<void>((resolve, reject) => {
      connection.login({ credentials: { user, pass: password } }, (error) => {
        if (!error) return resolve()
        connection.close()
        return reject(error)
      })
    })
  }
  return connection
}

async function sendOn(kept: Kept, message: DottedMessage): Promise<SmtpResult> {
  kept.sent += 1
  const progress = { established: true, begun: false, whole: false }
  // Stands in for a stream: `pipe` is called when the server is ready for the message, which tells how far it got. What
  // is given is dotted already, so it goes past the transformation straight out: one write a mail instead of two.
  const content = {
    pipe(sink: Transform) {
      progress.begun = true
      sink.once('end', () => {
        progress.whole = true
      })
      for (let at = 0; at < message.content.length; at += pieceBytes) {
        sink.push(message.content.subarray(at, at + pieceBytes))
      }
      sink.push(null)
    },
  }
  const result = await new Promise<SmtpResult>((resolve) => {
    const done = (error: Error | null, info?: { response?: unknown }) =>
      resolve(error ? failureOf(error, progress) : { ok: true, answer: String(info?.response ?? '') })
    kept.connection.send({ from: message.from, to: message.to }, content as never, done as never)
  })
  if (!result.ok) await endTransaction(kept, result)
  return result
}

/** A server that refused a recipient still waits for more of the same mail: it is told to forget it. */
async function endTransaction(kept: Kept, failure: SmtpFailure): Promise<void> {
  if (failure.replyCode === null || !kept.isOpen) return kept.connection.close()
  await new Promise<void>((resolve) => {
    const done = () => {
      kept.connection.off('end', done)
      resolve()
    }
    kept.connection.once('end', done)
    kept.connection.reset((error) => {
      if (error) kept.connection.close()
      done()
    })
  })
}

function failureOf(error: unknown, progress: Progress): { ok: false } & SmtpFailure {
  const facts = error instanceof Error ? (error as Error & Record<string, unknown>) : { message: String(error) }
  const code = 'code' in facts ? String(facts.code) : ''
  const command = 'command' in facts ? String(facts.command) : ''
  const replyCode = 'responseCode' in facts && typeof facts.responseCode === 'number' ? facts.responseCode : null
  const response = 'response' in facts && typeof facts.response === 'string' ? facts.response : ''
  return {
    ok: false,
    replyCode,
    answer: response || facts.message,
    stage: stageOf({ code, command, ...progress }),
    wholeMessageGiven: progress.whole,
  }
}

type Progress = { established: boolean; begun: boolean; whole: boolean }

function stageOf(facts: Progress & { code: string; command: string }): SmtpFailure['stage'] {
  if (facts.begun) return 'message'
  if (facts.code === 'EAUTH' || facts.command.startsWith('AUTH')) return 'sign in'
  if (facts.command === 'MAIL FROM') return 'sender'
  return facts.established ? 'recipient' : 'connect'
}
