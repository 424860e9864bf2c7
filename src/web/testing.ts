import type { FastifyInstance, LightMyRequestResponse } from 'fastify'
import {
  addStaff,
  findAccountOfAdultIfAny,
  joinAdultToAccount,
  type Role,
  startSession,
} from '../modules/accounts/index.ts'
import { openDelivery } from '../modules/delivery/index.ts'
import { createSchool, type School } from '../modules/schools/index.ts'
import { withFamiliesTold } from '../modules/schools/testing.ts'
import { type Clock, fixedClock } from '../platform/clock/index.ts'
import { readConfig } from '../platform/config/index.ts'
import { openKeyedHash, openSecretBox } from '../platform/crypto/index.ts'
import { type TestDb, testDatabase } from '../platform/db/testing.ts'
import { newId } from '../platform/ids/index.ts'
import { silentLog } from '../platform/log/index.ts'
import type { WebApp } from './app.ts'
import { buildWeb } from './build-web.ts'
import { csrfTokenFor } from './frame/csrf.ts'
import type { Page } from './page.ts'

/** The web side on a fresh database with one school, for tests of pages by `inject`; `morePages` stand beside its own. */
export type TestWeb = {
  server: FastifyInstance
  app: WebApp
  db: TestDb
  clock: Clock
  school: School
  close(): Promise<void>
}

export async function testWeb(options: Partial<WebApp> = {}, morePages: readonly Page[] = []): Promise<TestWeb> {
  const db = await testDatabase()
  const clock = options.clock ?? fixedClock('2026-11-21T09:00:00Z')
  const config = readConfig({ GATEHOUSE_LOG: 'silent', GATEHOUSE_DATA: `/tmp/gatehouse-web-test-${process.pid}` })
  const { dataFolder } = config
  const delivery = openDelivery({ db, clock, log: silentLog, dataFolder, privateTargets: ['127.0.0.1'] })
  const app: WebApp = {
    db,
    clock,
    config,
    log: silentLog,
    demo: false,
    secretBox: openSecretBox(dataFolder),
    keyedHash: openKeyedHash(dataFolder),
    delivery,
    ...options,
  }
  const made = await createSchool(db, { name: 'Hill Primary School', slug: 'hill', actor: testActor, clock })
  const school = await withFamiliesTold(db, made, clock)
  const server = buildWeb(app, morePages)
  await server.ready()
  const close = async () => {
    await server.close()
    await db.close()
  }
  return { server, app, db, clock, school, close }
}

const testActor = { kind: 'system' as const, accountId: null, name: 'Test' }

/** A browser in which somebody of the test school is signed in. */
export type TestBrowser = {
  accountId: string
  cookie: string
  get(url: string, headers?: Record<string, string>): Promise<LightMyRequestResponse>
  /** Sends a form as a page of ours would, token included. A list sends the field several times. */
  post(
    url: string,
    fields?: Record<string, string | string[]>,
    headers?: Record<string, string>,
  ): Promise<LightMyRequestResponse>
  /** Sends a form with files. */
  upload(
    url: string,
    fields: Record<string, string>,
    files: { field: string; filename: string; content: string | Buffer }[],
  ): Promise<LightMyRequestResponse>
}

/** Signs a new member of staff in, in each of the given roles, without the sign-in pages. */
export async function signedInAs(
  web: TestWeb,
  { role, name = 'Sam Okafor', school = web.school }: { role: Role | Role[]; name?: string; school?: School },
): Promise<TestBrowser> {
  people += 1
  const accountId = await addStaff(web.db, {
    school,
    roles: [role].flat(),
    name,
    email: `staff${people}@example.org`,
    actor: testActor,
    clock: web.clock,
  })
  const token = await web.db.inInstance((trx) =>
    startSession(trx, { accountId, stage: 'signed in', browser: 'Test browser', clock: web.clock }),
  )
  return browserWith(web.server, `gatehouse-session=${token}`, accountId)
}

let people = 0

/** A browser that nobody is signed in on. */
export function strangersBrowser(web: TestWeb, cookies: Record<string, string> = {}): TestBrowser {
  const all = Object.entries({ 'gatehouse-visit': 'test-visit', ...cookies }).map(([name, value]) => `${name}=${value}`)
  return browserWith(web.server, all.join('; '), '')
}

function browserWith(server: FastifyInstance, cookie: string, accountId: string): TestBrowser {
  const secret = /gatehouse-session=([^;]*)/.exec(cookie) ?? /=([^;]*)/.exec(cookie)
  const csrf = csrfTokenFor(secret?.[1] ?? '')
  const send = async (url: string, payload: string | Buffer, type: string, headers: Record<string, string> = {}) =>
    server.inject({
      method: 'POST',
      url,
      payload,
      headers: { cookie, 'content-type': type, 'sec-fetch-site': 'same-origin', ...headers },
    })
  return {
    accountId,
    cookie,
    get: (url, headers = {}) => server.inject({ method: 'GET', url, headers: { cookie, ...headers } }),
    async post(url, fields = {}, headers = {}) {
      const form = new URLSearchParams({ csrf: csrf })
      for (const [name, value] of Object.entries(fields)) for (const one of [value].flat()) form.append(name, one)
      return send(url, form.toString(), 'application/x-www-form-urlencoded', headers)
    },
    async upload(url, fields, files) {
      const form = new FormData()
      form.append('csrf', csrf)
      for (const [name, value] of Object.entries(fields)) form.append(name, value)
      for (const { field, filename, content } of files)
        form.append(field, new Blob([new Uint8Array(Buffer.from(content))]), filename)
      const request = new Request('http://localhost/', { method: 'POST', body: form })
      return send(url, Buffer.from(await request.arrayBuffer()), request.headers.get('content-type') ?? '')
    },
  }
}

/** A browser in which an adult of the school is signed in with their own account, as far as two factors go unless said otherwise. */
export async function signedInAsAdult(
  web: TestWeb,
  adult: {
    schoolId: string
    adultId: string
    proof?: 'one factor' | 'two factors' | 'device'
    cookies?: Record<string, string>
  },
): Promise<TestBrowser> {
  const { schoolId, adultId, proof = 'two factors', cookies = {} } = adult
  let accountId = newId()
  const token = await web.db.inInstance(async (trx) => {
    const earlier = await findAccountOfAdultIfAny(trx, { schoolId, adultId })
    const row = { id: accountId, email: `${accountId}@example.org`, name: 'Family', created_at: web.clock.now() }
    if (earlier === null) await trx.insertInto('accounts').values(row).execute()
    accountId = earlier ?? accountId
    await joinAdultToAccount(trx, { schoolId, adultId, accountId, clock: web.clock })
    return startSession(trx, { accountId, stage: 'signed in', proof, browser: 'Test browser', clock: web.clock })
  })
  const all = Object.entries({ 'gatehouse-session': token, ...cookies }).map(([name, value]) => `${name}=${value}`)
  return browserWith(web.server, all.join('; '), accountId)
}
