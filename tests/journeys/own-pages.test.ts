import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import AxeBuilder from '@axe-core/playwright'
import { sql } from 'kysely'
import type { Browser, Page } from 'playwright-core'
import { findFamily } from '../../src/modules/people/index.ts'
import { addPupil, fatima, printAndRead, register, type Sheet } from '../../src/modules/registration/testing.ts'
import { signedInAsAdult, type TestWeb, testWeb } from '../../src/web/testing.ts'
import { listenOnLoopback, openBrowser, openPage, skipWithoutBrowser } from './browser.ts'

const phone = { width: 360, height: 740, colorScheme: 'light' as const }

describe('VIS-5 two parents look after their own details on their phones', { skip: skipWithoutBrowser }, () => {
  let web: TestWeb
  let browser: Browser
  let url: string
  let amira: string
  const sheets: Record<string, Sheet> = {}
  before(async () => {
    web = await testWeb()
    browser = await openBrowser()
    url = await listenOnLoopback(web)
    const { db, school } = web
    const hash = web.app.keyedHash
    for (const forename of ['Amira', 'Bilal']) {
      const of = { schoolId: school.id, forename, surname: 'Al-Hassan' }
      const pupilId = await db.inSchool(school.id, (trx) => addPupil(trx, of))
      if (forename === 'Amira') amira = pupilId
      const [sheet] = await printAndRead(db, { school, letters: { kind: 'pupil', pupilId }, hash })
      if (sheet) sheets[forename] = sheet
    }
    // Given a family letter with two of its codes used, one by each parent
    const code = (place: number) => ({ ...codeOf('Amira', place), hash })
    await register(db, { ...code(1), registrant: fatima })
    const karim = { ...fatima, forename: 'Karim', relationship: 'Father', email: 'karim@example.org' }
    await register(db, { ...code(2), registrant: { ...karim, mobile: '07700 900124' } })
  })
  after(async () => {
    await browser.close()
    await web.close()
  })

  const codeOf = (forename: string, place: number) => {
    const { reference = '', codes = [] } = sheets[forename] ?? {}
    return { reference, code: codes[place - 1] ?? '' }
  }
  const adultOf = async (forename: string) => {
    const { links } = await web.db.inSchool(web.school.id, (trx) => findFamily(trx, web.school.id, amira))
    return links.find(({ adult }) => adult.forename === forename)?.adultId ?? ''
  }
  const lastSentTo = async (address: string, text: string) => {
    const { rows } = await web.db.asOwner((trx) =>
      sql<{ body: string }>`
        select t.body from deliveries d join delivery_texts t on t.school_id = d.school_id and t.id = d.text_id
        where d.to_address = ${address} and t.body like ${`%${text}%`} order by d.created_at desc, d.id desc`.execute(
        trx,
      ),
    )
    return rows[0]?.body ?? ''
  }

  it('each sees their own details by the link that was sent to them, the mother without JavaScript', async () => {
    for (const [mine, address, other] of [
      ['Fatima', 'fatima@example.org', /Karim|karim@|900124/],
      ['Karim', 'karim@example.org', /Fatima|fatima@|900123/],
    ] as const) {
      const link = /\/my\/\S+/.exec(await lastSentTo(address, '/my/'))?.[0] ?? ''
      const context = await browser.newContext({ baseURL: url, viewport: phone, javaScriptEnabled: mine !== 'Fatima' })
      const page = await context.newPage()
      await page.goto(link)
      await page.getByRole('heading', { name: `Hello ${mine}` }).waitFor()
      assert.equal(new URL(page.url()).pathname, '/my')
      if (mine !== 'Fatima') await looksRight(page)
      const seen = [await page.content()]
      await page.getByRole('link', { name: 'My details' }).click()
      await page.getByText(address).waitFor()
      seen.push(await page.content())
      if (mine !== 'Fatima') await looksRight(page)
      assert.doesNotMatch(seen.join(), other)
      await context.close()
    }
  })

  it('the mother, signed in, adds her second child by its letter', async () => {
    const { page } = await mothersPhone()
    await page.goto('/my')
    await page.getByRole('link', { name: 'Add another child' }).click()
    const { reference, code } = codeOf('Bilal', 1)
    await page.getByLabel('Reference').fill(reference)
    await page.getByLabel('One of the codes').fill('00000 00000')
    await page.getByRole('button', { name: 'Go on' }).click()
    await page.getByText('Reference and code do not go together').first().waitFor()
    await looksRight(page)
    await page.getByLabel('One of the codes').fill(code)
    await page.getByRole('button', { name: 'Go on' }).click()
    await page.getByRole('heading', { name: 'Add Bilal?' }).waitFor()
    assert.equal(await page.getByLabel('Who you are to Bilal').inputValue(), 'Mother')
    await looksRight(page)
    await page.getByRole('button', { name: 'Add Bilal' }).click()
    await page.getByText('The child is added.').waitFor()
    await page.getByRole('heading', { name: 'Bilal' }).waitFor()
    await looksRight(page)
    await page.context().close()
  })

  it('changes her number, takes her data and leaves a child, each at once', async () => {
    const { page } = await mothersPhone()
    await page.goto('/my/details')
    await page.getByRole('link', { name: 'Change my mobile number' }).click()
    await page.getByLabel('New mobile number').fill('07700 900125')
    await looksRight(page)
    await page.getByRole('button', { name: 'Send me a code' }).click()
    await page.getByLabel('Six digits').fill((await lastSentTo('+447700900125', 'is your code')).slice(0, 6))
    await looksRight(page)
    await page.getByRole('button', { name: 'Make it mine' }).click()
    await page.getByText('Your mobile number is changed').waitFor()
    await page.getByText('07700 900125').waitFor()
    await looksRight(page)
    await page.getByRole('link', { name: 'My data' }).click()
    await looksRight(page)
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'Download it all' }).click(),
    ])
    assert.match(file.suggestedFilename(), /^my-data-.*\.json$/)
    await page.goto('/my')
    await page.getByRole('link', { name: 'Remove my link to Amira' }).click()
    await looksRight(page)
    await page.getByRole('button', { name: 'Remove my link to Amira' }).click()
    await page.getByText('You are not linked to Amira any more.').waitFor()
    assert.equal(await page.getByRole('heading', { name: 'Amira' }).count(), 0)
    await page.goto('/my?lang=cy')
    await looksRight(page)
    await page.context().close()
  })

  async function mothersPhone(): Promise<{ page: Page }> {
    const adultId = await adultOf('Fatima')
    const as = await signedInAsAdult(web, { schoolId: web.school.id, adultId })
    return { page: await openPage(browser, { url, as, look: phone }) }
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
