import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { fixedClock } from '../../platform/clock/index.ts'
import { publicPage } from '../page.ts'
import { strangersBrowser, type TestWeb, testWeb } from '../testing.ts'
import { sayToFamily } from './say-refusal.ts'

const broken = publicPage({
  method: 'GET',
  url: '/register/broken',
  handle: () => {
    throw new Error('told to nobody')
  },
})

describe('SEC-3 what goes wrong where families come', () => {
  let web: TestWeb
  before(async () => {
    web = await testWeb({ clock: fixedClock('2026-11-21T09:00:00Z') }, [broken])
  })
  after(() => web.close())

  for (const [language, gone, stale, fault] of [
    ['en', 'no such page', 'open for too long', 'our fault'],
    ['cy', 'Nid oes tudalen', 'yn rhy hir', 'Ein bai ni'],
    ['pl', 'Nie ma takiej strony', 'zbyt długo', 'To nasza wina'],
    ['ur', 'ایسا کوئی صفحہ نہیں', 'بہت دیر تک', 'غلطی ہماری ہے'],
    ['ar', 'لا توجد صفحة', 'مدة طويلة', 'الخطأ منّا'],
  ] as const) {
    it(`is said in ${language}, and nothing of the reason`, async () => {
      const browser = strangersBrowser(web, { 'gatehouse-language': language })
      const nowhere = await browser.get('/register/nowhere')
      assert.deepEqual([nowhere.statusCode, nowhere.body.includes(gone)], [404, true])
      const foreign = await browser.post('/register', {}, { 'sec-fetch-site': 'cross-site' })
      assert.deepEqual([foreign.statusCode, foreign.body.includes(stale)], [403, true])
      const failed = await browser.get('/register/broken')
      assert.deepEqual([failed.statusCode, failed.body.includes(fault)], [500, true])
      assert.doesNotMatch(failed.body, /told to nobody/)
    })
  }
})

describe('what families are refused', () => {
  it('is said in Welsh by its code, and as it stands where there are no words', () => {
    const refusal = { code: 'opening.over', words: 'This was open for too long.' }
    assert.match(sayToFamily('cy', refusal), /^Bu hyn ar agor/)
    assert.equal(sayToFamily('en', refusal), refusal.words)
    assert.equal(sayToFamily('cy', { code: 'unheard-of', words: 'No.' }), 'No.')
  })
})
