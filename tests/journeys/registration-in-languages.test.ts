import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import AxeBuilder from '@axe-core/playwright'
import { sql } from 'kysely'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { addPupil, codesSent, printAndRead, type Sheet } from '../../src/modules/registration/testing.ts'
import { type Clock, fixedClock } from '../../src/platform/clock/index.ts'
import { newId } from '../../src/platform/ids/index.ts'
import { directionOf, type Language, languages } from '../../src/web/family/language.ts'
import { type TestWeb, testWeb } from '../../src/web/testing.ts'
import { listenOnLoopback, openBrowser, skipWithoutBrowser } from './browser.ts'

let now = '2026-11-21T09:00:00Z'
const clock: Clock = { now: () => fixedClock(now).now(), today: () => fixedClock(now).today() }

/** `SHOTS=/tmp/shots` takes a picture of every page in every language. */
const spoken: readonly Language[] = process.env.SHOTS ? languages : ['en', 'ar']

describe('LET-9 the way to register, page by page and error by error', { skip: skipWithoutBrowser }, () => {
  let web: TestWeb
  let browser: Browser
  let url: string
  before(async () => {
    web = await testWeb({ clock })
    browser = await openBrowser()
    url = await listenOnLoopback(web)
  })
  after(async () => {
    await browser.close()
    await web.close()
  })

  for (const language of spoken) {
    describe(`in ${language}, at 360 px`, () => {
      let context: BrowserContext
      let page: Page
      let sheet: Sheet
      let amira: string
      before(async () => {
        context = await phoneOf(language)
        page = await context.newPage()
        amira = await web.db.inSchool(web.school.id, (trx) =>
          addPupil(trx, { schoolId: web.school.id, forename: 'Amira', surname: `Al-Hassan ${language}` }),
        )
        sheet = await print(amira)
      })
      after(() => context.close())

      it('goes from the letter to the link', async () => {
        // Given a phone that was told the language once, by the link at the top of the page
        await page.goto('/register')
        if (language !== 'en') await page.locator(`nav a[hreflang=${language}]`).click()
        await look('start')

        // When nothing is typed, then a wrong code
        await press()
        await look('start-empty')
        await typeCode(sheet.reference, '00000 00000')
        await look('start-wrong')

        // Then the right code leads on, and what is missing is said
        await typeCode(sheet.reference, sheet.codes[0] ?? '')
        await look('you')
        await press()
        await look('you-empty')
        await sayWho({ email: 'not an address', mobile: '020 7946 0000' })
        await look('you-wrong')
        await sayWho({ email: `fatima-${language}@example.org`, mobile: `07700 9001${at(language)}` })
        await look('prove')
        await press()
        await look('prove-empty')

        // One of the two codes is right
        const { emailCode, mobileCode } = await codesSent(web.db, await held('gatehouse-registration'))
        await type({ emailCode, mobileCode: '12 34 56' })
        await press()
        await look('prove-half')
        await page.locator('form[action$=again] button').click()
        await look('prove-again')
        assert.notEqual((await codesSent(web.db, await held('gatehouse-registration'))).mobileCode, mobileCode)
        for (let times = 0; times < 3; times += 1) await page.locator('form[action$=again] button').click()
        await look('prove-too-often')
        await type(await codesSent(web.db, await held('gatehouse-registration')))
        await press()
        await look('agree')
        await press()
        await look('agree-empty')
        await page.locator('input[name=agreed]').check()
        await press()
        await page.waitForURL('**/register/done')
        await look('done')
      })

      it('answers a letter that opens nothing: used, full, expired, of a pupil who left, left lying for too long', async () => {
        await page.goto('/register')
        await typeCode(sheet.reference, sheet.codes[0] ?? '')
        await look('used')
        await allow(1)
        await typeCode(sheet.reference, sheet.codes[1] ?? '')
        await look('full')
        await allow(4)

        // Somebody begins, and comes back after the hour
        await typeCode(sheet.reference, sheet.codes[1] ?? '')
        now = '2026-11-21T11:00:00Z'
        await page.goto('/register/agree')
        await look('over')
        now = '2026-12-22T09:00:00Z'
        await typeCode(sheet.reference, sheet.codes[1] ?? '')
        await look('expired')
        now = '2026-11-21T09:00:00Z'
        await web.db.asOwner((trx) => sql`update members set status = 'leaver' where id = ${amira}`.execute(trx))
        await typeCode(sheet.reference, sheet.codes[1] ?? '')
        await look('left')
        await web.db.asOwner((trx) => sql`update members set status = 'on roll' where id = ${amira}`.execute(trx))
      })

      it('LET-13 says thank you where the office decides', async () => {
        await web.db.asOwner((trx) =>
          sql`
            insert into court_order_flags (school_id, pupil_id, adult_id, flag, flagged_at)
            select school_id, pupil_id, adult_id, 'yes', ${clock.now()} from links where pupil_id = ${amira}`.execute(
            trx,
          ),
        )
        await page.goto('/register')
        await typeCode(sheet.reference, sheet.codes[1] ?? '')
        await sayWho({ email: `fatima-${language}@example.org`, mobile: `07700 9001${at(language)}` })
        await type(await codesSent(web.db, await held('gatehouse-registration')))
        await press()
        await page.locator('input[name=agreed]').check()
        await press()
        await page.waitForURL('**/register/done')
        await look('with-the-office')
      })

      it('LET-11 asks who shares a mailbox with somebody who signs in', async () => {
        const shared = `shared-${language}@example.org`
        const account = { id: newId(), email: shared, name: 'Somebody', created_at: clock.now() }
        const channel = { account_id: account.id, kind: 'email', value: shared, proved_at: clock.now() }
        await web.db.inInstance(async (trx) => {
          await trx.insertInto('accounts').values(account).execute()
          await trx.insertInto('account_channels').values(channel).execute()
        })
        await page.goto('/register')
        await typeCode(sheet.reference, sheet.codes[2] ?? '')
        await sayWho({ email: shared, mobile: `07700 9002${at(language)}` })
        await type(await codesSent(web.db, await held('gatehouse-registration')))
        await press()
        await look('known')
        await page.locator('form[action="/register/known"] button').click()
        await page.waitForURL('**/register/agree')
      })

      const press = () => page.locator('form[action^="/register"] button.main').first().click()
      const held = async (name: string) => (await context.cookies()).find((cookie) => cookie.name === name)?.value ?? ''

      async function type(fields: Record<string, string>): Promise<void> {
        for (const [name, value] of Object.entries(fields)) {
          const field = page.locator(`input[name=${name}]`)
          if ((await field.count()) > 0) await field.fill(value)
        }
      }

      async function typeCode(reference: string, code: string): Promise<void> {
        await type({ reference, code })
        await press()
        await page.waitForLoadState()
      }

      async function sayWho(channels: { email: string; mobile: string }): Promise<void> {
        await type({ forename: 'Fatima', surname: 'Al-Hassan', relationship: 'Mother', ...channels })
        await press()
        await page.waitForLoadState()
      }

      /** Every page and every error: its direction, nothing cut off, axe. */
      async function look(name: string): Promise<void> {
        const is = await page.evaluate(
          '({ dir: document.dir, lang: document.documentElement.lang, wide: document.documentElement.scrollWidth - innerWidth })',
        )
        const lang = language === 'en' ? 'en-GB' : language
        assert.deepEqual(is, { dir: directionOf(language), lang, wide: 0 }, name)
        if (process.env.SHOTS)
          await page.screenshot({ path: `${process.env.SHOTS}/${language}-${name}.png`, fullPage: true })
        const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze()
        assert.deepEqual(
          violations.map(({ id, nodes }) => `${name}: ${id} ${nodes.map(({ html }) => html).join(' ')}`),
          [],
        )
      }
    })
  }

  it('goes the whole way in Arabic without JavaScript', async () => {
    const amira = await web.db.inSchool(web.school.id, (trx) =>
      addPupil(trx, { schoolId: web.school.id, forename: 'Amira', surname: 'Haddad' }),
    )
    const sheet = await print(amira)
    const context = await browser.newContext({
      ...{ baseURL: url, viewport: { width: 360, height: 740 }, javaScriptEnabled: false, locale: 'ar' },
    })
    const page = await context.newPage()
    const fill = async (fields: Record<string, string>) => {
      for (const [name, value] of Object.entries(fields)) await page.locator(`input[name=${name}]`).fill(value)
      await page.locator('form button.main').first().click()
    }
    await page.goto('/register')
    await fill({ reference: sheet.reference, code: sheet.codes[0] ?? '' })
    await fill({
      ...{ forename: 'ليلى', surname: 'حداد', relationship: 'أم' },
      ...{ email: 'layla@example.org', mobile: '07700 900888' },
    })
    await page.waitForURL('**/register/prove')
    const token = (await context.cookies()).find(({ name }) => name === 'gatehouse-registration')?.value ?? ''
    await fill(await codesSent(web.db, token))
    await page.locator('input[name=agreed]').check()
    await fill({})
    await page.getByRole('heading', { name: 'اكتمل تسجيلكم' }).waitFor()
    await context.close()
    const { rows } = await web.db.asOwner((trx) =>
      sql<{ relationship: string }>`select relationship from links where pupil_id = ${amira}`.execute(trx),
    )
    assert.deepEqual(rows, [{ relationship: 'Mother' }])
  })

  it('LET-4 takes a scanned letter along when the language is changed', async () => {
    const ben = await web.db.inSchool(web.school.id, (trx) =>
      addPupil(trx, { schoolId: web.school.id, forename: 'Ben', surname: 'Haddad' }),
    )
    const sheet = await print(ben)
    const context = await phoneOf('en')
    const page = await context.newPage()
    await page.goto(`/register/qr#${sheet.page.codes[0]?.url.split('#')[1]}`)
    await page.locator('nav a[hreflang=ur]').click()
    await page.locator('html[lang=ur] [data-scanned=yes]').waitFor({ state: 'visible' })
    assert.equal(new URL(page.url()).hash, '')
    await page.locator('form button.main').click()
    await page.waitForURL('**/register/you')
    assert.equal(await page.evaluate('document.dir'), 'rtl')
    await context.close()
  })

  const at = (language: Language) => `3${languages.indexOf(language)}`

  const allow = (places: number) =>
    web.db.asOwner((trx) =>
      sql`
        update schools set settings = settings || jsonb_build_object('letterPlaces', ${places}::int)
        where id = ${web.school.id}`.execute(trx),
    )

  function phoneOf(language: Language): Promise<BrowserContext> {
    const colorScheme = language === 'ar' ? 'dark' : 'light'
    return browser.newContext({ baseURL: url, viewport: { width: 360, height: 740 }, colorScheme })
  }

  async function print(pupilId: string): Promise<Sheet> {
    const letters = { kind: 'pupil', pupilId } as const
    const [printed] = await printAndRead(web.db, { school: web.school, letters, hash: web.app.keyedHash, clock })
    if (!printed) throw new Error('nothing was printed')
    return printed
  }
})
