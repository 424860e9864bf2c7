import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { sql } from 'kysely'
import { fixedClock } from '../../platform/clock/index.ts'
import type { Trx } from '../../platform/db/index.ts'
import { type TestDb, testDatabase } from '../../platform/db/testing.ts'
import { Refusal } from '../../platform/errors/index.ts'
import { systemActor } from '../audit/index.ts'
import { endLink, findFamily, linkAdultByHand, loadChildren, placeRestriction } from '../people/index.ts'
import { createSchool, type School } from '../schools/index.ts'
import { askFamily, planQuestion, proofsThatMustNotGo } from './index.ts'
import { addPupil, fatima, printAndRead, register, testClock, testHash } from './testing.ts'

const staff = { kind: 'staff' as const, accountId: null, name: 'Sam Okafor' }

describe('IMP-7 asking the family', () => {
  let db: TestDb
  let school: School
  let registered = ''
  let typed = { adultId: '', linkId: '' }
  const here = <T>(work: (trx: Trx) => Promise<T>) => db.inSchool(school.id, work)
  const asking = (adultId: string, clock = testClock) => ({
    ...{ school, adultId, clock, actor: staff, about: 'a number that differs' },
    ...{ hash: testHash, siteAddress: 'https://gate.example' },
  })
  before(async () => {
    db = await testDatabase()
    school = await createSchool(db, { name: 'Hill Primary', slug: 'hill', actor: systemActor, clock: testClock })
    const pupilId = await here((trx) => addPupil(trx, { schoolId: school.id, forename: 'Amira', surname: 'Al-Hassan' }))
    const by = { schoolId: school.id, actor: staff, clock: testClock, reason: 'Told by telephone' }
    const adult = { forename: 'Karim', surname: 'Al-Hassan', phone: '07700 900126', prime: false }
    typed = await here((trx) => linkAdultByHand(trx, { ...by, pupilId, adult }))
    const [sheet] = await printAndRead(db, { school, letters: { kind: 'pupil', pupilId } })
    const code = { reference: sheet?.reference ?? '', code: sheet?.codes[0] ?? '' }
    await register(db, { ...code, registrant: { ...fatima, mobile: '07700 900127' } })
    const { links } = await here((trx) => findFamily(trx, school.id, pupilId))
    registered = links.find(({ origin }) => origin === 'web')?.adultId ?? ''
  })
  after(() => db.close())

  it('shows before what is sent, with the link of somebody who registered, quoting no detail (VIS-6)', async () => {
    const { to, body } = await here((trx) => planQuestion(trx, asking(registered)))
    assert.deepEqual(to, { channel: 'email', address: 'fatima@example.org' })
    assert.match(body, /https:\/\/gate\.example\/my\//)
    assert.doesNotMatch(body, /fatima@|07700|Karim/)
  })

  it('sends it once, and not again within three days', async () => {
    await here((trx) => askFamily(trx, asking(registered)))
    await assert.rejects(
      here((trx) => askFamily(trx, asking(registered))),
      (error) => error instanceof Refusal && error.code === 'question.asked',
    )
    await here((trx) => askFamily(trx, asking(registered, fixedClock('2026-11-25T09:00:00Z'))))
  })

  it('asks somebody without a page of their own by the number that works, and to tell the office', async () => {
    const { to, body, parts } = await here((trx) => planQuestion(trx, asking(typed.adultId)))
    assert.deepEqual([to.channel, parts > 0, /https?:/.test(body)], ['sms', true, false])
  })

  it('VIS-3 goes to nobody who was restricted meanwhile, nor does what waits since they registered (DLV-2)', async () => {
    const { rows } = await db.asOwner((trx) =>
      sql<{ id: string; messageId: string }>`
        select d.id, d.message_id as "messageId" from deliveries d join delivery_texts t on t.school_id = d.school_id and t.id = d.text_id
        where d.recipient_id = ${registered} and t.body like '%/my/%'`.execute(trx),
    )
    const waits = async () => {
      const { ours, refused } = await proofsThatMustNotGo(db, { schoolId: school.id, rows, clock: testClock })
      return ours.size - refused.size
    }
    assert.deepEqual([rows.length >= 2, await waits()], [true, rows.length])
    const by = { schoolId: school.id, actor: staff, clock: testClock }
    const seen = { evidence: 'Order seen', seenBy: 'Mrs Hill', seenOn: '2026-11-20', reviewOn: '2027-05-12', close: [] }
    const [link] = await here((trx) => loadChildren(trx, { schoolId: school.id, adultId: registered }))
    await here((trx) => placeRestriction(trx, { ...by, ...seen, linkId: link?.id ?? '' }))
    assert.equal(await waits(), 0)
  })

  it('DLV-2 goes to nobody whose link has ended meanwhile', async () => {
    await here((trx) => askFamily(trx, asking(typed.adultId)))
    const { rows } = await db.asOwner((trx) =>
      sql<{ id: string; messageId: string }>`
        select id, message_id as "messageId" from deliveries where recipient_id = ${typed.adultId}`.execute(trx),
    )
    const question = { schoolId: school.id, rows, clock: testClock }
    assert.equal((await proofsThatMustNotGo(db, question)).refused.size, 0)
    const by = { schoolId: school.id, actor: staff, clock: testClock, reason: 'Asked for it' }
    await here((trx) => endLink(trx, { ...by, linkId: typed.linkId }))
    assert.equal((await proofsThatMustNotGo(db, question)).refused.size, 1)
    await assert.rejects(
      here((trx) => planQuestion(trx, asking(typed.adultId))),
      Refusal,
    )
  })
})
