import { after, before, describe, it } from 'node:test'
import type { Browser } from 'playwright-core'
import { makeFirstAdministratorLink, totpCode } from '../../src/modules/accounts/index.ts'
import { systemClock } from '../../src/platform/clock/index.ts'
import { type TestWeb, testWeb } from '../../src/web/testing.ts'
import { listenOnLoopback, openBrowser, openPage, skipWithoutBrowser } from './browser.ts'
import { addPretendedPasskeyDevice } from './passkey-device.ts'

const password = 'copper kettle harbour'

describe('SEC-1 the first administrator', { skip: skipWithoutBrowser }, () => {
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

  it('sets up a sign-in by the printed link, adds a passkey, and comes back with nothing but it', async () => {
    // Given the link that was printed at start
    const token = await makeFirstAdministratorLink(web.db, { clock: systemClock })
    const page = await openPage(browser, { url })
    await addPretendedPasskeyDevice(page)

    // When she fills in the page, first with a password that is too short
    await page.goto(`/first-administrator/${token}`)
    await page.getByLabel('Your name').fill('Ruth Adeyemi')
    await page.getByLabel('Your email').fill('ruth@example.org')
    await page.getByLabel('New password').fill('short')
    await page.getByLabel('Six digits').fill(await codeShown(page))
    await page.getByRole('button', { name: 'Set up and sign in' }).click()
    await page.getByRole('link', { name: /at least 12 characters/ }).waitFor()
    await page.getByLabel('New password').fill(password)
    await page.getByLabel('Six digits').fill(await codeShown(page))
    await page.getByRole('button', { name: 'Set up and sign in' }).click()

    // Then she stands on the home page of her school
    await page.getByRole('heading', { name: /, Ruth$/ }).waitFor()

    // When she adds a passkey and signs out
    await page.goto('/account/security')
    await page.getByLabel('A name for a new passkey').fill('Office laptop')
    await page.getByRole('button', { name: 'Add a passkey' }).click()
    await page.getByText('Office laptop').first().waitFor()
    await page.getByRole('button', { name: 'Sign out Ruth Adeyemi' }).click()
    await page.getByRole('heading', { name: 'Sign in', exact: true }).waitFor()

    // Then the passkey alone lets her in again
    await page.getByRole('button', { name: 'Use a passkey' }).click()
    await page.getByRole('heading', { name: /, Ruth$/ }).waitFor()
    await page.context().close()
  })
})

type OpenPage = Awaited<ReturnType<typeof openPage>>

/** What the app would show that was given the secret on the page. */
async function codeShown(page: OpenPage): Promise<string> {
  const words = (await page.locator('.secret').textContent()) ?? ''
  const letters = [...words.replaceAll(/\s/g, '')].map((letter) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter))
  const bits = letters.map((five) => five.toString(2).padStart(5, '0')).join('')
  const secret = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)))
  return totpCode(secret, Math.floor(Date.now() / 30_000))
}
