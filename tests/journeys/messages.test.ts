import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { addFamilies } from '../../src/modules/messaging/testing.ts'
import { systemClock } from '../../src/platform/clock/index.ts'
import { signedInAs, type TestBrowser, type TestWeb, testWeb } from '../../src/web/testing.ts'
import { listenOnLoopback, openBrowser, openPage, skipWithoutBrowser } from './browser.ts'

describe('MSG-4 a message, from the first word to the report', { skip: skipWithoutBrowser }, () => {
  let web: TestWeb
  let browser: Browser
  let url: string
  let office: TestBrowser
  before(async () => {
    web = await testWeb({ clock: systemClock })
    await addFamilies(web.db, { school: web.school, clock: web.clock })
    office = await signedInAs(web, { role: 'office' })
    browser = await openBrowser()
    url = await listenOnLoopback(web)
  })
  after(async () => {
    await browser.close()
    await web.close()
  })

  it('counts while one writes, shows every copy, sends, and follows what becomes of it by itself', async () => {
    // Given the page for writing
    const page = await openPage(browser, { url, as: office })
    await page.goto('/schools/hill/messages/new')

    // When a year is ticked and a field is put in by its chip
    await page.getByLabel('Year 6').check()
    await page.getByLabel('Message', { exact: true }).fill('Dear ')
    await page.getByRole('button', { name: '{{adult.forename}}' }).click()
    await page.getByLabel('Message', { exact: true }).pressSequentially(', the trip leaves at 8:45.')

    // Then the figures stand beside the words
    await page.getByText('7 children, 4 adults').waitFor()
    await page.getByText('2 emails and 2 texts').waitFor()
    await page.getByText('2 children reached by nobody').waitFor()

    // When it is checked, the longest copy is shown first and the next is one press away
    await page.getByRole('button', { name: 'Check before sending' }).last().click()
    await page.getByText('Dear Łucja, the trip leaves at 8:45.').waitFor()
    await page.getByRole('link', { name: 'Next' }).click()
    await page.getByText('2 of 4, longest first').waitFor()

    // When it is sent
    await page.getByRole('button', { name: 'Send 2 emails and 2 texts' }).click()
    await page
      .getByRole('cell', { name: 'Joe Turner' })
      .or(page.getByRole('rowheader', { name: 'Joe Turner' }))
      .waitFor()
    await page.getByText('5 waiting · 2 not reached').waitFor()

    // Then the report moves on by itself when the networks answer
    await settleAll(web)
    await page.getByText('5 reached · 2 not reached').waitFor({ timeout: 15_000 })
    await page.context().close()
  })

  it('works without script', async () => {
    const context = await browser.newContext({ baseURL: url, javaScriptEnabled: false })
    const [name = '', value = ''] = office.cookie.split('=')
    await context.addCookies([{ name, value, url }])
    const page = await context.newPage()
    await page.goto('/schools/hill/messages/new')
    await page.getByLabel('A single child').fill('kacper')
    await page.getByRole('button', { name: 'Find the child' }).click()
    await page.getByLabel('Kacper Zieliński').check()
    await page.getByLabel('Message', { exact: true }).fill('{{pupil.forename}} forgot a coat.')
    await page.getByRole('button', { name: 'Check before sending' }).last().click()
    await page.getByText('Kacper forgot a coat.').waitFor()
    await page.getByRole('button', { name: 'Send 1 text' }).click()
    await page.getByText('1 waiting').waitFor()
    assert.match(page.url(), /messages\/[0-9a-f-]{36}$/)
    await context.close()
  })

  it('MSG-6 keeps what was typed when the words cannot be filled in', async () => {
    const page = await openPage(browser, { url, as: office })
    await page.goto('/schools/hill/messages/new')
    await write(page, 'Dear {{adult.sirname}}')
    await page.getByRole('link', { name: /Did you mean/ }).click()
    assert.equal(await page.getByLabel('Message', { exact: true }).inputValue(), 'Dear {{adult.sirname}}')
    await page.context().close()
  })
})

async function write(page: Page, words: string): Promise<void> {
  await page.getByLabel('6 Oak').check()
  await page.getByLabel('Message', { exact: true }).fill(words)
  await page.getByRole('button', { name: 'Check before sending' }).last().click()
}

/** As if every network had said that it was delivered. */
async function settleAll(web: TestWeb): Promise<void> {
  await web.db.asOwner((trx) => trx.updateTable('deliveries').set({ state: 'delivered', attempts: 1 }).execute())
}
