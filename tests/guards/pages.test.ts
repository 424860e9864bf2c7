import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import AxeBuilder from '@axe-core/playwright'
import { HtmlValidate } from 'html-validate'
import type { Browser, Page } from 'playwright-core'
import { systemActor } from '../../src/modules/audit/index.ts'
import { createSchool } from '../../src/modules/schools/index.ts'
import { pagesOf } from '../../src/web/index.ts'
import { signedInAs, strangersBrowser, type TestBrowser, testWeb } from '../../src/web/testing.ts'
import {
  type Look,
  listenOnLoopback,
  narrowAndDark,
  openBrowser,
  openPage,
  skipWithoutBrowser,
  wideAndLight,
} from '../journeys/browser.ts'
import { type DemoSchool, demoSchool } from '../scenes/demo-school.ts'
import { emptyForms, englishLeft } from './english-left.ts'

const pages = pagesOf({ demo: true })

/** Pages that anybody may open; a new one is put here by hand, on purpose. Hooks prove their caller themselves. */
const publicUrls = [
  'GET /',
  'GET /dev/components',
  'GET /first-administrator/:token',
  'GET /health',
  'GET /hooks/imports/:school/:run',
  'GET /hooks/text-receipts/:schoolId/:providerId',
  'GET /hooks/text-receipts/:schoolId/:providerId/:secret',
  'GET /invitations/:token',
  'GET /my',
  'GET /my/:token',
  'GET /my/:token/messages',
  'GET /my/at/:school/choices',
  'GET /my/at/:school/messages/:place',
  'GET /my/at/:school/preferences',
  'GET /my/at/:school/wrong',
  'GET /my/children/:linkId/remove',
  'GET /my/details',
  'GET /my/link',
  'GET /my/link/sent',
  'GET /my/messages',
  'GET /my/preferences',
  'GET /my/sign-in',
  'GET /register',
  'GET /register/agree',
  'GET /register/done',
  'GET /register/known',
  'GET /register/prove',
  'GET /register/qr',
  'GET /register/you',
  'GET /sign-in',
  'GET /sign-in/code',
  'GET /sign-in/new',
  'GET /sign-in/prove',
  'GET /sign-in/recover',
  'POST /first-administrator/:token',
  'POST /hooks/imports/:school',
  'POST /hooks/text-receipts/:schoolId/:providerId',
  'POST /hooks/text-receipts/:schoolId/:providerId/:secret',
  'POST /invitations/:token',
  'POST /my/at/:school/choices',
  'POST /my/at/:school/preferences',
  'POST /my/at/:school/wrong',
  'POST /my/children/:linkId/remove',
  'POST /my/link',
  'POST /my/sign-in',
  'POST /register',
  'POST /register/agree',
  'POST /register/known',
  'POST /register/prove',
  'POST /register/prove/again',
  'POST /register/sign-in',
  'POST /register/you',
  'POST /sign-in',
  'POST /sign-in/code',
  'POST /sign-in/code/send',
  'POST /sign-in/demo',
  'POST /sign-in/new',
  'POST /sign-in/new/passkey',
  'POST /sign-in/new/passkey/challenge',
  'POST /sign-in/passkey',
  'POST /sign-in/passkey/challenge',
  'POST /sign-in/prove',
  'POST /sign-in/prove/again',
  'POST /sign-in/recover',
  'POST /sign-out',
]

describe('SEC-4 every address of the web side', () => {
  it('declares its permission or stands on the public list', () => {
    const open = pages.filter(({ permission }) => permission === 'public').map(({ method, url }) => `${method} ${url}`)
    assert.deepEqual(open.sort(), publicUrls)
  })

  it('asks for a permission wherever it is about a school', () => {
    const loose = pages.filter(
      ({ url, permission }) => url.startsWith('/schools/') && (permission === 'public' || permission === 'signed-in'),
    )
    assert.deepEqual(
      loose.map(({ url }) => url),
      [],
    )
  })

  it('is written in small letters with hyphens', () => {
    const odd = pages.flatMap(({ url }) =>
      url.split('/').filter((part) => !/^(:[a-z][A-Za-z]*|[a-z0-9]+(-[a-z0-9]+)*(\.csv)?)?$/.test(part)),
    )
    assert.deepEqual(odd, [])
  })

  it('is shown to no stranger, to no staff of another school, and takes no form of another site', async () => {
    const web = await testWeb({ demo: true })
    try {
      const other = await createSchool(web.db, {
        name: 'Moor High',
        slug: 'moor',
        actor: systemActor,
        clock: web.clock,
      })
      const [stranger, colleague] = [
        strangersBrowser(web),
        await signedInAs(web, { role: 'administrator', school: other }),
      ]
      for (const { method, url } of pages.filter(({ permission }) => permission !== 'public')) {
        const at = url.replace(':school', 'hill').replaceAll(/:\w+/g, '018f0000-0000-7000-8000-000000000000')
        const open = (browser: TestBrowser) => (method === 'GET' ? browser.get(at) : browser.post(at))
        assert.match(String((await open(stranger)).statusCode), /303|401/, `${method} ${url} answers a stranger`)
        if (url.includes(':school'))
          assert.equal((await open(colleague)).statusCode, 404, `${method} ${url} answers another school`)
        if (method === 'GET') continue
        const foreign = { 'sec-fetch-site': 'cross-site' }
        assert.equal((await colleague.post(at, {}, foreign)).statusCode, 403, `${url} takes a form of another site`)
      }
    } finally {
      await web.close()
    }
  })
})

const validator = new HtmlValidate({
  extends: ['html-validate:recommended'],
  rules: {
    // The renderer closes empty elements as XML does, and writes attributes without a value where they are true.
    'void-style': 'off',
    'attribute-boolean-style': 'off',
    'attribute-empty-style': 'off',
    'doctype-style': 'off',
    'no-trailing-whitespace': 'off',
    // Spaces that stay together are the business of numbers on the page, not of markup.
    'tel-non-breaking': 'off',
    'long-title': 'off',
    'no-inline-style': 'error',
    'script-type': 'off',
    'require-sri': 'off',
    'form-dup-name': ['error', { shared: ['radio', 'checkbox', 'submit', 'button'] }],
  },
})

describe('every page', () => {
  let demo: DemoSchool
  let found: Found[]
  /** Pages that came back with what was wrong. */
  const comeBack: { at: string; as: TestBrowser; html: string }[] = []
  before(async () => {
    demo = await demoSchool()
    found = await followLinks(demo)
  })
  after(() => demo.web.close())
  let listening: Promise<string> | null = null
  const listen = () => {
    listening ??= listenOnLoopback(demo.web)
    return listening
  }

  it('is reached by links from the home page', () => {
    const reached = new Set(found.map(({ url }) => url))
    const ours = pages.filter(({ method, url, hook }) => method === 'GET' && !hook && url !== '/health')
    assert.deepEqual(
      ours.map(({ url }) => url).filter((url) => !reached.has(url)),
      [],
    )
  })

  it('is valid HTML without styles of its own', async () => {
    const wrong: string[] = []
    for (const { url, html } of found.filter((each) => each.html !== ''))
      wrong.push(...(await whatIsInvalid(url, html)))
    assert.deepEqual(wrong, [])
  })

  it('speaks Welsh wherever families come', async () => {
    const wrong: string[] = []
    for (const { at, as } of found.filter(({ html }) => html.includes('class="family-head"'))) {
      const { body } = await as.get(at, { cookie: `${as.cookie}; gatehouse-language=cy` })
      if (!body.includes('<html lang="cy"')) wrong.push(`${at} is not in Welsh`)
      wrong.push(...englishLeft(body).map((words) => `${at}: ${words}`))
    }
    assert.deepEqual(wrong, [])
  })

  it('passes axe wide and light, and narrow and dark, with nothing cut off', { skip: skipWithoutBrowser }, async () => {
    const browser = await openBrowser()
    const url = await listen()
    const looks = [wideAndLight, narrowAndDark].map((look) => lookAtAll(browser, { url, look, found }))
    const wrong = await Promise.all(looks).finally(() => browser.close())
    assert.deepEqual(wrong.flat(), [])
  })

  // The last but one: some of these forms change what the scene holds.
  it('speaks Welsh where families come also of a form that was sent empty', async () => {
    const wrong: string[] = []
    for (const { as, html } of found.filter((each) => each.html.includes('class="family-head"'))) {
      for (const { action, fields } of emptyForms(html).filter((form) => !/sign-out|demo$/.test(form.action))) {
        const answer = await as.post(action, fields, { cookie: `${as.cookie}; gatehouse-language=cy` })
        const said = /gatehouse-said=([^;]+)/.exec(String(answer.headers['set-cookie']))?.[1] ?? ''
        const shown = answer.headers.location ? `<p>${Buffer.from(said, 'base64url')}</p>` : answer.body
        if (!answer.headers.location && !shown.includes('<html lang="cy"')) wrong.push(`${action} is not in Welsh`)
        if (!answer.headers.location) comeBack.push({ at: action, as, html: answer.body })
        wrong.push(...englishLeft(shown).map((words) => `${action}: ${words}`))
      }
    }
    assert.deepEqual(wrong, [])
  })

  it('passes axe and is valid also where such a form comes back', { skip: skipWithoutBrowser }, async () => {
    assert.ok(comeBack.length > 10, `only ${comeBack.length} forms came back`)
    const wrong: string[] = []
    const browser = await openBrowser()
    const url = await listen()
    for (const as of new Set(comeBack.map((each) => each.as))) {
      const page = await openPage(browser, { url, as, look: narrowAndDark })
      // Its style sheets and pictures are asked for from where the page came.
      await page.goto('/health')
      for (const { at, html } of comeBack.filter((each) => each.as === as)) {
        wrong.push(...(await whatIsInvalid(at, html)))
        await page.setContent(html)
        wrong.push(...(await whatAxeFinds(page)).map((words) => `${at}, come back: ${words}`))
      }
      await page.context().close()
    }
    await browser.close()
    assert.deepEqual(wrong, [])
  })
})

async function whatIsInvalid(at: string, html: string): Promise<string[]> {
  const { results } = await validator.validateString(html, at)
  return results
    .flatMap(({ messages }) => messages)
    .map(
      ({ message, ruleId, column }) =>
        `${at}: ${message} (${ruleId}) … ${html.slice(Math.max(0, column - 60), column + 60)}`,
    )
}

async function whatAxeFinds(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze()
  return violations.map(({ id, nodes }) => {
    const places = nodes.map(({ html }) => html.slice(0, 160)).slice(0, 3)
    return `${id}: ${places.join(' | ')}`
  })
}

/** One address of a page, as whom it was opened, and what came. */
type Found = { url: string; at: string; as: TestBrowser; html: string }

async function lookAtAll(
  browser: Browser,
  { url, look, found }: { url: string; look: Look; found: Found[] },
): Promise<string[]> {
  const wrong: string[] = []
  for (const as of new Set(found.map((each) => each.as))) {
    const page = await openPage(browser, { url, as, look })
    page.on('console', (message) => {
      if (message.type() === 'error') wrong.push(`${page.url()}: ${message.text()}`)
    })
    for (const { at } of found.filter((each) => each.as === as && each.html !== '')) {
      await page.goto(at)
      wrong.push(...(await whatAxeFinds(page)).map((words) => `${at} at ${look.width}: ${words}`))
      const cutOff = Number(await page.evaluate('document.documentElement.scrollWidth - innerWidth'))
      if (cutOff > 0) wrong.push(`${at} is ${cutOff} px wider than ${look.width}`)
    }
    await page.context().close()
  }
  return wrong
}

/** Opens pages, and from each the pages it leads to, until no new kind of page turns up. */
async function followLinks({
  administrator,
  stranger,
  starts,
  strangersStarts,
  registrants,
}: DemoSchool): Promise<Found[]> {
  const found = new Map<string, Found>()
  const waiting = [
    ...strangersStarts.map((at) => ({ at, as: stranger })),
    ...registrants,
    ...starts.map((at) => ({ at, as: administrator })),
  ]
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    const { at, as } = next
    const page = pages.find(({ method, url }) => method === 'GET' && fits(url, at.split(/[?#]/)[0] ?? ''))
    if (!page || found.has(page.url)) continue
    const answer = await as.get(at)
    if (answer.headers.location) waiting.unshift({ at: answer.headers.location, as })
    const isHtml = answer.statusCode === 200 && String(answer.headers['content-type']).startsWith('text/html')
    // What only sends elsewhere, or is no page to look at, counts as reached and is not looked at.
    found.set(page.url, { url: page.url, at, as, html: isHtml ? answer.body : '' })
    const links = answer.body.matchAll(/(?:href|src|data-url)="(\/[^"]*)"/g)
    waiting.push(...[...links].map(([, href = '']) => ({ at: href.replaceAll('&amp;', '&'), as })))
  }
  return [...found.values()]
}

function fits(url: string, path: string): boolean {
  return new RegExp(`^${url.replaceAll('.', '\\.').replaceAll(/:\w+/g, '[^/]+')}$`).test(path)
}
