import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, describe, it } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'
import { Refusal } from '../errors/index.ts'
import { silentLog } from '../log/index.ts'
import { inProject } from '../paths/index.ts'
import { connect } from './connection.ts'
import { type Cluster, postmasterPidIfAny, useCluster } from './embedded.ts'
import { findPackagedBinariesIfAny } from './embedded-binaries.ts'
import { findUnprivilegedUserIfRoot } from './embedded-user.ts'
import { isRunning } from './file-lock.ts'

// Each test starts and stops a real PostgreSQL of its own, with fsync on, as a school would run it.

const isRoot = process.getuid?.() === 0
const made: string[] = []

function newFolder(...below: string[]): string {
  const top = mkdtempSync(join(tmpdir(), 'gatehouse-embedded-'))
  // mkdtemp opens it to its owner alone; PostgreSQL's user must pass through it.
  chmodSync(top, 0o755)
  made.push(top)
  const folder = join(top, ...below)
  mkdirSync(folder, { recursive: true })
  return folder
}

const folder = newFolder()

describe('the embedded PostgreSQL', () => {
  after(() => {
    for (const each of made) rmSync(each, { recursive: true, force: true })
  })

  it('is shared: the last to leave stops it', async () => {
    const first = await useCluster(folder, silentLog)
    const second = await useCluster(folder, silentLog)
    const pid = postmasterPidIfAny(folder)
    assert.ok(pid)
    await first.leave()
    await run(second, 'select 1')
    await second.leave()
    assert.equal(postmasterPidIfAny(folder), null)
    while (isRunning(pid)) await wait(10)
  })

  it('is started once by processes that come at the same moment', async () => {
    const clusters = await Promise.all([1, 2, 3, 4].map(() => useCluster(folder, silentLog)))
    await Promise.all(clusters.map((cluster) => cluster.leave()))
    assert.equal(postmasterPidIfAny(folder), null)
  })

  it('is adopted after the process that started it was killed', async () => {
    const child = await startChild()
    const pid = postmasterPidIfAny(folder)
    child.kill('SIGKILL')
    await new Promise((resolve) => child.once('exit', resolve))
    const cluster = await useCluster(folder, silentLog)
    assert.equal(postmasterPidIfAny(folder), pid)
    assert.deepEqual(await run(cluster, 'select words from kept'), [{ words: 'by the child' }])
    await cluster.leave()
    assert.equal(postmasterPidIfAny(folder), null)
  })

  it('comes back with all that was committed after it was killed itself', async () => {
    const cluster = await useCluster(folder, silentLog)
    await run(cluster, `create table before (words text); insert into before values ('killed')`)
    const pid = postmasterPidIfAny(folder)
    assert.ok(pid)
    process.kill(pid, 'SIGKILL')
    while (isRunning(pid)) await wait(10)
    assert.deepEqual(await runWhenBack(cluster, 'select words from before'), [{ words: 'killed' }])
    assert.notEqual(postmasterPidIfAny(folder), pid)
    await cluster.leave()
  })

  describe('starts although its lock files name', () => {
    // Of its own user and not this process: PostgreSQL does not mind the id of a stranger, nor that of its parent.
    const user = findUnprivilegedUserIfRoot()
    for (const [who, script] of [
      ['a process that is somebody else', 'echo $$; exec sleep 60'],
      ['a dead process that nobody has buried', 'sleep 0.1 & echo $!; exec sleep 60'],
    ] as const)
      it(who, async () => {
        await (await useCluster(folder, silentLog)).leave()
        const child = spawn('sh', ['-c', script], user ?? {})
        const pid = Number(await new Promise((resolve) => child.stdout.once('data', resolve)))
        while (script.includes('&') && readFileSync(`/proc/${pid}/cmdline`, 'utf8') !== '') await wait(10)
        assert.ok(isRunning(pid))
        const home = realpathSync(join(folder, 'postgres'))
        for (const file of ['data/postmaster.pid', 'run/.s.PGSQL.5432.lock'])
          writeFileSync(join(home, file), `${pid}\n`)
        const cluster = await useCluster(folder, silentLog)
        assert.notEqual(postmasterPidIfAny(folder), pid)
        await cluster.leave()
        child.kill()
      })
  })

  it('puts its socket into a short folder when its own path is too long for one', async () => {
    const cluster = await useCluster(newFolder('a'.repeat(60), 'b'.repeat(60)), silentLog)
    const { host } = cluster.place('postgres', 'postgres') as { host: string }
    assert.ok(host.length < 60)
    assert.equal(statSync(host).mode & 0o777, 0o700)
    await cluster.leave()
    rmSync(host, { recursive: true })
  })

  it('refuses data of another major version, and changes nothing', async () => {
    await (await useCluster(folder, silentLog)).leave()
    const file = join(realpathSync(join(folder, 'postgres')), 'data', 'PG_VERSION')
    const version = readFileSync(file, 'utf8')
    writeFileSync(file, '9\n')
    await assert.rejects(useCluster(folder, silentLog), (error: Refusal) => {
      assert.ok(error instanceof Refusal)
      assert.match(error.words, /was made by PostgreSQL 9/)
      return true
    })
    writeFileSync(file, version)
    await (await useCluster(folder, silentLog)).leave()
  })

  it('also runs from the packaged programs, whose links npm left out', async () => {
    const packaged = findPackagedBinariesIfAny(findUnprivilegedUserIfRoot(), newFolder())
    assert.ok(packaged, 'no packaged PostgreSQL for this machine')
    const cluster = await useCluster(newFolder(), silentLog, { binaries: packaged })
    assert.deepEqual(await run(cluster, `select lower('ŁÓDŹ') as l`), [{ l: 'łódź' }])
    await cluster.leave()
  })

  it('lies elsewhere, behind a link, when root keeps it where its user cannot go', {
    skip: !isRoot && 'not root',
  }, async () => {
    const closed = newFolder('closed')
    chmodSync(closed, 0o700)
    const cluster = await useCluster(closed, silentLog)
    const home = realpathSync(join(closed, 'postgres'))
    assert.match(home, /^\/var\/lib\/gatehouse\//)
    await cluster.leave()
    await (await useCluster(closed, silentLog)).leave()
    rmSync(home, { recursive: true })
  })

  it('lets nobody else in: folders and socket are open to one user only', async () => {
    const cluster = await useCluster(folder, silentLog)
    const { host } = cluster.place('postgres', 'postgres') as { host: string }
    for (const path of [host, join(host, '..'), join(host, '..', 'data')]) assert.equal(statSync(path).mode & 0o077, 0)
    assert.ok(readdirSync(host).includes('.s.PGSQL.5432'))
    assert.deepEqual(
      await run(cluster, `select current_setting('fsync') as fsync, current_setting('listen_addresses') as tcp`),
      [{ fsync: 'on', tcp: '' }],
    )
    await cluster.leave()
  })
})

async function run(cluster: Cluster, sql: string) {
  const client = await connect(cluster.place('postgres', 'postgres'))
  try {
    return (await client.query(sql)).rows
  } finally {
    await client.end()
  }
}

async function runWhenBack(cluster: Cluster, sql: string) {
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await run(cluster, sql)
    } catch (error) {
      if (attempt === 200) throw error
      await wait(50)
    }
  }
}

/** Another process that uses the cluster, writes a row and then only waits to be killed. */
async function startChild() {
  const module = (name: string) => JSON.stringify(pathToFileURL(inProject('dist/src/platform', name)).href)
  const program = `
    const { useCluster } = await import(${module('db/embedded.js')})
    const { connect } = await import(${module('db/connection.js')})
    const cluster = await useCluster(${JSON.stringify(folder)}, { warn() {}, error() {} })
    const client = await connect(cluster.place('postgres', 'postgres'))
    await client.query("create table kept (words text); insert into kept values ('by the child')")
    console.log('ready')`
  const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  await new Promise((resolve) => child.stdout.once('data', resolve))
  return child
}
