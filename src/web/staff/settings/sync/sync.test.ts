import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { listEntries } from '../../../../modules/audit/index.ts'
import { findSchoolBySlug } from '../../../../modules/schools/index.ts'
import { findCredentialByTokenIfAny, listCredentials, wondeRegions } from '../../../../modules/syncing/index.ts'
import { signedInAs, type TestBrowser, type TestWeb, testWeb } from '../../../testing.ts'

describe('IMP-23 the settings of the sync', () => {
  let web: TestWeb
  let browser: TestBrowser
  const here = '/schools/hill/settings/sync'

  before(async () => {
    web = await testWeb()
    browser = await signedInAs(web, { role: 'administrator', name: 'Ruth Adeyemi' })
  })
  after(() => web.close())

  const settings = async () => (await findSchoolBySlug(web.db, 'hill')).settings
  const credentials = () => web.db.inSchool(web.school.id, (trx) => listCredentials(trx, web.school.id))

  it('are for administrators only', async () => {
    const office = await signedInAs(web, { role: ['office', 'data-owner'] })
    assert.equal((await office.get(here)).statusCode, 403)
    assert.equal((await office.post(`${here}/credentials`, { name: 'Box' })).statusCode, 403)
    assert.deepEqual(await credentials(), [])
  })

  it('leave every plan to a person until an administrator says otherwise, and journal it', async () => {
    assert.equal((await settings()).syncApply, false)
    const saved = await browser.post(here, {
      part: 'syncApply syncStaleHours syncMapping',
      syncApply: 'yes',
      syncStaleHours: '26',
      syncMapping: '',
    })
    assert.equal(saved.statusCode, 303)
    const { syncApply, syncStaleHours, syncFolder } = await settings()
    assert.deepEqual([syncApply, syncStaleHours, syncFolder], [true, 26, false])
    const [entry] = await web.db.inSchool(web.school.id, (trx) =>
      listEntries(trx, web.school.id, { act: 'school.settings' }),
    )
    assert.deepEqual(
      [entry?.actorName, entry?.detail],
      ['Ruth Adeyemi', { values: { syncApply: 'yes', syncStaleHours: '26' } }],
    )
  })

  it('change nothing of the other form of the page', async () => {
    await browser.post(here, { part: 'syncFolder syncKeepDays', syncFolder: 'yes', syncKeepDays: '30' })
    const { syncApply, syncFolder, syncKeepDays } = await settings()
    assert.deepEqual([syncApply, syncFolder, syncKeepDays], [true, true, 30])
  })

  it('say what is wrong with a number, and keep the rest', async () => {
    const answer = await browser.post(here, { part: 'syncStaleHours', syncStaleHours: 'soon' })
    assert.equal(answer.statusCode, 422)
    assert.match(answer.body, /“Tell me after” takes a number/)
    assert.match(answer.body, /value="soon"/)
    assert.equal((await settings()).syncStaleHours, 26)
  })

  it('IMP-9 keep what was ticked and chosen when a number beside it is wrong: what was switched off is not on again', async () => {
    const boxOf = (body: string, name: string) => new RegExp(`<input[^>]*name="${name}"[^>]*>`).exec(body)?.[0] ?? ''
    const off = await browser.post(here, { part: 'syncApply syncStaleHours syncMapping', syncStaleHours: 'soon' })
    assert.deepEqual([(await settings()).syncApply, off.statusCode], [true, 422])
    assert.doesNotMatch(boxOf(off.body, 'syncApply'), /checked/)
    assert.match(boxOf(off.body, 'syncFolder'), /checked/, 'the other form is as it is saved')
    const folder = await browser.post(here, { part: 'syncFolder syncKeepDays', syncKeepDays: 'long' })
    assert.doesNotMatch(boxOf(folder.body, 'syncFolder'), /checked/)
    assert.match(boxOf((await browser.get(here)).body, 'syncApply'), /checked/)
  })

  it('show the token of a new credential once, and never again', async () => {
    const made = await browser.post(`${here}/credentials`, { name: 'SIMS server' })
    const token = /gatehouse_[\w-]{43}/.exec(made.body)?.[0] ?? ''
    assert.ok(await findCredentialByTokenIfAny(web.db, { school: web.school, token, clock: web.clock }))
    const later = await browser.get(here)
    assert.ok(later.body.includes('SIMS server') && !later.body.includes(token))
    const taken = await browser.post(`${here}/credentials`, { name: 'SIMS server' })
    assert.equal(taken.statusCode, 422)
    assert.match(taken.body, /There is a credential “SIMS server” already/)
  })

  it('hand out scripts with the school’s address and without any token', async () => {
    for (const [script, name] of [
      ['windows', 'send-to-gatehouse.ps1'],
      ['cron', 'send-to-gatehouse.sh'],
    ]) {
      const answer = await browser.get(`${here}/scripts/${script}`)
      assert.match(String(answer.headers['content-disposition']), new RegExp(`filename="${name}"`))
      assert.ok(answer.body.includes('/hooks/imports/hill') && !/gatehouse_\w{20}/.test(answer.body))
    }
    assert.equal((await browser.get(`${here}/scripts/other`)).statusCode, 404)
  })

  it('set up when Wonde is asked, show its token never, and end it', async () => {
    const wonde = {
      address: wondeRegions[0].address,
      wondeSchool: 'A193',
      token: 'very-secret',
      time: '02:15',
      days: 'school days',
    }
    const wrong = await browser.post(`${here}/wonde`, { ...wonde, wondeSchool: '../A193' })
    assert.equal(wrong.statusCode, 422)
    assert.match(wrong.body, /some letters and digits/)
    assert.ok(!wrong.body.includes('very-secret') && wrong.body.includes('../A193'))
    assert.match((await browser.post(`${here}/wonde`, { ...wonde, time: 'late' })).body, /no time of day/)
    assert.match(
      (await browser.post(`${here}/wonde`, { ...wonde, address: 'https://10.0.0.1/v1.0' })).body,
      /inside the network/,
    )
    assert.equal((await browser.post(`${here}/wonde`, wonde)).statusCode, 303)
    const shown = `${(await browser.get(here)).body}${(await browser.get(`${here}/wonde`)).body}`
    assert.match(shown, /At 02:15, Monday to Friday/)
    assert.ok(!shown.includes('very-secret'))
    assert.equal((await browser.post(`${here}/wonde/now`)).statusCode, 303)
    assert.match((await browser.get(`${here}/wonde/end`)).body, /its token is forgotten/)
    await browser.post(`${here}/wonde/end`)
    assert.doesNotMatch((await browser.get(here)).body, /Monday to Friday/)
  })

  it('end a credential at once, asked once', async () => {
    const [standing] = await credentials()
    assert.match((await browser.get(`${here}/credentials/${standing?.id}/end`)).body, /can send nothing any more/)
    assert.equal((await browser.post(`${here}/credentials/${standing?.id}/end`)).statusCode, 303)
    assert.deepEqual((await credentials())[0]?.endedBy, 'Ruth Adeyemi')
    assert.doesNotMatch((await browser.get(here)).body, /SIMS server<br/)
  })
})
