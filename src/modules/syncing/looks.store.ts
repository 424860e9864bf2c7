import { sql } from 'kysely'
import type { Trx } from '../../platform/db/index.ts'
import type { Seen } from './rules/has-stopped-growing.ts'

export type Looks = { seen: Seen; watchedSince: Date | null; tidiedAt: Date | null }

export async function looksOf(trx: Trx, schoolId: string): Promise<Looks> {
  const row = await trx.selectFrom('sync_looks').selectAll().where('school_id', '=', schoolId).executeTakeFirst()
  return { seen: (row?.seen ?? {}) as Seen, watchedSince: row?.watched_since ?? null, tidiedAt: row?.tidied_at ?? null }
}

export async function saveLooks(trx: Trx, { schoolId, seen, watchedSince, tidiedAt }: Looks & { schoolId: string }) {
  const json = JSON.stringify(seen)
  await sql`
    insert into sync_looks (school_id, seen, watched_since, tidied_at)
    values (${schoolId}, ${json}, ${watchedSince}, ${tidiedAt})
    on conflict (school_id) do update set seen = ${json}, watched_since = ${watchedSince}, tidied_at = ${tidiedAt}`.execute(
    trx,
  )
}
