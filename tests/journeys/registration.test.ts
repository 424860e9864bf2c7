import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import AxeBuilder from '@axe-core/playwright'
import type { Browser, Page } from 'playwright-core'
import { findFamily } from '../../src/modules/people/index.ts'
import { addPupil, codesSent, printAndRead, type Sheet } from '../../src/modules/registration/testing.ts'
import { type TestWeb, testWeb } from '../../src/web/testing.ts'
import { listenOnLoopback, openBrowser, skipWithoutBrowser } from './browser.ts'

const phone = { width: 360, height: 740 }

describe('LET-9 two parents register on their phones', { skip: skipWithoutBrowser }, () => {
  let web: TestWeb
  let browser: Browser
  let url: string
  let amira: string
  let sheet: Sheet
  before(async () => {
    web = await testWeb()
    browser = await openBrowser()
    url = await listenOnLoopback(web)
    const { db, school } = web
    amira = await db.inSchool(school.id, (trx) =>
      addPupil(trx, { schoolId: school.id, forename: 'Amira', surname: 'Al-Hassan' }),
    )
    const letters = { kind: 'pupil', pupilId: amira } as const
    const [printed] = await printAndRead(db, { school, letters, hash: web.app.keyedHash })
    if (!printed) throw new Error('nothing was printed')
    sheet = printed
  })
  after(async () => {
    await browser.close()
    await web.close()
  })

  it('the mother types her code, without JavaScript', async () => {
    // Given a phone on which no script runs
    const context = await browser.newContext({ baseURL: url, viewport: phone, javaScriptEnabled: false })
    const page = await context.newPage()
    await page.goto('/register')

    // When she mistypes the code first
    await page.getByLabel('Reference').fill(sheet.reference.toLowerCase())
    await page.getByLabel('One of the codes').fill('00000 00000')
    await page.getByRole('button', { name: 'Go on' }).click()
    await page.getByText('Reference and code do not go together').first().waitFor()
    const code = sheet.codes[0] ?? ''
    await page.getByLabel('One of the codes').fill(`${code.slice(0, 5)} ${code.slice(5)}`)
    await page.getByRole('button', { name: 'Go on' }).click()

    // Then she says who she is, types both codes, agrees, and is registered
    await walkOn(page, { forename: 'Fatima', email: 'fatima@example.org', mobile: '07700 900123' })
    await page.getByRole('heading', { name: 'You are registered, Fatima' }).waitFor()
    await context.close()
  })

  it('the father scans his, and every page passes axe', async () => {
    const context = await browser.newContext({ baseURL: url, viewport: phone, colorScheme: 'dark' })
    const page = await context.newPage()
    await page.goto(new URL(sheet.page.codes[1]?.url ?? '').href.replace(/^.*\/register/, '/register'))
    await page.getByText('We have read your letter’s code').waitFor()
    assert.equal(new URL(page.url()).hash, '')
    await page.getByRole('button', { name: 'Go on' }).click()
    await walkOn(page, { forename: 'Karim', email: 'karim@example.org', mobile: '07700 900124' }, looksRight)
    await looksRight(page)
    await context.close()

    const { links } = await web.db.inSchool(web.school.id, (trx) => findFamily(trx, web.school.id, amira))
    const who = links.map(({ adult, prime, origin }) => `${adult.forename} ${prime ? 'prime' : 'non-prime'} ${origin}`)
    assert.deepEqual(who.sort(), ['Fatima prime web', 'Karim non-prime web'])
  })

  async function walkOn(
    page: Page,
    who: { forename: string; email: string; mobile: string },
    look: (page: Page) => Promise<void> = async () => {},
  ): Promise<void> {
    await page.getByLabel('Your first name').fill(who.forename)
    await look(page)
    await page.getByLabel('Your last name').fill('Al-Hassan')
    await page.getByLabel('Who you are to Amira').fill('Parent')
    await page.getByLabel('Your email').fill(who.email)
    await page.getByLabel('Your mobile number').fill(who.mobile)
    await page.getByRole('button', { name: 'Send me two codes' }).click()
    await page.getByRole('heading', { name: 'Type the two codes' }).waitFor()
    await look(page)
    const [cookie] = (await page.context().cookies()).filter(({ name }) => name === 'gatehouse-registration')
    const { emailCode, mobileCode } = await codesSent(web.db, cookie?.value ?? '')
    await page.getByLabel('Six digits from the email').fill(emailCode)
    await page.getByLabel('Six digits from the text').fill(mobileCode)
    await page.getByRole('button', { name: 'Go on' }).click()
    await page.getByRole('heading', { name: 'What you get' }).waitFor()
    await look(page)
    await page.getByLabel('I agree').check()
    await page.getByRole('button', { name: 'Register' }).click()
    await page.getByRole('heading', { name: 'You are registered' }).waitFor()
  }

  async function looksRight(page: Page): Promise<void> {
    const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze()
    assert.deepEqual(
      violations.map(({ id }) => id),
      [],
    )
    assert.equal(await page.evaluate('document.documentElement.scrollWidth <= innerWidth'), true)
    if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/${Date.now()}.png`, fullPage: true })
  }
})
