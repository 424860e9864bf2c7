import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import AxeBuilder from '@axe-core/playwright'
import type { Browser, Page } from 'playwright-core'
import { flaggedContactOf, forgetContactPoints } from '../../src/modules/importing/index.ts'
import { agreeAndFinish } from '../../src/modules/registration/index.ts'
import { addPupil, beginAndProve, fatima, printAndRead } from '../../src/modules/registration/testing.ts'
import { systemClock } from '../../src/platform/clock/index.ts'
import { type TestWeb, testWeb } from '../../src/web/testing.ts'
import { listenOnLoopback, openBrowser, skipWithoutBrowser } from './browser.ts'
import { addPretendedPasskeyDevice } from './passkey-device.ts'

const phone = { width: 360, height: 740 }

describe('SEC-1 a parent keeps a passkey', { skip: skipWithoutBrowser }, () => {
  let web: TestWeb
  let browser: Browser
  let url: string
  before(async () => {
    web = await testWeb({ clock: systemClock })
    browser = await openBrowser()
    url = await listenOnLoopback(web)
  })
  after(async () => {
    await browser.close()
    await web.close()
  })

  /** Registered a minute ago, with the page that says so still open. */
  async function justRegistered(registrant = fatima): Promise<Page> {
    const { db, school } = web
    const schoolId = school.id
    const pupilId = await db.inSchool(schoolId, (trx) =>
      addPupil(trx, { schoolId, forename: 'Amira', surname: 'Al-Hassan' }),
    )
    const common = { hash: web.app.keyedHash, clock: systemClock }
    const [sheet] = await printAndRead(db, { school, letters: { kind: 'pupil', pupilId }, ...common })
    const code = { reference: sheet?.reference ?? '', code: sheet?.codes[0] ?? '' }
    const token = await beginAndProve(db, { ...code, ...common, registrant })
    await agreeAndFinish(db, {
      token,
      ...common,
      wish: 'both',
      forget: forgetContactPoints,
      flaggedContactOf,
      siteAddress: url,
    })
    const context = await browser.newContext({ baseURL: url, viewport: phone })
    await context.addCookies([{ name: 'gatehouse-registration', value: token, url }])
    const page = await context.newPage()
    await page.goto('/register/done')
    return page
  }

  it('registers, makes a passkey, signs out, and comes back with nothing but it', async () => {
    // Given a parent who has just registered, on a phone that knows passkeys
    const page = await justRegistered()
    await addPretendedPasskeyDevice(page)

    // When she keeps a way to sign in, by passkey
    await page.getByRole('button', { name: 'Choose how to sign in' }).click()
    await page.getByRole('heading', { name: 'Choose how to sign in' }).waitFor()
    await looksRight(page)
    await page.getByRole('button', { name: 'Make a passkey on this device' }).click()

    // Then she is in, and her child is there
    await page.getByText('You can sign in from now on.').waitFor()
    await page.getByText('Amira').first().waitFor()

    // When she signs out
    await page.goto('/account/security')
    await looksRight(page)
    await page.getByRole('button', { name: 'Sign out Fatima' }).click()
    await page.getByText('You are signed out.').waitFor()
    await looksRight(page)

    // Then the passkey alone lets her in again
    await page.getByRole('button', { name: 'Use a passkey' }).click()
    await page.getByText('Amira').first().waitFor()
    await page.context().close()
  })

  it('without JavaScript it is a password, and a card for who has no smartphone', async () => {
    const open = await justRegistered({ ...fatima, forename: 'Ann', email: 'ann@example.org', mobile: '07700 900140' })
    const context = await browser.newContext({ baseURL: url, viewport: phone, javaScriptEnabled: false })
    await context.addCookies(await open.context().cookies())
    const page = await context.newPage()
    await page.goto('/register/done')
    await page.getByRole('button', { name: 'Choose how to sign in' }).click()
    await page.getByLabel('New password').fill('copper kettle harbour')
    await page.getByLabel('A printed card of one-time codes').check()
    await page.getByRole('button', { name: 'Keep this sign-in' }).click()
    await page.getByRole('heading', { name: 'Your card of one-time codes' }).waitFor()
    if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/card.png`, fullPage: true })
    const [code = ''] = await page.locator('.codes li').allTextContents()
    await page.getByRole('link', { name: 'I have kept it' }).click()
    await page.getByText('Amira').first().waitFor()

    // On another browser she types name, password and the first code of the card
    const other = await browser.newContext({ baseURL: url, viewport: phone, javaScriptEnabled: false })
    const elsewhere = await other.newPage()
    await elsewhere.goto('/sign-in')
    await elsewhere.getByLabel('Email or mobile number').fill('ann@example.org')
    await elsewhere.getByLabel('Password', { exact: true }).fill('copper kettle harbour')
    await elsewhere.getByRole('button', { name: 'Go on' }).click()
    await elsewhere.getByLabel('Your code').fill(code)
    if (process.env.SHOTS) await elsewhere.screenshot({ path: `${process.env.SHOTS}/code.png`, fullPage: true })
    await elsewhere.getByRole('button', { name: 'Sign in', exact: true }).click()
    await elsewhere.getByText('Amira').first().waitFor()
    for (const each of [open.context(), context, other]) await each.close()
  })

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
