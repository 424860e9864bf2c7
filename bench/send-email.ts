import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { sql } from 'kysely'
import { SMTPServer } from 'smtp-server'
import { enqueueDeliveries, openDelivery, saveProvider } from '../src/modules/delivery/index.ts'
import { smtpProvider } from '../src/modules/delivery/providers/smtp.ts'
import { systemClock } from '../src/platform/clock/index.ts'
import { type TestDb, testDatabase } from '../src/platform/db/testing.ts'
import { newId } from '../src/platform/ids/index.ts'
import { silentLog } from '../src/platform/log/index.ts'
import { outboundTo } from '../src/platform/outbound/index.ts'

// Emails through the whole path (waiting row → claimed → handed to Postfix's smtp-sink → outcome written), in turn with
// Postfix's own smtp-source to the same sink. Loopback only. Needs Postfix's tools; its service need not run.

const { values } = parseArgs({
  options: {
    emails: { type: 'string', default: '20000' },
    rounds: { type: 'string', default: '5' },
    connections: { type: 'string', default: '4' },
  },
})
const emails = Number(values.emails)
const rounds = Number(values.rounds)
const connections = Number(values.connections)
// Text and HTML together make an email of about 2 KB on the wire; smtp-source is told to send exactly as much.
const body = 'School is closed on Monday. Please keep your child at home.\n'.repeat(9)

const sinkPort = await freePort()
const smtpSettings = {
  host: '127.0.0.1',
  port: sinkPort,
  security: 'none' as const,
  user: null,
  fromAddress: 'office@oakfield.example',
  replyTo: null,
  connections,
  ratePerSecond: null,
}
const sink = spawn('smtp-sink', ['-u', 'nobody', '-c', `127.0.0.1:${sinkPort}`, '256'], { stdio: 'ignore' })
const folder = mkdtempSync(join(tmpdir(), 'gatehouse-bench-'))
const db = await testDatabase()
try {
  await waitFor(() => answers(sinkPort))
  const schoolId = await prepareSchool(db)
  await round(db, schoolId, Math.min(emails, 2000))
  const wireBytes = await measureOneEmail()
  const results: { gatehouse: number; source: number }[] = []
  for (let i = 0; i < rounds; i += 1) {
    const source = await smtpSource(wireBytes)
    const gatehouse = await round(db, schoolId, emails)
    results.push({ gatehouse, source })
    console.error(`round ${i + 1}: smtp-source ${source.toFixed(0)}/s, Gatehouse ${gatehouse.toFixed(0)}/s`)
  }
  report(results, wireBytes)
} finally {
  await db.close()
  sink.kill()
  rmSync(folder, { recursive: true, force: true })
}

async function prepareSchool(on: TestDb): Promise<string> {
  const id = newId()
  await on.asOwner((trx) =>
    sql`insert into schools (id, slug, name, created_at) values (${id}, 'bench', 'Bench', ${new Date()})`.execute(trx),
  )
  const delivery = openOn(on)
  await on.inSchool(id, (trx) =>
    saveProvider(trx, delivery, {
      schoolId: id,
      name: 'smtp-sink',
      priority: 1,
      enabled: true,
      setup: {
        kind: 'smtp',
        settings: smtpSettings,
        secrets: { password: null },
      },
    }),
  )
  return id
}

/** How many bytes one of these emails has on the wire. */
async function measureOneEmail(): Promise<number> {
  let bytes = 0
  const server = new SMTPServer({
    authOptional: true,
    hideSTARTTLS: true,
    onData: (stream, _session, done) => {
      stream.on('data', (chunk: Buffer) => {
        bytes += chunk.length
      })
      stream.on('end', () => done())
    },
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()))
  const address = server.server.address()
  const settings = { ...smtpSettings, port: typeof address === 'object' && address ? address.port : 0 }
  const provider = smtpProvider({ settings, password: null, outbound: outboundTo(['127.0.0.1']), clock: systemClock })
  const email = { sender: 'Oakfield', subject: 'Closed on Monday', body, to: 'family12345@example.org' }
  const key = newId()
  await provider.send({ ...email, schoolId: key, idempotencyKey: key, textKey: key, lane: 'ordinary' })
  await provider.close()
  await new Promise<void>((resolve) => server.close(() => resolve()))
  return bytes
}

function openOn(on: TestDb) {
  return openDelivery({ db: on, clock: systemClock, log: silentLog, dataFolder: folder, privateTargets: ['127.0.0.1'] })
}

/** Emails a second, from the start of the worker on a full queue until every row says that it was accepted. */
async function round(on: TestDb, schoolId: string, count: number): Promise<number> {
  const messageId = newId()
  const rows = Array.from({ length: count }, (_, i) => ({
    messageId,
    recipientId: newId(),
    channel: 'email' as const,
    lane: 'ordinary' as const,
    toAddress: `family${i}@example.org`,
    sender: 'Oakfield',
    subject: 'Closed on Monday',
    body,
    parts: 0,
    costPence: 0,
  }))
  await on.inSchool(schoolId, (trx) => enqueueDeliveries(trx, { schoolId, rows, clock: systemClock }))
  const startedAt = performance.now()
  const worker = openOn(on).startWorker()
  await waitFor(async () => (await waiting(on, schoolId, messageId)) === 0, 20)
  const seconds = (performance.now() - startedAt) / 1000
  await worker.stop()
  await checkAllAccepted(on, schoolId, messageId, count)
  return count / seconds
}

async function waiting(on: TestDb, schoolId: string, messageId: string): Promise<number> {
  const { rows } = await on.asOwner((trx) =>
    sql`select 1 from deliveries where school_id = ${schoolId} and message_id = ${messageId}
      and state in ('queued', 'sending') limit 1`.execute(trx),
  )
  return rows.length
}

async function checkAllAccepted(on: TestDb, schoolId: string, messageId: string, count: number): Promise<void> {
  const { rows } = await on.asOwner((trx) =>
    sql<{ state: string; count: number }>`select state, count(*)::int as count from deliveries
      where school_id = ${schoolId} and message_id = ${messageId} group by state`.execute(trx),
  )
  const [only] = rows
  if (rows.length === 1 && only?.state === 'accepted' && only.count === count) return
  throw new Error(`not every email was accepted: ${JSON.stringify(rows)}`)
}

/** The same number of messages of the same size by Postfix's own generator, connections kept open (-d). */
async function smtpSource(bytes: number): Promise<number> {
  const args = ['-d', '-s', String(connections), '-l', String(bytes), '-m', String(emails)]
  const startedAt = performance.now()
  await run('smtp-source', [
    ...args,
    '-f',
    'office@oakfield.example',
    '-t',
    'family@example.org',
    `127.0.0.1:${sinkPort}`,
  ])
  return emails / ((performance.now() - startedAt) / 1000)
}

function report(results: { gatehouse: number; source: number }[], bytes: number): void {
  const ratios = results.map(({ gatehouse, source }) => gatehouse / source).sort((a, b) => a - b)
  const line = (name: string, list: number[]) =>
    `| ${name} | ${Math.round(median(list))} | ${Math.round(Math.min(...list))} |`
  console.log(
    [
      `${emails} emails of ${bytes} bytes, ${connections} connections, ${results.length} rounds in turn`,
      '',
      '| | median a second | slowest a second |',
      '|---|---|---|',
      line(
        'smtp-source -d',
        results.map(({ source }) => source),
      ),
      line(
        'Gatehouse, whole path',
        results.map(({ gatehouse }) => gatehouse),
      ),
      '',
      `ratio: median ${median(ratios).toFixed(2)}, worst ${(ratios[0] ?? 0).toFixed(2)}`,
    ].join('\n'),
  )
}

function median(list: number[]): number {
  const sorted = [...list].sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? 0
}

function run(command: string, args: string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: ['ignore', 'ignore', 'inherit'] })
    child.on('error', reject)
    child.on('exit', (code) => (code === 0 ? resolve() : reject(new Error(`${command} ended with ${code}`))))
  })
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.destroy()
      resolve(true)
    })
    socket.on('error', () => resolve(false))
  })
}

async function waitFor(holds: () => Promise<boolean>, everyMs = 50): Promise<void> {
  const end = Date.now() + 300_000
  while (!(await holds())) {
    if (Date.now() > end) throw new Error('it took longer than five minutes')
    await new Promise((resolve) => setTimeout(resolve, everyMs))
  }
}
