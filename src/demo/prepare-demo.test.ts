import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { openDelivery, simulatedPost } from '../modules/delivery/index.ts'
import { lastRun } from '../modules/importing/index.ts'
import { recentMessages } from '../modules/messaging/index.ts'
import { countsForHome, searchPeople } from '../modules/people/index.ts'
import { listSchools } from '../modules/schools/index.ts'
import { systemClock } from '../platform/clock/index.ts'
import { keyedHashOf } from '../platform/crypto/index.ts'
import { type TestDb, testDatabase } from '../platform/db/testing.ts'
import { silentLog } from '../platform/log/index.ts'
import { prepareDemo } from './prepare-demo.ts'

describe('the demo school', () => {
  let db: TestDb
  let dataFolder: string
  before(async () => {
    db = await testDatabase()
    dataFolder = await mkdtemp(join(tmpdir(), 'gatehouse-demo-'))
  })
  after(async () => {
    await db.close()
    await rm(dataFolder, { recursive: true })
  })
  const prepare = () =>
    prepareDemo({
      ...openDelivery({ db, clock: systemClock, log: silentLog, dataFolder, privateTargets: [] }),
      letters: { hash: keyedHashOf(Buffer.alloc(32, 7)), siteAddress: 'http://localhost/register' },
    })

  it('is made by the real import, with an opt-out, a link by hand and messages on their way', async () => {
    const lines = await prepare()
    assert.match(lines.join('\n'), /Sam Okafor \(Office\)/)
    const [school] = await listSchools(db)
    assert.ok(school)
    await db.inSchool(school.id, async (trx) => {
      assert.equal((await countsForHome(trx, school.id)).pupils, 420)
      assert.equal((await lastRun(trx, school.id))?.madeBy, 'Ruth Adeyemi')
      assert.equal((await recentMessages(trx, { schoolId: school.id })).length, 2)
      assert.equal((await searchPeople(trx, { schoolId: school.id, text: 'Tess Kemp' })).length, 1)
      assert.equal((await simulatedPost(trx, { schoolId: school.id, limit: 5 })).length, 1)
    })
  })

  it('is left alone at the next start', async () => {
    const [school] = await listSchools(db)
    assert.ok(school)
    const runBefore = await db.inSchool(school.id, (trx) => lastRun(trx, school.id))
    await prepare()
    await db.inSchool(school.id, async (trx) => {
      assert.equal((await lastRun(trx, school.id))?.id, runBefore?.id)
      assert.equal((await recentMessages(trx, { schoolId: school.id })).length, 2)
    })
  })
})
