import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { strangersBrowser, type TestBrowser, type TestWeb, testWeb } from '../testing.ts'
import { isLanguage, languageNames, languages } from './language.ts'

describe('the language of a page for families', () => {
  let web: TestWeb
  let stranger: TestBrowser
  before(async () => {
    web = await testWeb()
    stranger = strangersBrowser(web)
  })
  after(() => web.close())

  const languageAt = async (url: string, headers: Record<string, string> = {}, browser = stranger) =>
    /<html lang="([^"]+)" dir="([^"]+)"/
      .exec((await browser.get(url, headers)).body)
      ?.slice(1)
      .join(' ')

  for (const [asked, answered] of [
    ['', 'en-GB ltr'],
    ['de-DE,de;q=0.9', 'en-GB ltr'],
    ['cy-GB,cy;q=0.9,en;q=0.8', 'cy ltr'],
    ['de, en;q=0.5, ar;q=0.7', 'ar rtl'],
    ['ur;q=0, pl;q=0.1', 'pl ltr'],
    [`${'x,'.repeat(2000)}cy`, 'en-GB ltr'],
    ['cy;q=not-a-number', 'en-GB ltr'],
  ] as const) {
    it(`is ${answered} where the browser asks for ${asked.slice(0, 30) || 'nothing'}`, async () => {
      assert.equal(await languageAt('/register', { 'accept-language': asked }), answered)
    })
  }

  it('is the one that was chosen, from then on', async () => {
    const answer = await stranger.get('/register?lang=ur', { 'accept-language': 'cy' })
    assert.match(answer.body, /<html lang="ur" dir="rtl">/)
    const kept = /gatehouse-language=(\w+)/.exec(String(answer.headers['set-cookie']))?.[1] ?? ''
    const again = strangersBrowser(web, { 'gatehouse-language': kept })
    assert.equal(await languageAt('/register', { 'accept-language': 'cy' }, again), 'ur rtl')
    assert.equal(await languageAt('/register?lang=pl', {}, again), 'pl ltr')
  })

  it('takes no language that there is not, and keeps none', async () => {
    assert.deepEqual([...languages, 'xx', undefined].filter(isLanguage), languages)
    const answer = await stranger.get('/register?lang=xx"')
    assert.match(answer.body, /<html lang="en-GB"/)
    assert.equal(answer.headers['set-cookie'], undefined)
    assert.equal(await languageAt('/register', {}, strangersBrowser(web, { 'gatehouse-language': 'xx' })), 'en-GB ltr')
  })

  it('is offered by links, each named in itself', async () => {
    const { body } = await stranger.get('/register')
    for (const [language, name] of Object.entries(languageNames).filter(([each]) => each !== 'en'))
      assert.match(body, new RegExp(`lang="${language}"[^>]*><a href="/register\\?lang=${language}"[^>]*>${name}</a>`))
  })
})
