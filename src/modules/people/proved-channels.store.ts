import { sql } from 'kysely'
import type { Trx } from '../../platform/db/index.ts'

/** Where somebody proved a channel: the school and the adult there. */
export type ProvedAt = { schoolId: string; adultId: string; channel: 'email' | 'sms' }

/** `valueHash` is keyed, so that the directory of the instance holds nobody's address. In place of what stood for the channel. */
export async function pointToProvedChannel(trx: Trx, proved: ProvedAt & { valueHash: string }): Promise<void> {
  const { schoolId, adultId, channel, valueHash } = proved
  await forgetProvedChannels(trx, { schoolId, adultId, channels: [channel] })
  await sql`
    insert into proved_channels (value_hash, school_id, adult_id, channel)
    values (${valueHash}, ${schoolId}, ${adultId}, ${channel})
    on conflict (value_hash, school_id, adult_id) do nothing`.execute(trx)
}

/** Who proved this channel, at whichever school. Whether it still is theirs is asked at the school. */
export async function whoProvedChannel(trx: Trx, valueHash: string): Promise<ProvedAt[]> {
  const { rows } = await sql<{ school_id: string; adult_id: string; channel: 'email' | 'sms' }>`
    select school_id, adult_id, channel from proved_channels
    where value_hash = ${valueHash} order by school_id, adult_id`.execute(trx)
  return rows.map((row) => ({ schoolId: row.school_id, adultId: row.adult_id, channel: row.channel }))
}

export async function forgetProvedChannels(
  trx: Trx,
  of: { schoolId: string; adultId: string; channels: ('email' | 'sms')[] },
): Promise<void> {
  await sql`
    delete from proved_channels
    where school_id = ${of.schoolId} and adult_id = ${of.adultId} and channel = any(${of.channels})`.execute(trx)
}
