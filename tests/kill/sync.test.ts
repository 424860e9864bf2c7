import assert from 'node:assert/strict'
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { connect } from '../../src/platform/db/connection.ts'
import { type Db, openDatabase } from '../../src/platform/db/index.ts'
import { silentLog } from '../../src/platform/log/index.ts'
import { inProject } from '../../src/platform/paths/index.ts'

const program = inProject('dist/src/main.js')
const sims = ['pupils.csv', 'contacts.csv', 'staff.csv'].map((name) => inProject('demo/sims', name))
const usual = '07700 900000'

/** Given a watched folder with a report in it; when the worker dies wherever it stands; then the next one reads it, once. */
describe('IMP-23 kill -9 of a worker that reads a watched folder', () => {
  const data = mkdtempSync(join(tmpdir(), 'gatehouse-kill-sync-'))
  const inbox = join(data, 'inbox', 'hill')
  const env = { ...process.env, GATEHOUSE_DATA: data, GATEHOUSE_LOG: 'silent' }
  let db: Db
  const gatehouse = (...args: string[]) => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...args], {
      env,
      encoding: 'utf8',
      maxBuffer: 100_000_000,
    })
    assert.equal(status, 0, stderr)
    return args.includes('--json') ? JSON.parse(stdout) : null
  }
  const workers: ChildProcess[] = []
  const startWorker = () => {
    const worker = spawn(process.execPath, [program, 'worker'], { env, stdio: 'ignore' })
    workers.push(worker)
    return worker
  }
  const end = (worker: ChildProcess, signal: NodeJS.Signals) =>
    new Promise<void>((resolve) => {
      if (worker.exitCode !== null || worker.signalCode !== null) return resolve()
      worker.once('exit', () => resolve())
      worker.kill(signal)
    })
  const until = async (what: string, done: () => boolean | Promise<boolean>) => {
    const giveUp = Date.now() + 90_000
    while (!(await done())) {
      assert.ok(Date.now() < giveUp, `it took too long until ${what}`)
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
  }
  const asOwner = () =>
    connect({ host: join(data, 'postgres/run'), port: 5432, user: 'postgres', database: 'gatehouse' })
  const lyingIn = (name: string) => {
    try {
      return readdirSync(join(inbox, name))
    } catch {
      return []
    }
  }

  before(async () => {
    // The server runs while anybody uses it: this test is one of them.
    db = await openDatabase({ dataFolder: data, databaseUrl: null, databaseOwnerUrl: null }, silentLog)
    gatehouse('school', 'create', 'Hill Primary School', '--slug', 'hill')
    const { plan } = gatehouse('import', 'plan', ...sims, '--school', 'hill', '--json')
    const told = ['--families-told', '2026-09-01', '--by', 'letter']
    gatehouse('import', 'apply', plan, '--school', 'hill', '--confirm-held', ...told)
    gatehouse('school', 'set', 'syncFolder=yes', 'syncApply=yes', '--school', 'hill')
    mkdirSync(inbox, { recursive: true })
  })
  after(async () => {
    for (const worker of workers) await end(worker, 'SIGKILL')
    await db.close()
    rmSync(data, { recursive: true, force: true })
  })

  for (const [at, table] of Object.entries({
    'after the file was moved aside, before its run is known': 'sync_runs',
    'while the files are handed over': 'import_uploads',
    'in the middle of applying': 'contact_points',
  })) {
    it(`${at}: nothing is lost and nothing is read twice`, async () => {
      const number = `07700 900${String(900 + workers.length)}`
      const owner = await asOwner()
      owner.on('error', () => {})
      await owner.query(`begin; lock table ${table} in exclusive mode`)
      const report = readFileSync(inProject('demo/sims/contacts.csv'), 'latin1').replace(usual, number)
      writeFileSync(join(inbox, 'contacts.csv'), report, 'latin1')
      const before = lyingIn('processed').length
      const first = startWorker()
      await until('the worker stands before the table', async () => {
        const { rowCount } = await owner.query(
          `select from pg_locks where not granted and relation = '${table}'::regclass`,
        )
        return rowCount !== 0
      })
      await end(first, 'SIGKILL')
      await owner.query('rollback')
      assert.equal(lyingIn('processed').length, before, 'not done yet')
      // The minute after which the desk of a dead worker is free.
      await owner.query('update sync_desks set lease_until = now(), due_at = now()')
      // And that after which its reading of the files is taken up.
      await owner.query(`update import_uploads set heard_at = heard_at - interval '1 minute'`)
      // Two at once: they share the desk.
      const next = [startWorker(), startWorker()]
      await until('the file is read', () => lyingIn('processed').length === before + 1)
      for (const worker of next) await end(worker, 'SIGTERM')
      const { rows } = await owner.query(
        `select (select count(*)::int from contact_points where value = $1) as points,
          (select count(*)::int from sync_runs where state = 'applied') as runs,
          (select count(*)::int from audit_entries where act = 'import.applied' and actor_kind = 'service') as applied`,
        [`+44${number.slice(1).replace(' ', '')}`],
      )
      const round = before + 1
      assert.deepEqual([rows[0]?.runs, rows[0]?.applied], [round, round])
      assert.ok(rows[0]?.points >= 1, 'the new number is there')
      assert.deepEqual(lyingIn('.reading'), [])
      await owner.end()
    })
  }
})
