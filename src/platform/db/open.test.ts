import assert from 'node:assert/strict'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, describe, it } from 'node:test'
import { sql } from 'kysely'
import pg from 'pg'
import { newId } from '../ids/index.ts'
import { silentLog } from '../log/index.ts'
import { connect } from './connection.ts'
import { useCluster } from './embedded.ts'
import { checkHealth, listPendingMigrations, openDatabase } from './index.ts'
import { migrate, readMigrations } from './migrations.ts'

const folder = mkdtempSync(join(tmpdir(), 'gatehouse-open-'))
chmodSync(folder, 0o755)
const embedded = { dataFolder: folder, databaseUrl: null, databaseOwnerUrl: null }

/** A migration of rows that its owner cannot see fails, and works once it lifts what binds them to a school. */
async function refusesToChangeNothing(ownerUrl: string): Promise<void> {
  const owner = new pg.Client(ownerUrl)
  await owner.connect()
  const change = 'update members set forename = upper(forename)'
  const lifted = `alter table members no force row level security; ${change}; alter table members force row level security`
  const withLater = (sql: string) => [
    ...readMigrations(),
    { name: '99991231000000_members__upper.sql', sql, checksum: 'x' },
  ]
  await assert.rejects(migrate(owner, withLater(change)), /upper\.sql failed and was rolled back: .*row-level security/)
  assert.deepEqual(await migrate(owner, withLater(lifted)), ['99991231000000_members__upper.sql'])
  await owner.end()
}

describe('opening the database', () => {
  after(() => rmSync(folder, { recursive: true, force: true }))

  it('lists what would run, runs it once, and then has nothing to do', async () => {
    const all = readMigrations().map(({ name }) => name)
    assert.deepEqual(await listPendingMigrations(embedded, silentLog), all)
    await Promise.all([1, 2, 3].map(async () => (await openDatabase(embedded, silentLog)).close()))
    assert.deepEqual(await listPendingMigrations(embedded, silentLog), [])
  })

  it('refuses a database whose migration was edited after it ran', async () => {
    const db = await openDatabase(embedded, silentLog)
    const cluster = await useCluster(folder, silentLog)
    const owner = await connect(cluster.place('postgres', 'gatehouse'))
    const edit = (from: string, to: string) =>
      owner.query('update gatehouse.migrations set checksum = replace(checksum, $1, $2)', [from, to])
    await owner.query(`update gatehouse.migrations set checksum = 'x' || checksum`)
    await assert.rejects(openDatabase(embedded, silentLog), /its file has been edited since/)
    await edit('x', '')
    await owner.query(`insert into gatehouse.migrations values ('99991231000000_later.sql', '', now())`)
    await assert.rejects(openDatabase(embedded, silentLog), /newer version of Gatehouse/)
    await owner.query(`delete from gatehouse.migrations where name like '9999%'`)
    await owner.end()
    await cluster.leave()
    await db.close()
  })

  it('takes over at once from a process that was killed while it migrated', async () => {
    const db = await openDatabase(embedded, silentLog)
    const cluster = await useCluster(folder, silentLog)
    const owner = await connect(cluster.place('postgres', 'gatehouse'))
    const deadProcess = `${hostname()} 99999999 x`
    await owner.query(`insert into gatehouse.leases values ('migrate', $1, now() + interval '2 minutes')`, [
      deadProcess,
    ])
    const migration = { name: '99991231000000_x__y.sql', sql: 'create table x (a int)', checksum: 'x' }
    assert.deepEqual(await migrate(owner, [...readMigrations(), migration]), [migration.name])
    await owner.query(`drop table x; delete from gatehouse.migrations where checksum = 'x'`)
    await owner.end()
    await cluster.leave()
    await db.close()
  })

  it('works on a server with an owner and a runtime user, neither of them a superuser', async () => {
    const cluster = await useCluster(folder, silentLog)
    const admin = await connect(cluster.place('postgres', 'postgres'))
    // A server knows the program's roles only from its own migrations; this one still has those of the embedded database.
    await admin.query('drop database gatehouse')
    await admin.query('drop role gatehouse_app, gatehouse_import, gatehouse_delivery, gatehouse_runtime')
    await admin.query(`create role owner login createrole; create role "run time" login`)
    await admin.query('create database elsewhere owner owner')
    const { host } = cluster.place('postgres', 'postgres') as { host: string }
    const url = (user: string) => `postgres://${encodeURIComponent(user)}@${encodeURIComponent(host)}:5432/elsewhere`
    const db = await openDatabase(
      { ...embedded, databaseUrl: url('run time'), databaseOwnerUrl: url('owner') },
      silentLog,
    )
    assert.deepEqual(await checkHealth(db).then(({ ownedByRuntime }) => ownedByRuntime), [])
    const who = sql<{ who: string; role: string }>`select session_user as who, current_user as role`
    assert.deepEqual((await db.inSchool(newId(), (trx) => who.execute(trx), { role: 'import' })).rows, [
      { who: 'run time', role: 'gatehouse_import' },
    ])
    assert.deepEqual((await db.pool.query('select current_user as role')).rows, [{ role: 'gatehouse_app' }])
    await db.close()
    await refusesToChangeNothing(url('owner'))
    await admin.end()
    await cluster.leave()
  })

  it('refuses a server that cannot be reached, in words', async () => {
    const nowhere = { ...embedded, databaseUrl: 'postgres://u:secret@127.0.0.1:1/x' }
    await assert.rejects(openDatabase(nowhere, silentLog), (error: Error) => {
      assert.match(error.message, /could not be reached/)
      assert.doesNotMatch(error.message, /secret/)
      return true
    })
  })
})
