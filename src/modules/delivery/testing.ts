import { sql } from 'kysely'
import { systemClock } from '../../platform/clock/index.ts'
import type { TestDb } from '../../platform/db/testing.ts'
import { newId } from '../../platform/ids/index.ts'
import { silentLog } from '../../platform/log/index.ts'
import { type DeliveryToEnqueue, enqueueDeliveries } from './delivery.ts'
import { noHooks } from './hooks.ts'
import { type MakeProvider, providerShelf } from './provider-shelf.ts'
import type { Provider, ProviderRecord, SendRequest } from './providers/provider.ts'
import { upsertProvider } from './providers.store.ts'
import type { Outcome } from './rules/outcome.ts'
import type { DeliveryState } from './rules/state.ts'
import type { SendingParts } from './send-turn.ts'
import { textCache } from './text-cache.ts'

/** What the tests of this module share. */
export async function aSchool(db: TestDb): Promise<string> {
  const id = newId()
  await db.asOwner((trx) =>
    sql`insert into schools (id, slug, name, created_at) values (${id}, ${`s-${id}`}, 'Oakfield', ${new Date()})`.execute(
      trx,
    ),
  )
  return id
}

export async function aProvider(
  db: TestDb,
  schoolId: string,
  facts: Partial<ProviderRecord> = {},
): Promise<ProviderRecord> {
  const record: ProviderRecord = {
    schoolId,
    id: newId(),
    kind: 'simulated',
    channel: 'sms',
    name: 'Test',
    priority: 1,
    enabled: true,
    settings: {},
    secrets: null,
    updatedAt: new Date(),
    ...facts,
  }
  await db.inSchool(schoolId, (trx) => upsertProvider(trx, record))
  return record
}

export function aText(facts: Partial<DeliveryToEnqueue> = {}): DeliveryToEnqueue {
  return {
    messageId: newId(),
    recipientId: newId(),
    channel: 'sms',
    lane: 'ordinary',
    toAddress: '+447700900123',
    sender: 'Oakfield',
    subject: null,
    body: 'School is closed today.',
    parts: 1,
    costPence: 2.5,
    ...facts,
  }
}

export function queued(db: TestDb, schoolId: string, rows: DeliveryToEnqueue[]): Promise<string[]> {
  return db.inSchool(schoolId, (trx) => enqueueDeliveries(trx, { schoolId, rows, clock: systemClock }))
}

/** The parts of a worker whose providers answer as the test says. */
export function partsWith(db: TestDb, make: MakeProvider, also: Partial<SendingParts> = {}): SendingParts {
  return {
    db,
    clock: systemClock,
    log: silentLog,
    shelf: providerShelf({ db, clock: systemClock, log: silentLog, make }),
    hooks: noHooks,
    texts: textCache(db),
    random: () => 0,
    ...also,
  }
}

/** A provider that keeps what it was given and answers with the function. */
export function fakeProvider(answer: (request: SendRequest) => Outcome | Promise<Outcome>, also?: Partial<Provider>) {
  const taken: SendRequest[] = []
  const provider: Provider = {
    send: async (request) => {
      taken.push(request)
      return answer(request)
    },
    concurrency: 8,
    ratePerSecond: null,
    close: async () => {},
    ...also,
  }
  return { provider, taken }
}

export const accepted: Outcome = { kind: 'accepted', reference: null, answer: 'ok' }

export function refused(failure: 'temporary' | 'permanent' | 'technical'): Outcome {
  return { kind: 'refused', failure, reason: `It failed: ${failure}`, answer: 'no' }
}

export async function statesOf(db: TestDb, schoolId: string): Promise<Partial<Record<DeliveryState, number>>> {
  const { rows } = await db.asOwner((trx) =>
    sql<{ state: DeliveryState; count: number }>`
      select state, count(*)::int as count from deliveries where school_id = ${schoolId} group by state`.execute(trx),
  )
  return Object.fromEntries(rows.map((row) => [row.state, row.count]))
}

type RawRow = {
  id: string
  state: DeliveryState
  attempts: number
  due_at: Date
  reason: string | null
  provider_ref: string | null
  lease_token: string | null
  call_begun_at: Date | null
  ask_at: Date | null
}

export async function rowOf(db: TestDb, id: string): Promise<RawRow> {
  const { rows } = await db.asOwner((trx) => sql<RawRow>`select * from deliveries where id = ${id}`.execute(trx))
  const [row] = rows
  if (!row) throw new Error(`no delivery ${id}`)
  return row
}

/** Waits until it holds, at most ten seconds. */
export async function until(holds: () => Promise<boolean> | boolean, patienceMs = 10_000): Promise<void> {
  const end = Date.now() + patienceMs
  while (!(await holds())) {
    if (Date.now() > end) throw new Error('it did not come to hold in time')
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}
