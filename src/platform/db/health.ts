import { sql } from 'kysely'
import type { Db } from './types.ts'

/** What a sound database looks like from inside. Empty lists are good. */
export type Health = {
  version: string
  /** Tables with a school_id, open to the application, that do not force row-level security. */
  tablesWithoutTenancy: string[]
  /** What belongs to the role that the program runs as; it must own nothing. */
  ownedByRuntime: string[]
}

export function checkHealth(db: Db): Promise<Health> {
  return db.inInstance(async (trx) => {
    const version = await sql<{ v: string }>`select current_setting('server_version') as v`.execute(trx)
    const open = await tablesWithoutTenancy.execute(trx)
    const owned = await ownedByRuntime.execute(trx)
    return {
      version: version.rows[0]?.v ?? '',
      tablesWithoutTenancy: open.rows.map(({ name }) => name),
      ownedByRuntime: owned.rows.map(({ name }) => name),
    }
  })
}

// A table may name a school and belong to the instance (who has which role where); a comment on it says so.
// A staging table stands outside row-level security (COPY needs that), and then the application must not reach it.
const tablesWithoutTenancy = sql<{ name: string }>`
  select c.relname as name
  from pg_class c
  join pg_attribute a on a.attrelid = c.oid and a.attname = 'school_id' and not a.attisdropped
  where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
    and coalesce(obj_description(c.oid, 'pg_class'), '') !~ '^owned by the instance'
    and not (c.relrowsecurity and c.relforcerowsecurity)
    and has_table_privilege('gatehouse_app', c.oid, 'select, insert, update, delete')
  order by 1`

const ownedByRuntime = sql<{ name: string }>`
  select c.relname as name
  from pg_class c
  join pg_namespace n on n.oid = c.relnamespace and n.nspname in ('public', 'gatehouse')
  where c.relkind in ('r', 'p', 'v', 'm', 'S') and c.relowner = (select oid from pg_roles where rolname = session_user)
  order by 1`
