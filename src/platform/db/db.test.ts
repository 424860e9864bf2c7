import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { sql } from 'kysely'
import { newId } from '../ids/index.ts'
import { copyInto, readInBatches } from './index.ts'
import { type TestDb, testDatabase } from './testing.ts'

const [east, west] = [newId(), newId()]

describe('the database', () => {
  let db: TestDb
  before(async () => {
    db = await testDatabase()
    await db.asOwner((trx) =>
      sql`
        create table fact (school_id uuid not null, id uuid not null, origin text not null, words text, primary key (school_id, id));
        select gatehouse.own_by_school('fact');
        select gatehouse.import_writes('fact');
        create table staged_fact (school_id uuid not null, words text not null);
        select gatehouse.stage_for_import('staged_fact')
      `.execute(trx),
    )
  })
  after(() => db.close())

  const insert = (school: string, origin: string) =>
    sql`insert into fact (school_id, id, origin) values (${school}, ${newId()}, ${origin})`
  const count = sql<{ n: number }>`select count(*) as n from fact`

  it('shows a school its own rows and no others', async () => {
    await db.inSchool(east, (trx) => insert(east, 'web').execute(trx))
    await db.inSchool(west, (trx) => insert(west, 'web').execute(trx))
    assert.equal((await db.inSchool(east, (trx) => count.execute(trx))).rows[0]?.n, 1)
    assert.equal((await db.inInstance((trx) => count.execute(trx))).rows[0]?.n, 0)
  })

  it('refuses a row of another school', async () => {
    await assert.rejects(
      db.inSchool(east, (trx) => insert(west, 'web').execute(trx)),
      /row-level security/,
    )
  })

  it('leaves no school behind on the connection', async () => {
    await db.inSchool(east, (trx) => count.execute(trx))
    // The embedded server's runtime role may not even look; with DATABASE_URL the application's role sees nothing.
    const seen = await db.pool.query('select * from fact').then(
      ({ rows }) => rows,
      (error) => String(error),
    )
    assert.match(JSON.stringify(seen), /^\[\]$|permission denied/)
  })

  it('lets the import write rows of origin mis only', async () => {
    const asImport = <T>(work: Parameters<typeof db.inSchool<T>>[1]) => db.inSchool(east, work, { role: 'import' })
    await asImport((trx) => insert(east, 'mis').execute(trx))
    await assert.rejects(
      asImport((trx) => insert(east, 'web').execute(trx)),
      /row-level security/,
    )
    const touched = await asImport((trx) => sql`update fact set words = 'x'`.execute(trx))
    assert.equal(touched.numAffectedRows, 1n)
  })

  it('rolls back when the work fails', async () => {
    const before = (await db.inSchool(east, (trx) => count.execute(trx))).rows[0]?.n
    const work = db.inSchool(east, async (trx) => {
      await insert(east, 'web').execute(trx)
      throw new Error('no')
    })
    await assert.rejects(work, /no/)
    assert.equal((await db.inSchool(east, (trx) => count.execute(trx))).rows[0]?.n, before)
  })

  it('runs the whole transaction again after a serialization failure', async () => {
    let runs = 0
    const result = await db.inSchool(east, async (trx) => {
      runs += 1
      if (runs < 3) await sql`do $$ begin raise exception 'again' using errcode = '40001'; end $$`.execute(trx)
      return 'done'
    })
    assert.deepEqual([runs, result], [3, 'done'])
  })

  it('gives dates as text, large numbers as numbers and instants as Date', async () => {
    const { rows } = await db.inInstance((trx) =>
      sql`select '2026-03-29'::date as d, 9007199254740991::int8 as n, '{2026-03-29}'::date[] as ds, now() as t`.execute(
        trx,
      ),
    )
    const { t, ...others } = rows[0] as Record<string, unknown>
    assert.deepEqual(others, { d: '2026-03-29', n: Number.MAX_SAFE_INTEGER, ds: ['2026-03-29'] })
    assert.ok(t instanceof Date)
  })

  it('copies a stream in and reads it back in batches', async () => {
    function* lines() {
      for (let n = 0; n < 1000; n += 1) yield `${east}\tline ${n}\n`
    }
    await db.inSchool(
      east,
      async (trx) => {
        assert.equal(await copyInto(trx, 'copy staged_fact from stdin', lines()), 1000)
        const sizes = []
        const query = trx.selectNoFrom(sql<number>`generate_series(1, 250)`.as('n'))
        for await (const rows of readInBatches(trx, query, 100)) sizes.push(rows.length)
        assert.deepEqual(sizes, [100, 100, 50])
      },
      { role: 'import' },
    )
  })

  it('goes on after a connection was cut', async () => {
    const cut = db.inSchool(east, (trx) => sql`select pg_terminate_backend(pg_backend_pid())`.execute(trx))
    await assert.rejects(cut)
    await db.inSchool(east, (trx) => count.execute(trx))
  })
})
