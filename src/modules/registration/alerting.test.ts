import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { sql } from 'kysely'
import { type TestDb, testDatabase } from '../../platform/db/testing.ts'
import { addStaff, type Role } from '../accounts/index.ts'
import { systemActor } from '../audit/index.ts'
import { listIssues } from '../people/index.ts'
import { createSchool, type School } from '../schools/index.ts'
import { alertOffices } from './alerting.ts'
import { proofsThatMustNotGo } from './index.ts'
import { testClock } from './testing.ts'

const clock = testClock
const guessed = {
  schoolId: null,
  ofSchool: 0,
  ofInstance: 0,
  clock,
  notBefore: new Date(clock.now().getTime() - 3600_000),
}

describe('LET-5 an alert of guessing', () => {
  let db: TestDb
  const schools: School[] = []
  before(async () => {
    db = await testDatabase()
    for (const slug of ['hill', 'moor']) {
      const school = await createSchool(db, { name: slug, slug, actor: systemActor, clock })
      schools.push(school)
      const add = (role: Role) =>
        addStaff(db, {
          school,
          roles: [role],
          name: 'Ruth',
          email: `${role}@${slug}.example`,
          actor: systemActor,
          clock,
        })
      await add('administrator')
      await add('office')
    }
  })
  after(() => db.close())
  const mails = async () =>
    (
      await db.asOwner((trx) =>
        sql<{ id: string; messageId: string; schoolId: string; toAddress: string }>`
          select id, message_id as "messageId", school_id as "schoolId", to_address as "toAddress" from deliveries
          order by to_address`.execute(trx),
      )
    ).rows
  const issues = (school: School) =>
    db.inSchool(school.id, (trx) => listIssues(trx, school.id, { kind: 'guessing at letters' }))

  it('of one school goes to its administrators by email, once an hour, and may be handed over', async () => {
    const [hill] = schools
    if (!hill) throw new Error('no school')
    for (const ofSchool of [20, 21, 22, 21]) await alertOffices(db, { ...guessed, schoolId: hill.id, ofSchool })
    const sent = await mails()
    assert.deepEqual(
      sent.map(({ toAddress }) => toAddress),
      ['administrator@hill.example'],
    )
    const verdict = await proofsThatMustNotGo(db, { schoolId: hill.id, rows: sent, clock })
    assert.deepEqual([verdict.ours.size, verdict.refused.size], [1, 0])
    assert.equal((await issues(hill)).length, 1)
  })

  it('of the whole instance goes to every school where nobody knows which is meant', async () => {
    await alertOffices(db, { ...guessed, ofInstance: 200 })
    assert.equal((await mails()).length, 1)
    await alertOffices(db, { ...guessed, ofInstance: 201 })
    // The first school was told within this hour already.
    assert.deepEqual(
      (await mails()).map(({ toAddress }) => toAddress),
      ['administrator@hill.example', 'administrator@moor.example'],
    )
    assert.deepEqual(await Promise.all(schools.map(async (school) => (await issues(school)).length)), [1, 1])
  })
})
