import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { after, before, describe, it } from 'node:test'
import { sql } from 'kysely'
import { systemClock } from '../../platform/clock/index.ts'
import { inProject } from '../../platform/paths/index.ts'
import { listPlans } from '../importing/index.ts'
import { type ContactRow, report } from '../importing/testing.ts'
import { exportPeople } from '../people/index.ts'
import type { School } from '../schools/index.ts'
import { findRun, latestRuns, type SyncRun } from './index.ts'
import { SyncScene } from './testing.ts'

const program = inProject('dist/src/main.js')
const names = ['worker-a', 'worker-b', 'worker-c']
/** How many schools a worker reads for at once. */
const runners = 3

/** A family that no other school has. */
const family = (n: number, mobile = `07700 9001${String(n).padStart(2, '0')}`): ContactRow => {
  const surname = `Hassan${'abcdefghijk'[n]}`
  return { pupil: `Amira ${surname}`, name: `Ann ${surname}`, mobile }
}
const peopleOf = (n: number, mobile = `+4477009001${String(n).padStart(2, '0')}`) => {
  const surname = `Hassan${'abcdefghijk'[n]}`
  return [`Amira ${surname}`, `Ann ${surname} ${mobile}`, `Ann ${surname} of Amira ${surname}`]
}

/**
 * Given eleven schools whose files have come, two of them for one school; when three processes read them, every one of which has
 * begun before any may go on; then each school has its own, and the two of one school came one after the other.
 */
describe('IMP-23 workers in three processes of their own', () => {
  let scene: SyncScene
  const workers: ChildProcess[] = []
  before(async () => {
    scene = await SyncScene.open()
    scene.clock = systemClock
  })
  after(async () => {
    for (const worker of workers) await end(worker, 'SIGKILL')
    await scene.close()
  })

  const end = (worker: ChildProcess, signal: NodeJS.Signals) =>
    new Promise<number | null>((resolve) => {
      if (worker.exitCode !== null || worker.signalCode !== null) return resolve(worker.exitCode)
      worker.once('exit', resolve)
      worker.kill(signal)
    })
  const startWorker = (name: string) => {
    const env = {
      ...process.env,
      ...scene.db.environmentOf(name),
      GATEHOUSE_DATA: scene.parts.dataFolder,
      GATEHOUSE_LOG: 'error',
    }
    const worker = spawn(process.execPath, [program, 'worker'], { env, stdio: ['ignore', 'ignore', 'pipe'] })
    const said: string[] = []
    worker.stderr.setEncoding('utf8').on('data', (text: string) => void said.push(text))
    workers.push(worker)
    return { worker, said }
  }
  const until = async (what: string, done: () => Promise<boolean>) => {
    const giveUp = Date.now() + 60_000
    while (!(await done())) {
      assert.ok(Date.now() < giveUp, `it took too long until ${what}`)
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
  }
  const runsOf = (school: School) => scene.db.inSchool(school.id, (trx) => latestRuns(trx, school.id, 100))
  const plansOf = (school: School) => scene.db.inSchool(school.id, (trx) => listPlans(trx, school.id))
  const tellingsOf = (school: School) =>
    scene.db.inSchool(school.id, async (trx) => {
      const lines: string[] = []
      const nameOf = new Map<string, string>()
      for await (const { members, adults } of exportPeople(trx, school.id)) {
        for (const { id, forename, surname } of members) nameOf.set(id, `${forename} ${surname}`)
        lines.push(...members.map(({ forename, surname }) => `${forename} ${surname}`))
        for (const { forename, surname, contactPoints, links } of adults) {
          lines.push(...contactPoints.map(({ value }) => `${forename} ${surname} ${value}`))
          lines.push(...links.map(({ pupilId }) => `${forename} ${surname} of ${nameOf.get(pupilId)}`))
        }
      }
      return lines.sort()
    })

  it('read for ten schools at once without disturbing one another, and two for one school one after the other', async () => {
    await scene.fresh({ syncApply: 'yes' })
    const twice = scene.school
    const first = await scene.push(report([family(10)]))
    const second = await scene.push(report([family(10, '07700 900199')]))
    const schools: School[] = []
    for (let n = 0; n < 10; n += 1) {
      await scene.fresh({ syncApply: 'yes' })
      await scene.push(report([family(n)]))
      schools.push(scene.school)
    }
    let whileHeld: SyncRun[] = []
    const started = await scene.db.asOwner(async (trx) => {
      // Every run stands still before it makes its plan, until as many have come there as the processes take at once.
      await sql`lock table import_plans in exclusive mode`.execute(trx)
      const begun = names.map(startWorker)
      await until('every process stands there with all it takes at once', async () => {
        const standing = await scene.db.look<{ name: string }>(
          `select a.application_name as name from pg_locks l join pg_stat_activity a on a.pid = l.pid
          where not l.granted and l.relation = 'import_plans'::regclass and a.datname = current_database()`,
          [],
        )
        return names.every((name) => standing.filter((one) => one.name === name).length === runners)
      })
      whileHeld = (await Promise.all([twice, ...schools].map(runsOf))).flat()
      return begun
    })
    const all = () => Promise.all([twice, ...schools].map(runsOf))
    await until('all is read', async () => (await all()).flat().every(({ finishedAt }) => finishedAt !== null))
    for (const { worker, said } of started)
      assert.deepEqual([await end(worker, 'SIGTERM'), said.join('')], [0, 'The worker runs.\n'], 'no fault')

    const working = whileHeld.filter(({ state }) => state === 'working')
    assert.equal(working.length, names.length * runners, 'so many at once')
    assert.equal(new Set(working.map(({ schoolId }) => schoolId)).size, working.length, 'each for another school')
    const heldOf = (id: string) => whileHeld.find((run) => run.id === id)?.state
    assert.deepEqual([heldOf(first.id), heldOf(second.id)], ['working', 'queued'])
    for (const [n, school] of schools.entries()) {
      const [run, ...more] = await runsOf(school)
      assert.deepEqual([run?.state, run?.tries, more.length], ['applied', 1, 0], `school ${n}`)
      assert.deepEqual(await tellingsOf(school), peopleOf(n), `school ${n} has its own people and nobody else’s`)
      assert.equal((await plansOf(school)).length, 1, `school ${n}`)
    }

    const [one, two] = [await findRun(scene.db, twice, first.id), await findRun(scene.db, twice, second.id)]
    assert.deepEqual([one.state, one.tries, two.state, two.tries], ['applied', 1, 'applied', 1])
    const finished = one.finishedAt?.getTime() ?? Number.POSITIVE_INFINITY
    // A run’s `notBefore` is when it was begun last.
    assert.ok(two.notBefore.getTime() >= finished, 'the second began when the first had ended')
    assert.deepEqual(await tellingsOf(twice), peopleOf(10, '+447700900199'))
    const plans = await plansOf(twice)
    const [planOne, planTwo] = [one, two].map(({ planId }) => plans.find(({ id }) => id === planId))
    assert.equal(plans.length, 2)
    assert.deepEqual([planOne?.changes.links.add, planTwo?.changes.links.add], [1, 0])
    assert.equal(planTwo?.factsVersion, planOne?.appliedVersion, 'the second stands on what the first left')
    assert.equal(planTwo?.follows, true)
  })
})
