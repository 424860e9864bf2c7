import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { joinAdultToAccount } from '../../../modules/accounts/index.ts'
import { listEntries } from '../../../modules/audit/index.ts'
import { findSchoolBySlug, settingKeys } from '../../../modules/schools/index.ts'
import { newId } from '../../../platform/ids/index.ts'
import { signedInAs, type TestBrowser, type TestWeb, testWeb } from '../../testing.ts'
import { settingFields, typedSettings } from './setting-fields.ts'

describe('the settings page', () => {
  let web: TestWeb
  let browser: TestBrowser
  before(async () => {
    web = await testWeb()
    browser = await signedInAs(web, { role: 'administrator' })
  })
  after(() => web.close())

  const form = async (changed: Record<string, string>) => {
    const { lowerPriorities: _, ...typed } = typedSettings(await findSchoolBySlug(web.db, 'hill'))
    return browser.post('/schools/hill/settings', { ...typed, ...changed })
  }

  it('changes what was changed, and journals only that (SEC-6)', async () => {
    const answer = await form({ costPerTextPence: '3.1', brakeLinksShare: '25%', lowerPriorities: 'yes' })
    assert.equal(answer.statusCode, 303, answer.body)
    const { settings } = await findSchoolBySlug(web.db, 'hill')
    assert.deepEqual([settings.costPerTextPence, settings.brakeLinksShare, settings.lowerPriorities], [3.1, 0.25, true])
    const [entry] = await web.db.inSchool(web.school.id, (trx) =>
      listEntries(trx, web.school.id, { act: 'school.settings' }),
    )
    assert.deepEqual(entry?.detail, {
      values: { costPerTextPence: '3.1', brakeLinksShare: '25%', lowerPriorities: 'yes' },
    })
  })

  it('has every setting that the command line can set, with words of its own', async () => {
    const { body } = await browser.get('/schools/hill/settings')
    // Those of the sync stand on a page of their own.
    for (const key of settingKeys.filter((one) => !one.startsWith('sync'))) {
      const label = settingFields.find((field) => field.key === key)?.label
      assert.ok(label, `${key} has words`)
      assert.match(body, new RegExp(`name="${key}"`), `${key} is on the page`)
      assert.ok(body.includes(label), `${key} is called ${label}`)
    }
  })

  it('takes a box that is not ticked as no', async () => {
    await form({ lowerPriorities: 'yes' })
    await form({})
    assert.equal((await findSchoolBySlug(web.db, 'hill')).settings.lowerPriorities, false)
  })

  it('shows every wrong setting in the words of the page, keeps what was typed and changes nothing', async () => {
    const before = (await findSchoolBySlug(web.db, 'hill')).settings
    const answer = await form({ costPerTextPence: 'cheap', brakeLeaversShare: '150%', textSender: 'Hill' })
    assert.equal(answer.statusCode, 422)
    assert.match(answer.body, /2 things need another look/)
    assert.match(answer.body, /“Cost of one text” takes a number/)
    assert.match(answer.body, /value="cheap"/)
    assert.deepEqual((await findSchoolBySlug(web.db, 'hill')).settings, before)
  })

  it('SEC-5 is not open to the office', async () => {
    const office = await signedInAs(web, { role: 'office' })
    const answer = await office.get('/schools/hill/settings')
    assert.equal(answer.statusCode, 403)
    assert.match(answer.body, /Administrator/)
    assert.equal((await office.post('/schools/hill/settings', { name: 'Mine' })).statusCode, 403)
  })

  it('invites staff with a link that is shown once', async () => {
    const answer = await browser.post('/schools/hill/settings/staff', { email: 'new@example.org', role: 'office' })
    const link = /\/invitations\/[\w-]{43}/.exec(answer.body)?.[0] ?? ''
    assert.equal((await browser.get(link)).statusCode, 200)
    assert.doesNotMatch((await browser.get('/schools/hill/settings/staff')).body, /\/invitations\//)
  })

  it('SEC-1 gives a locked-out colleague a link in place of their sign-in, unless it opens more than this school', async () => {
    const lost = await signedInAs(web, { role: 'office', name: 'Pat Locked' })
    const at = `/schools/hill/settings/staff/${lost.accountId}/new-sign-in`
    assert.match((await browser.get(at)).body, /A new sign-in for Pat Locked/)
    assert.match((await browser.post(at)).body, /\/invitations\/[\w-]{43}/)
    assert.equal((await lost.get('/schools/hill/home')).statusCode, 303)
    const accountId = lost.accountId
    const adult = { schoolId: web.school.id, adultId: newId(), accountId, clock: web.clock }
    await web.db.inInstance((trx) => joinAdultToAccount(trx, adult))
    assert.equal((await browser.post(at)).headers.location, '/schools/hill/settings/staff')
  })

  it('removes staff at once, signed in or not', async () => {
    const leaving = await signedInAs(web, { role: 'office', name: 'Pat Leaver' })
    assert.equal((await leaving.get('/schools/hill/home')).statusCode, 200)
    assert.match((await browser.get(`/schools/hill/settings/staff/${leaving.accountId}/remove`)).body, /Pat Leaver/)
    await browser.post(`/schools/hill/settings/staff/${leaving.accountId}/remove`)
    assert.equal((await leaving.get('/schools/hill/home')).statusCode, 303)
  })
})
