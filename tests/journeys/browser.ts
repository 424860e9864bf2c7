import { existsSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'
import type { TestBrowser, TestWeb } from '../../src/web/testing.ts'

const usualPlaces = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome', '/snap/bin/chromium']

/** The Chromium of this machine (or the one that CHROMIUM names); null when there is none. */
export const chromiumPath =
  [process.env.CHROMIUM ?? '', ...usualPlaces].find((path) => path !== '' && existsSync(path)) ?? null

/** For `it(…, { skip }, …)`: a plain word where there is no browser to try it with. */
export const skipWithoutBrowser = chromiumPath ? false : 'there is no Chromium on this machine'

/** A browser without a window. Close it in `after()`. */
export async function openBrowser(): Promise<Browser> {
  if (!chromiumPath) throw new Error('there is no Chromium on this machine')
  return chromium.launch({
    executablePath: chromiumPath,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  })
}

/** Lets the test's web side listen on a free port of loopback; gives its address. `web.close()` stops it. */
export async function listenOnLoopback(web: TestWeb): Promise<string> {
  await web.server.listen({ host: '127.0.0.1', port: 0 })
  return `http://localhost:${(web.server.server.address() as AddressInfo).port}`
}

export type Look = { width: number; height: number; colorScheme: 'light' | 'dark' }
export const wideAndLight: Look = { width: 1280, height: 900, colorScheme: 'light' }
export const narrowAndDark: Look = { width: 360, height: 740, colorScheme: 'dark' }

/** A page in which `as` (from `signedInAs`) is signed in. Close `page.context()` when done. */
export async function openPage(
  browser: Browser,
  { url, as, look = wideAndLight }: { url: string; as?: TestBrowser; look?: Look },
): Promise<Page> {
  const { width, height, colorScheme } = look
  const context: BrowserContext = await browser.newContext({ baseURL: url, viewport: { width, height }, colorScheme })
  const cookies = (as?.cookie.split('; ') ?? []).map((pair) => pair.split('='))
  await context.addCookies(cookies.map(([name = '', value = '']) => ({ name, value, url })))
  return context.newPage()
}
