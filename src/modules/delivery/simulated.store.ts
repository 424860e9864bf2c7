import { sql } from 'kysely'
import type { Trx } from '../../platform/db/index.ts'
import type { Channel } from './rules/state.ts'

export type SimulatedMessage = {
  id: string
  reference: string
  providerId: string
  channel: Channel
  direction: 'out' | 'in'
  address: string
  sender: string
  subject: string | null
  body: string
  status: 'on its way' | 'delivered' | 'failed' | 'no answer' | 'reply'
  fate: 'delivered' | 'failed' | 'no answer' | null
  at: Date
}

export async function insertSimulatedOnce(
  trx: Trx,
  message: Omit<SimulatedMessage, 'direction' | 'status'> & { schoolId: string; playAt: Date },
): Promise<void> {
  await sql`
    insert into simulated_messages (school_id, id, reference, provider_id, channel, direction, address, sender, subject,
      body, status, fate, play_at, at)
    values (${message.schoolId}, ${message.id}, ${message.reference}, ${message.providerId}, ${message.channel}, 'out',
      ${message.address}, ${message.sender}, ${message.subject}, ${message.body}, 'on its way', ${message.fate},
      ${message.playAt}, ${message.at})
    on conflict (school_id, reference) do nothing`.execute(trx)
}

export async function insertSimulatedReply(
  trx: Trx,
  reply: {
    schoolId: string
    id: string
    providerId: string
    channel: Channel
    address: string
    sender: string
    body: string
    at: Date
  },
): Promise<void> {
  await sql`
    insert into simulated_messages (school_id, id, reference, provider_id, channel, direction, address, sender, body,
      status, at)
    values (${reply.schoolId}, ${reply.id}, ${reply.id}, ${reply.providerId}, ${reply.channel}, 'in', ${reply.address},
      ${reply.sender}, ${reply.body}, 'reply', ${reply.at})`.execute(trx)
}

export async function simulatedByReferenceIfAny(
  trx: Trx,
  of: { schoolId: string; reference: string },
): Promise<{ id: string } | null> {
  const { rows } = await sql<{ id: string }>`
    select id from simulated_messages where school_id = ${of.schoolId} and reference = ${of.reference}`.execute(trx)
  return rows[0] ?? null
}

type SimulatedSqlRow = Omit<SimulatedMessage, 'providerId'> & { provider_id: string }

function toMessage({ provider_id: providerId, ...row }: SimulatedSqlRow): SimulatedMessage {
  return { ...row, providerId }
}

const shown = sql`id, reference, provider_id, channel, direction, address, sender, subject, body, status, fate, at`

export async function simulatedByIdIfAny(
  trx: Trx,
  of: { schoolId: string; id: string },
): Promise<SimulatedMessage | null> {
  const { rows } = await sql<SimulatedSqlRow>`
    select ${shown} from simulated_messages where school_id = ${of.schoolId} and id = ${of.id} for update`.execute(trx)
  return rows[0] ? toMessage(rows[0]) : null
}

/** Messages whose time has come, locked. */
export async function simulatedToPlay(
  trx: Trx,
  of: { schoolId: string; now: Date; limit: number },
): Promise<SimulatedMessage[]> {
  const { rows } = await sql<SimulatedSqlRow>`
    select ${shown} from simulated_messages where school_id = ${of.schoolId} and play_at <= ${of.now}
    order by play_at limit ${of.limit} for update skip locked`.execute(trx)
  return rows.map(toMessage)
}

export async function settleSimulated(
  trx: Trx,
  of: { schoolId: string; id: string; status: 'delivered' | 'failed' | 'no answer'; now: Date },
): Promise<void> {
  await sql`
    update simulated_messages set status = ${of.status}, play_at = null, settled_at = ${of.now}
    where school_id = ${of.schoolId} and id = ${of.id}`.execute(trx)
}

/** The latest messages, newest first; of one address only when it is given. */
export async function simulatedLatest(
  trx: Trx,
  of: { schoolId: string; channel: Channel; address: string | null; limit: number },
): Promise<SimulatedMessage[]> {
  const only = of.address ? sql`and address = ${of.address}` : sql``
  const { rows } = await sql<SimulatedSqlRow>`
    select ${shown} from simulated_messages where school_id = ${of.schoolId} and channel = ${of.channel} ${only}
    order by at desc, id desc limit ${of.limit}`.execute(trx)
  return rows.map(toMessage)
}

/** How many went out on each channel, by what became of them. */
export async function simulatedCounts(trx: Trx, schoolId: string) {
  const { rows } = await sql<{ channel: Channel; status: SimulatedMessage['status']; count: number }>`
    select channel, status, count(*)::int as count from simulated_messages
    where school_id = ${schoolId} and direction = 'out' group by channel, status`.execute(trx)
  return rows
}
