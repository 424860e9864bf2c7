import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { sql } from 'kysely'
import { checkHealth } from '../../src/platform/db/index.ts'
import { type TestDb, testDatabase } from '../../src/platform/db/testing.ts'

// What the schema must be so that PostgreSQL itself keeps schools apart, on one machine or spread over many by school.

describe('LA-1 schools are kept apart by the database itself', () => {
  let db: TestDb
  before(async () => {
    db = await testDatabase()
  })
  after(() => db.close())

  // Tables that name a school but belong to the instance say so in their comment.
  const ofSchools = sql`coalesce(obj_description(c.oid, 'pg_class'), '') !~ '^owned by the instance'`

  const names = async (query: ReturnType<typeof sql<{ name: string }>>) =>
    (await db.asOwner((trx) => query.execute(trx))).rows.map(({ name }) => name)

  it('forces row-level security on every table of the schools that the application reaches', async () => {
    assert.deepEqual((await checkHealth(db)).tablesWithoutTenancy, [])
  })

  it('gives the running program nothing of its own', async () => {
    assert.deepEqual((await checkHealth(db)).ownedByRuntime, [])
  })

  it('never leaves school_id empty', async () => {
    const nullable = sql<{ name: string }>`
      select attrelid::regclass::text as name from pg_attribute join pg_class c on c.oid = attrelid
      where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and attname = 'school_id' and not attnotnull and ${ofSchools}`
    assert.deepEqual(await names(nullable), [])
  })

  it('starts every key and index of such a table with school_id', async () => {
    const wrong = sql<{ name: string }>`
      select i.indexrelid::regclass::text as name
      from pg_index i
      join pg_class c on c.oid = i.indrelid and c.relnamespace = 'public'::regnamespace
      join pg_attribute a on a.attrelid = i.indrelid and a.attname = 'school_id'
      where i.indkey[0] <> a.attnum and ${ofSchools}
      order by 1`
    assert.deepEqual(await names(wrong), [])
  })

  it('starts every foreign key between two such tables with school_id', async () => {
    const wrong = sql<{ name: string }>`
      select k.conrelid::regclass::text || ': ' || k.conname as name
      from pg_constraint k
      join pg_class c on c.oid = k.conrelid
      join pg_attribute a on a.attrelid = k.conrelid and a.attname = 'school_id'
      join pg_attribute b on b.attrelid = k.confrelid and b.attname = 'school_id'
      where k.contype = 'f' and (k.conkey[1] <> a.attnum or k.confkey[1] <> b.attnum) and ${ofSchools}
      order by 1`
    assert.deepEqual(await names(wrong), [])
  })

  it('shows a delivery worker no table of the schools but those of deliveries', async () => {
    const reached = sql<{ name: string }>`
      select c.relname as name from pg_class c
      join pg_attribute a on a.attrelid = c.oid and a.attname = 'school_id'
      where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
        and has_table_privilege('gatehouse_delivery', c.oid, 'select') and c.relname !~ '^(deliver|provider|simulated_messages)'`
    assert.deepEqual(await names(reached), [])
  })
})
