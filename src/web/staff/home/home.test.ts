import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { sql } from 'kysely'
import { sendMessage } from '../../../modules/messaging/index.ts'
import { addFamilies } from '../../../modules/messaging/testing.ts'
import { placeRestriction } from '../../../modules/people/index.ts'
import { newId } from '../../../platform/ids/index.ts'
import { signedInAs, type TestWeb, testWeb } from '../../testing.ts'

let web: TestWeb
before(async () => {
  web = await testWeb()
  await addFamilies(web.db, { school: web.school, clock: web.clock })
})
after(async () => web.close())

const relay = newId()

describe('the home page', () => {
  it('DLV-4 says first that a provider does not work, and leads those who may to its settings', async () => {
    const administrator = await signedInAs(web, { role: 'administrator' })
    const office = await signedInAs(web, { role: 'office' })
    assert.doesNotMatch((await administrator.get('/schools/hill/home')).body, /cannot go out/)
    const { id: schoolId } = web.school
    await web.db.inSchool(schoolId, async (trx) => {
      await sql`
        insert into delivery_providers (school_id, id, kind, channel, name, priority, enabled, settings, updated_at)
        values (${schoolId}, ${relay}, 'smtp', 'email', 'Our relay', 1, true, '{}', ${web.clock.now()})`.execute(trx)
      await sql`
        insert into delivery_provider_failures (school_id, provider_id, since, reason, answer)
        values (${schoolId}, ${relay}, ${web.clock.now()}, 'It did not accept our sign-in', '535')`.execute(trx)
    })
    const { body } = await administrator.get('/schools/hill/home')
    assert.match(body, /Emails cannot go out by Our relay\.[\s\S]*It did not accept our sign-in/)
    assert.match(body, /href="\/schools\/hill\/settings\/providers"/)
    assert.match((await office.get('/schools/hill/home')).body, /An administrator can look at the settings/)
  })

  it('VIS-2 tells those who decide about restrictions, and nobody else, of a day of review that has come', async () => {
    const [head, office] = [await signedInAs(web, { role: 'head' }), await signedInAs(web, { role: 'office' })]
    const due = /restriction is to be looked at again/
    await web.db.inSchool(web.school.id, async (trx) => {
      const link = await trx.selectFrom('links').select('id').where('ended_on', 'is', null).executeTakeFirstOrThrow()
      const by = {
        schoolId: web.school.id,
        actor: { kind: 'system', accountId: null, name: 'Test' },
        clock: web.clock,
      } as const
      const seen = { evidence: 'Order seen', seenBy: 'Helen Marsh', seenOn: '2026-11-01', reviewOn: '2099-01-01' }
      await placeRestriction(trx, { ...by, ...seen, linkId: link.id, close: [] })
    })
    assert.doesNotMatch((await head.get('/schools/hill/home')).body, due)
    const reviewOn = (day: string) =>
      web.db.asOwner((trx) => trx.updateTable('restrictions').set({ review_on: day }).execute())
    await reviewOn(web.clock.today())
    const { body } = await head.get('/schools/hill/home')
    assert.match(body, /1 restriction is to be looked at again\.[\s\S]*href="\/schools\/hill\/people\/restrictions"/)
    assert.doesNotMatch((await office.get('/schools/hill/home')).body, due)
    await web.db.asOwner((trx) => trx.deleteFrom('restrictions').execute())
  })

  it('DLV-1 calls what a mail server took handed over, and counts it neither as arrived nor as on its way', async () => {
    const content = {
      to: ['year:6'],
      audience: 'prime',
      channel: 'email',
      kind: 'dates',
      subject: 'Trip',
      body: 'The trip leaves at 8:45.',
      deadlineAt: null,
    } as const
    const actor = { kind: 'system' as const, accountId: null, name: 'Test' }
    const sent = { school: web.school, content: { ...content, to: [...content.to] }, actor, clock: web.clock }
    await sendMessage(web.db, { ...sent, again: false })
    await web.db.asOwner((trx) =>
      trx.updateTable('deliveries').set({ state: 'accepted', provider_id: relay }).execute(),
    )
    const office = await signedInAs(web, { role: 'office' })
    const { body } = await office.get('/schools/hill/home')
    assert.match(body, /2 handed over/)
    assert.doesNotMatch(body, /waiting/)
    assert.doesNotMatch(body, /arrived, last seven days/)
    assert.match(body, /copies handed over/)
  })
})
