import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import type { FastifyInstance } from 'fastify'
import { joinAdultToAccount, openForAdult, setSignIn } from '../src/modules/accounts/index.ts'
import { openDelivery } from '../src/modules/delivery/index.ts'
import { printLetters } from '../src/modules/registration/index.ts'
import { createSchool, type School } from '../src/modules/schools/index.ts'
import { systemClock } from '../src/platform/clock/index.ts'
import { openKeyedHash, openSecretBox } from '../src/platform/crypto/index.ts'
import { type Db, openDatabase } from '../src/platform/db/index.ts'
import { newId } from '../src/platform/ids/index.ts'
import { silentLog } from '../src/platform/log/index.ts'
import { buildWeb } from '../src/web/build-web.ts'
import { csrfTokenFor } from '../src/web/frame/csrf.ts'

/*
 * SEC-3: whether the time of an answer says if there is such a name or reference. Known and unknown in turn, one at a time.
 * npm run bench:enumeration -- [--tries 1000] [--door sign-in|recovery|registration]
 * Each name and letter is tried once, and the counts of wrong codes are emptied in between: slowed down, both would only wait longer.
 */

const { values } = parseArgs({ options: { tries: { type: 'string', default: '1000' }, door: { type: 'string' } } })
const tries = Number(values.tries)
const actor = { kind: 'system' as const, accountId: null, name: 'bench' }
const folder = mkdtempSync(join(tmpdir(), 'gatehouse-enumeration-'))
const pad = (index: number) => String(index).padStart(5, '0')
const known = (index: number) => `known${pad(index)}@example.org`
const unknown = (index: number) => `other${pad(index)}@example.org`

type Door = {
  name: string
  url: string
  fields(typed: string): Record<string, string>
  known: string[]
  unknown: string[]
  between(): Promise<void>
}

async function main(): Promise<void> {
  process.env.GATEHOUSE_DATA = join(folder, 'data')
  mkdirSync(join(folder, 'data'))
  const { readConfig } = await import('../src/platform/config/index.ts')
  const config = readConfig()
  const db = await openDatabase(config, silentLog)
  const keyedHash = openKeyedHash(config.dataFolder)
  const secretBox = openSecretBox(config.dataFolder)
  try {
    const school = await createSchool(db, { name: 'Hill Primary', slug: 'hill', actor, clock: systemClock })
    await makeAccounts(db, school, { hash: keyedHash, secretBox })
    const references = await printReferences(db, school, keyedHash)
    const delivery = openDelivery({
      db,
      clock: systemClock,
      log: silentLog,
      dataFolder: config.dataFolder,
      privateTargets: [],
    })
    const parts = { db, clock: systemClock, config, log: silentLog, demo: false, secretBox, keyedHash, delivery }
    const server = buildWeb(parts)
    await server.ready()
    const forgetGuesses = () => db.inInstance(async (trx) => void (await trx.deleteFrom('letter_guesses').execute()))
    const nothing = async () => {}
    const names = {
      known: Array.from({ length: tries }, (_, index) => known(index)),
      unknown: Array.from({ length: tries }, (_, index) => unknown(index)),
    }
    const password = 'not the right one'
    const doors: Door[] = [
      { name: 'sign-in', url: '/sign-in', fields: (name) => ({ name, password }), ...names, between: nothing },
      { name: 'recovery', url: '/sign-in/recover', fields: (name) => ({ name }), ...names, between: nothing },
      {
        name: 'registration',
        url: '/register',
        fields: (reference) => ({ reference, code: '0000000000' }),
        known: references,
        unknown: Array.from({ length: tries }, (_, index) => `ZZZ${pad(index)}`),
        between: forgetGuesses,
      },
    ]
    say('| door | tries of each | known, median ms | unknown, median ms | apart, ms | kinds of answer |')
    say('|---|---|---|---|---|---|')
    for (const door of doors.filter(({ name }) => !values.door || name === values.door))
      say(await measure(server, door))
    await server.close()
  } finally {
    await db.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

/** One account is made as a family makes it; the others have its password, so that a thousand need not be hashed. */
async function makeAccounts(
  db: Db,
  school: School,
  secrets: { hash: ReturnType<typeof openKeyedHash>; secretBox: ReturnType<typeof openSecretBox> },
): Promise<void> {
  const at = systemClock.now()
  const common = { ...secrets, language: 'en', browser: 'bench', clock: systemClock }
  const adult = { kind: 'registered' as const, school, adultId: newId(), name: 'Kim Family', accountId: null }
  const token = await openForAdult(db, { ...common, ...adult, email: 'first@example.org', mobile: null })
  const way = { way: 'password' as const, password: 'copper kettle harbour', second: 'email' as const, appCode: '' }
  const first = await setSignIn(db, { ...common, token, way })
  if (first.outcome !== 'done') throw new Error('no account was made')
  await db.inInstance(async (trx) => {
    const model = await trx
      .selectFrom('accounts')
      .selectAll()
      .where('id', '=', first.accountId)
      .executeTakeFirstOrThrow()
    for (let index = 0; index < tries; index += 1) {
      const id = newId()
      await trx
        .insertInto('accounts')
        .values({ ...model, id, email: known(index) })
        .execute()
      const mobile = `+4477009${String(index % 100_000).padStart(5, '0')}`
      const channels = [
        { account_id: id, kind: 'email', value: known(index), proved_at: at },
        { account_id: id, kind: 'mobile', value: mobile, proved_at: at },
      ]
      await trx.insertInto('account_channels').values(channels).execute()
      await joinAdultToAccount(trx, { schoolId: school.id, adultId: newId(), accountId: id, clock: systemClock })
    }
  })
}

async function printReferences(db: Db, school: School, hash: ReturnType<typeof openKeyedHash>): Promise<string[]> {
  const at = systemClock.now()
  await db.inSchool(school.id, async (trx) => {
    for (let index = 0; index < tries; index += 1) {
      const pupil = { role: 'pupil', status: 'on roll', origin: 'mis', forename: `Kim${index}`, surname: 'Family' }
      const place = { year: '6', registration_group: '6B', name_key: `kim${index} family` }
      const row = { school_id: school.id, id: newId(), ...pupil, ...place, created_at: at, updated_at: at }
      await trx.insertInto('members').values(row).execute()
    }
  })
  const references: string[] = []
  const render = async (pages: { reference: string }[]) => {
    for (const { reference } of pages) references.push(reference)
    return new Uint8Array()
  }
  const siteAddress = 'https://gate.example/register'
  await printLetters(db, { school, letters: { kind: 'new' }, actor, clock: systemClock, hash, siteAddress, render })
  return references.slice(0, tries)
}

/** Known and unknown in turn, so that whatever else the machine does falls on both. */
async function measure(server: FastifyInstance, door: Door): Promise<string> {
  const times: Record<'known' | 'unknown', number[]> = { known: [], unknown: [] }
  const kinds = new Set<string>()
  for (let index = 0; index < tries; index += 1) {
    for (const which of index % 2 === 0 ? (['known', 'unknown'] as const) : (['unknown', 'known'] as const)) {
      const typed = door[which][index] ?? ''
      await door.between()
      const startedAt = performance.now()
      const answer = await post(server, door, typed)
      times[which].push(performance.now() - startedAt)
      kinds.add(`${answer.statusCode} ${answer.body.replaceAll(typed, '').length} ${answer.headers.location ?? ''}`)
    }
  }
  const [of, ofNone] = [median(times.known), median(times.unknown)]
  const row = [door.name, tries, of.toFixed(1), ofNone.toFixed(1), Math.abs(of - ofNone).toFixed(1), kinds.size]
  return `| ${row.join(' | ')} |`
}

function post(server: FastifyInstance, { url, fields }: Door, typed: string) {
  const visit = 'enumeration'
  return server.inject({
    method: 'POST',
    url,
    payload: new URLSearchParams({ csrf: csrfTokenFor(visit), ...fields(typed) }).toString(),
    headers: {
      cookie: `gatehouse-visit=${visit}`,
      'content-type': 'application/x-www-form-urlencoded',
      'sec-fetch-site': 'same-origin',
    },
  })
}

const median = (times: number[]) => times.sort((a, b) => a - b)[Math.floor(times.length / 2)] ?? Number.NaN
const say = (words: string) => process.stdout.write(`${words}\n`)

await main()
