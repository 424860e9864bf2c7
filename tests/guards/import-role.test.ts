import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { sql } from 'kysely'
import type { Trx } from '../../src/platform/db/index.ts'
import { type TestDb, testDatabase } from '../../src/platform/db/testing.ts'
import { newId } from '../../src/platform/ids/index.ts'

// On every table that has an origin: rows of a person or the school stand, whatever the import tries. Each table is
// stripped of what else could refuse (keys, checks, not null) inside a transaction that is thrown away.

const school = newId()
const origins = ['web', 'manual', 'picked']

describe('IMP-5 the import role writes rows of origin mis and no others', () => {
  let db: TestDb
  before(async () => {
    db = await testDatabase()
  })
  after(() => db.close())

  it('on every table with an origin', async () => {
    const { rows } = await db.asOwner((trx) => tablesWithOrigin.execute(trx))
    for (const { name } of rows) await tryToOverwrite(name)
  })

  async function tryToOverwrite(table: string): Promise<void> {
    await inThrownAwayTransaction(async (trx) => {
      await strip(trx, table)
      for (const origin of ['mis', ...origins]) await insert(trx, table, origin)
      await sql`set local role gatehouse_import`.execute(trx)
      await sql`select set_config('app.school_id', ${school}, true)`.execute(trx)

      const changed = await sql`update ${sql.table(table)} set school_id = school_id`.execute(trx)
      assert.equal(changed.numAffectedRows, 1n, `${table}: changed a row that is not of the MIS`)
      for (const origin of origins) {
        await refuses(trx, `${table}: inserted ${origin}`, () => insert(trx, table, origin))
        await refuses(trx, `${table}: turned a row into ${origin}`, () =>
          sql`update ${sql.table(table)} set origin = ${origin}`.execute(trx),
        )
      }
      const deleted = await sql`delete from ${sql.table(table)}`.execute(trx)
      assert.equal(deleted.numAffectedRows, 1n, `${table}: deleted a row that is not of the MIS`)
      await insert(trx, table, 'mis')
    })
  }

  async function inThrownAwayTransaction(work: (trx: Trx) => Promise<void>): Promise<void> {
    const throwAway = new Error('throw away')
    const done = db.asOwner(async (trx) => {
      await work(trx)
      throw throwAway
    })
    await done.catch((error) => {
      if (error !== throwAway) throw error
    })
  }
})

const tablesWithOrigin = sql<{ name: string }>`
  select c.relname as name
  from pg_class c
  join pg_attribute a on a.attrelid = c.oid and a.attname = 'origin' and not a.attisdropped
  where c.relnamespace = 'public'::regnamespace and c.relkind = 'r'
    and has_table_privilege('gatehouse_import', c.oid, 'insert, update, delete')
  order by 1`

function insert(trx: Trx, table: string, origin: string) {
  return sql`insert into ${sql.table(table)} (school_id, origin) values (${school}, ${origin})`.execute(trx)
}

async function refuses(trx: Trx, what: string, attempt: () => Promise<unknown>): Promise<void> {
  await sql`savepoint attempt`.execute(trx)
  await assert.rejects(attempt(), /row-level security/, what)
  await sql`rollback to attempt`.execute(trx)
}

async function strip(trx: Trx, table: string): Promise<void> {
  await sql`do ${sql.lit(`
    declare each record;
    begin
      for each in select conname from pg_constraint where conrelid = '${table}'::regclass loop
        execute format('alter table ${table} drop constraint if exists %I cascade', each.conname);
      end loop;
      for each in select i.indexrelid::regclass as index from pg_index i where i.indrelid = '${table}'::regclass loop
        execute format('drop index if exists %s', each.index);
      end loop;
      for each in select attname from pg_attribute
        where attrelid = '${table}'::regclass and attnum > 0 and not attisdropped and attnotnull loop
        execute format('alter table ${table} alter column %I drop not null', each.attname);
      end loop;
    end`)}`.execute(trx)
}
