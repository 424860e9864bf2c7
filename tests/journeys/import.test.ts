import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { inProject } from '../../src/platform/paths/index.ts'
import { type TestWeb, testWeb } from '../../src/web/testing.ts'
import { listenOnLoopback, openBrowser, openPage, skipWithoutBrowser } from './browser.ts'

const files = ['pupils.csv', 'contacts.csv', 'staff.csv'].map((name) => inProject('demo', 'sims', name))

describe('a school imports its SIMS export', { skip: skipWithoutBrowser }, () => {
  let web: TestWeb
  let browser: Browser
  let page: Page
  before(async () => {
    web = await testWeb({ demo: true })
    browser = await openBrowser()
    page = await openPage(browser, { url: await listenOnLoopback(web) })
  })
  after(async () => {
    await browser.close()
    await web.close()
  })

  const heading = () => page.locator('h1').innerText()
  const press = (name: string | RegExp) => page.getByRole('button', { name }).first().click()
  const follow = (name: string | RegExp) => page.getByRole('link', { name }).first().click()

  async function sendFiles(): Promise<void> {
    await page.goto('/schools/hill/imports/new')
    await page.setInputFiles('input[type=file]', files)
    await press('Read the files and make a plan')
    await page.waitForURL(/imports\/[0-9a-f-]{36}$/)
  }

  it('from the first sign-in to a child with her adults, and to nothing to change', async () => {
    // Given somebody who goes into the demo by one click, at a school where nothing was imported
    await page.goto('/sign-in')
    await press(/Ruth Adeyemi/)
    await page.waitForURL(/home$/)
    await page.goto('/schools/hill/imports')
    assert.match(await page.locator('main').innerText(), /Nothing was imported yet/)

    // When the three files of the export are sent
    await sendFiles()

    // Then the plan says what would come, class by class, and nothing has changed
    assert.equal(await heading(), 'What this import would do')
    assert.match(await page.locator('main').innerText(), /Nothing has been changed yet/)
    await follow(/6 Beech/)
    assert.match(await page.locator('#changes').innerText(), /Amira Al-Hassan/)

    // When it is applied
    await press(/Apply 1,885 changes/)

    // Then the run says what it did, and the child has her mother
    assert.equal(await heading(), 'What this import did')
    await page.fill('#global-search', 'Amira')
    await page.keyboard.press('Enter')
    await page.waitForURL(/people\/pupils\//)
    assert.match(await page.locator('main').innerText(), /Noor Al-Hassan/)

    // And the same files again change nothing
    await sendFiles()
    assert.match(await page.locator('main').innerText(), /Nothing to change/)
  })
})
