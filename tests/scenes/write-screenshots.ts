import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { prepareDemo } from '../../src/demo/prepare-demo.ts'
import { openDelivery } from '../../src/modules/delivery/index.ts'
import { mayStillBeSent, noteOutcomes } from '../../src/modules/messaging/index.ts'
import { systemClock } from '../../src/platform/clock/index.ts'
import { readConfig } from '../../src/platform/config/index.ts'
import { openKeyedHash } from '../../src/platform/crypto/index.ts'
import { testDatabase } from '../../src/platform/db/testing.ts'
import { silentLog } from '../../src/platform/log/index.ts'
import { inProject } from '../../src/platform/paths/index.ts'
import { buildWeb } from '../../src/web/index.ts'
import { openBrowser, openPage } from '../journeys/browser.ts'

// `npm run docs:screenshots`: the pictures of the README, taken from the demo as it is.

const folder = inProject('docs', 'screenshots')
const base = '/schools/hill-primary'

/** Makes the demo school, starts web and worker on it, and stops all when the work is done. */
async function inDemo(work: (url: string) => Promise<void>): Promise<void> {
  const dataFolder = await mkdtemp(join(tmpdir(), 'gatehouse-screenshots-'))
  const db = await testDatabase()
  const clock = systemClock
  const log = silentLog
  const delivery = openDelivery({
    ...{ db, clock, log, dataFolder, privateTargets: [] },
    hooks: {
      mayStillBeSent: (question) => mayStillBeSent(db, question),
      onOutcomes: (news) => noteOutcomes(db, news, clock),
    },
  })
  await prepareDemo(delivery)
  const worker = delivery.startWorker()
  const config = readConfig({ GATEHOUSE_LOG: 'silent', GATEHOUSE_DATA: dataFolder })
  const server = buildWeb({
    db,
    clock,
    config,
    log,
    demo: true,
    delivery,
    secretBox: delivery.secretBox,
    keyedHash: openKeyedHash(dataFolder),
  })
  await server.listen({ host: '127.0.0.1', port: 0 })
  try {
    await work(`http://localhost:${(server.server.address() as AddressInfo).port}`)
  } finally {
    await worker.stop()
    await server.close()
    await db.close()
    await rm(dataFolder, { recursive: true })
  }
}

async function takeAll(page: Page): Promise<void> {
  const take = (name: string) => page.screenshot({ path: join(folder, `${name}.png`) })
  await page.goto('/sign-in')
  await page.getByRole('button', { name: /Ruth Adeyemi/ }).click()
  // The simulated network takes a few seconds to deliver, as a real one does.
  await page.waitForTimeout(15_000)
  await page.goto(`${base}/home`)
  await take('home')
  await page.goto(`${base}/imports/new`)
  await page.setInputFiles('input[type=file]', await exportOfNextWeek())
  await page.getByRole('button', { name: 'Read the files and make a plan' }).click()
  await page.waitForURL(/imports\/[0-9a-f-]{36}$/)
  await page.setViewportSize({ width: 1280, height: 1180 })
  await take('plan')
  await page.setViewportSize({ width: 1280, height: 860 })
  await page.goto(`${base}/messages`)
  await page.getByRole('link', { name: 'Swimming starts on Thursday' }).click()
  await page.waitForLoadState()
  await take('report')
}

/** The demo's export with a few things changed, as a school has them from week to week. */
async function exportOfNextWeek(): Promise<string[]> {
  const into = await mkdtemp(join(tmpdir(), 'gatehouse-export-'))
  const read = (name: string) => readFile(inProject('demo', 'sims', name), 'utf8')
  const mother = '004308,Turner,Joe,,7999,Mrs,Dawn,Turner,Mother,1,T,F,T,07700 900976,M,dawn.turner@example.org,H,,,,,F'
  const contacts = (await read('contacts.csv'))
    .replaceAll('07700 900036', '07700 900977')
    .replace(/^004400,([^,]*,){8}2,.*\n/m, '')
    .replace(/\s*$/, `\n${mother}\n`)
  await writeFile(join(into, 'contacts.csv'), contacts)
  await writeFile(join(into, 'pupils.csv'), (await read('pupils.csv')).replace(',4 Larch,', ',4 Elm,'))
  return ['pupils.csv', 'contacts.csv'].map((name) => join(into, name))
}

await mkdir(folder, { recursive: true })
await inDemo(async (url) => {
  const browser = await openBrowser()
  const page = await openPage(browser, { url, look: { width: 1280, height: 860, colorScheme: 'light' } })
  await takeAll(page).finally(() => browser.close())
})
