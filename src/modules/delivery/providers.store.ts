import { sql } from 'kysely'
import type { Trx } from '../../platform/db/index.ts'
import type { ProviderRecord } from './providers/provider.ts'
import type { Channel } from './rules/state.ts'

type ProviderSqlRow = {
  school_id: string
  id: string
  kind: ProviderRecord['kind']
  channel: ProviderRecord['channel']
  name: string
  priority: number
  enabled: boolean
  settings: unknown
  secrets: string | null
  updated_at: Date
}

function toRecord(row: ProviderSqlRow): ProviderRecord {
  const { school_id: schoolId, updated_at: updatedAt, ...rest } = row
  return { schoolId, ...rest, updatedAt }
}

/** Every provider of a school, by channel, first choice first. */
export async function providersBySchool(trx: Trx, schoolId: string): Promise<ProviderRecord[]> {
  const { rows } = await sql<ProviderSqlRow>`
    select school_id, id, kind, channel, name, priority, enabled, settings, secrets, updated_at from delivery_providers
    where school_id = ${schoolId} order by channel, priority, id`.execute(trx)
  return rows.map(toRecord)
}

export async function providerByIdIfAny(
  trx: Trx,
  of: { schoolId: string; id: string },
): Promise<ProviderRecord | null> {
  const { rows } = await sql<ProviderSqlRow>`
    select school_id, id, kind, channel, name, priority, enabled, settings, secrets, updated_at from delivery_providers
    where school_id = ${of.schoolId} and id = ${of.id}`.execute(trx)
  return rows[0] ? toRecord(rows[0]) : null
}

export async function upsertProvider(trx: Trx, record: ProviderRecord): Promise<void> {
  await sql`
    insert into delivery_providers (school_id, id, kind, channel, name, priority, enabled, settings, secrets, updated_at)
    values (${record.schoolId}, ${record.id}, ${record.kind}, ${record.channel}, ${record.name}, ${record.priority},
      ${record.enabled}, ${JSON.stringify(record.settings)}::jsonb, ${record.secrets}, ${record.updatedAt})
    on conflict (school_id, id) do update set name = excluded.name, priority = excluded.priority,
      enabled = excluded.enabled, settings = excluded.settings, secrets = excluded.secrets,
      updated_at = excluded.updated_at`.execute(trx)
}

export async function deleteProvider(trx: Trx, of: { schoolId: string; id: string }): Promise<void> {
  await sql`delete from delivery_providers where school_id = ${of.schoolId} and id = ${of.id}`.execute(trx)
}

export async function insertFailureOnce(
  trx: Trx,
  failure: { schoolId: string; providerId: string; since: Date; reason: string; answer: string },
): Promise<boolean> {
  const { rows } = await sql`
    insert into delivery_provider_failures (school_id, provider_id, since, reason, answer)
    values (${failure.schoolId}, ${failure.providerId}, ${failure.since}, ${failure.reason}, ${failure.answer})
    on conflict do nothing returning provider_id`.execute(trx)
  return rows.length > 0
}

export async function deleteFailure(trx: Trx, of: { schoolId: string; providerId: string }): Promise<void> {
  await sql`
    delete from delivery_provider_failures
    where school_id = ${of.schoolId} and provider_id = ${of.providerId}`.execute(trx)
}

/** Switched-on providers that do not work. */
export async function failuresBySchool(trx: Trx, schoolId: string) {
  const { rows } = await sql<{ id: string; name: string; channel: Channel; since: Date; reason: string }>`
    select p.id, p.name, p.channel, f.since, f.reason from delivery_provider_failures f
    join delivery_providers p on p.school_id = f.school_id and p.id = f.provider_id
    where f.school_id = ${schoolId} and p.enabled order by f.since`.execute(trx)
  return rows
}
