import assert from 'node:assert/strict'
import { spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { connect } from '../../src/platform/db/connection.ts'
import { openDatabase } from '../../src/platform/db/index.ts'
import { silentLog } from '../../src/platform/log/index.ts'
import { inProject } from '../../src/platform/paths/index.ts'

const program = inProject('dist/src/main.js')
const sims = ['pupils.csv', 'contacts.csv', 'staff.csv'].map((name) => inProject('demo/sims', name))

const told = ['--families-told', '2026-09-01', '--by', 'letter']

/** Given a school with a plan that waits; when everything dies in the middle of applying; then all of it is there or none. */
describe('IMP-9 kill -9 in the middle of an apply', () => {
  const data = mkdtempSync(join(tmpdir(), 'gatehouse-kill-'))
  const env = { ...process.env, GATEHOUSE_DATA: data }
  const gatehouse = (...args: string[]) => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...args], {
      env,
      encoding: 'utf8',
      maxBuffer: 100_000_000,
    })
    assert.notEqual(status, 2, stderr)
    return { status, data: args.includes('--json') && status === 0 ? JSON.parse(stdout) : null, stderr }
  }
  const people = () => {
    const { members, adults } = gatehouse('people', 'export', '--school', 'hill', '--json').data
    return { members: members.length as number, adults: adults.length as number }
  }
  const newPlan = (): string => gatehouse('import', 'plan', ...sims, '--school', 'hill', '--json').data.plan
  let plan = ''
  before(() => {
    gatehouse('school', 'create', 'Hill Primary School', '--slug', 'hill')
    plan = newPlan()
  })
  /** The server runs while anybody uses it: this test is one of them. */
  const withServer = async (work: () => Promise<void>) => {
    const db = await openDatabase({ dataFolder: data, databaseUrl: null, databaseOwnerUrl: null }, silentLog)
    try {
      await work()
    } finally {
      await db.close()
    }
  }
  after(() => rmSync(data, { recursive: true, force: true }))

  /** Starts applying, waits until it stands before `table` with half of its work done, and kills it there. */
  const killAt = async (table: string, plan: string, what: 'program' | 'everything') => {
    const owner = await connect({
      host: join(data, 'postgres/run'),
      port: 5432,
      user: 'postgres',
      database: 'gatehouse',
    })
    owner.on('error', () => {})
    await owner.query(`begin; lock table ${table} in exclusive mode`)
    const args = [program, 'import', 'apply', plan, '--school', 'hill', '--confirm-held', ...told]
    const child = spawn(process.execPath, args, {
      env,
      stdio: 'ignore',
    })
    const ended = new Promise((resolve) => child.once('exit', resolve))
    const isWaiting = async () => (await owner.query('select from pg_locks where not granted')).rowCount !== 0
    while (!(await isWaiting())) {
      assert.equal(child.exitCode, null, 'the program applies the plan')
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
    child.kill('SIGKILL')
    if (what === 'everything')
      process.kill(Number(readFileSync(join(data, 'postgres/data/postmaster.pid'), 'utf8').split('\n')[0]), 'SIGKILL')
    await ended
    await owner.query('rollback').catch(() => {})
    await owner.end().catch(() => {})
  }

  for (const [table, what] of [
    ['adults', 'program'],
    ['contact_points', 'everything'],
    ['mis_records', 'program'],
    ['audit_entries', 'everything'],
  ] as const) {
    it(`of ${what} before ${table} leaves nothing of it`, async () => {
      await withServer(() => killAt(table, plan, what))
      assert.deepEqual(people(), { members: 0, adults: 0 })
      if (what === 'program') return
      // What waited with the plan went with the database, and the plan says so (decision 131).
      const { status, stderr } = gatehouse('import', 'apply', plan, '--school', 'hill', ...told)
      assert.equal(status, 1)
      assert.match(stderr, /database stopped without being closed/)
      plan = newPlan()
    })
  }

  it('the plan can be applied afterwards, once', () => {
    assert.equal(gatehouse('import', 'apply', plan, '--school', 'hill', ...told).status, 0)
    assert.equal(people().members, 437)
    assert.equal(gatehouse('import', 'apply', plan, '--school', 'hill', ...told).status, 1)
    assert.deepEqual(gatehouse('import', 'plan', ...sims, '--school', 'hill', '--json').data.entries, [])
  })
})
