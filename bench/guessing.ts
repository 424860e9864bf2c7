import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { Pool } from 'undici'
import { openDelivery } from '../src/modules/delivery/index.ts'
import type { SecurityLetterPage } from '../src/modules/letters/index.ts'
import { frozenLetters, printLetters } from '../src/modules/registration/index.ts'
import { createSchool, type School } from '../src/modules/schools/index.ts'
import { systemClock } from '../src/platform/clock/index.ts'
import { openKeyedHash, openSecretBox } from '../src/platform/crypto/index.ts'
import { type Db, openDatabase } from '../src/platform/db/index.ts'
import { newId } from '../src/platform/ids/index.ts'
import { silentLog } from '../src/platform/log/index.ts'
import { csrfTokenFor } from '../src/web/frame/csrf.ts'
import { startWeb } from '../src/web/index.ts'

/*
 * LET-5: strangers guess at live letters over HTTP from many addresses, while families type their own codes.
 * npm run bench:guessing -- [--letters 100000] [--guesses 100000] [--addresses 1000] [--families 500]
 * Nothing is shortened: every answer waits as long as it does for strangers.
 */

const { values } = parseArgs({
  options: {
    letters: { type: 'string', default: '100000' },
    guesses: { type: 'string', default: '100000' },
    addresses: { type: 'string', default: '1000' },
    families: { type: 'string', default: '500' },
  },
})
const wanted = {
  letters: Number(values.letters),
  guesses: Number(values.guesses),
  addresses: Number(values.addresses),
  families: Number(values.families),
}
const perSchool = 1000
const actor = { kind: 'system' as const, accountId: null, name: 'bench' }
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const folder = mkdtempSync(join(tmpdir(), 'gatehouse-guessing-'))

type Letter = { reference: string; codes: string[] }
type Answer = { opened: boolean; seconds: number; bytes: number; status: number }

async function main(): Promise<void> {
  process.env.GATEHOUSE_DATA = join(folder, 'data')
  process.env.GATEHOUSE_PORT = '0'
  mkdirSync(join(folder, 'data'))
  const { readConfig } = await import('../src/platform/config/index.ts')
  const config = readConfig()
  const db = await openDatabase(config, silentLog)
  const keyedHash = openKeyedHash(config.dataFolder)
  try {
    const { letters, schools } = await printEverything(db, keyedHash)
    const delivery = openDelivery({
      db,
      clock: systemClock,
      log: silentLog,
      dataFolder: config.dataFolder,
      privateTargets: [],
    })
    const secretBox = openSecretBox(config.dataFolder)
    const parts = { db, clock: systemClock, config, log: silentLog, demo: false, secretBox, keyedHash, delivery }
    const web = await startWeb(parts)
    await attack({ url: web.url, letters, db, schools })
    await web.close()
  } finally {
    await db.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

async function printEverything(db: Db, hash: ReturnType<typeof openKeyedHash>) {
  const letters: Letter[] = []
  const schools: School[] = []
  for (let from = 0; from < wanted.letters; from += perSchool) {
    const slug = `school-${from / perSchool + 1}`
    const school = await createSchool(db, { name: slug, slug, actor, clock: systemClock })
    await addPupils(db, school, Math.min(perSchool, wanted.letters - from))
    const render = async (pages: SecurityLetterPage[]) => {
      for (const { reference, codes } of pages) letters.push({ reference, codes: codes.map(({ code }) => code) })
      return new Uint8Array()
    }
    const siteAddress = 'https://gate.example/register'
    await printLetters(db, { school, letters: { kind: 'new' }, actor, clock: systemClock, hash, siteAddress, render })
    schools.push(school)
  }
  say(`${letters.length} live letters at ${schools.length} schools`)
  return { letters, schools }
}

function addPupils(db: Db, school: School, count: number): Promise<void> {
  const at = systemClock.now()
  return db.inSchool(school.id, async (trx) => {
    for (let from = 0; from < count; from += 500) {
      const rows = Array.from({ length: Math.min(500, count - from) }, (_, index) => ({
        school_id: school.id,
        id: newId(),
        role: 'pupil',
        status: 'on roll',
        origin: 'mis',
        forename: `Kim${from + index}`,
        surname: 'Family',
        year: '6',
        registration_group: '6B',
        name_key: `kim${from + index} family`,
        created_at: at,
        updated_at: at,
      }))
      await trx.insertInto('members').values(rows).execute()
    }
  })
}

/** What strangers type: known references spread thin, references made up, and five tries each at a few letters. */
function* guesses(letters: Letter[], aimed: Letter[]): Generator<{ reference: string; code: string; what: string }> {
  const anyOf = (list: Letter[]) => list[Math.floor(Math.random() * list.length)]?.reference ?? ''
  for (let index = 0; index < wanted.guesses; index += 1) {
    const code = random(10)
    if (index % 5 < 2) yield { reference: anyOf(letters), code, what: 'spread over live letters' }
    else if (index % 5 < 4) yield { reference: random(8), code, what: 'made-up references' }
    else yield { reference: aimed[Math.floor(index / 25)]?.reference ?? '', code, what: 'five at one letter' }
  }
}

const random = (length: number) =>
  Array.from({ length }, () => alphabet[Math.floor(Math.random() * alphabet.length)]).join('')

async function attack({ url, letters, db, schools }: { url: string; letters: Letter[]; db: Db; schools: School[] }) {
  const aimedAt = Math.ceil(wanted.guesses / 25)
  const aimed = letters.slice(0, aimedAt)
  const own = letters.slice(aimedAt, aimedAt + wanted.families)
  const quiet = await typeOne(visitor(url, 0), { reference: own[0]?.reference ?? '', code: own[0]?.codes[1] ?? '' })
  const todo = guesses(letters, aimed)
  const bodies = new Set<string>()
  let sent = 0
  let hits = 0
  const startedAt = performance.now()
  const strangers = Array.from({ length: wanted.addresses }, async (_, index) => {
    const pool = visitor(url, index + 1)
    for (let next = todo.next(); !next.done; next = todo.next()) {
      const answer = await typeOne(pool, next.value)
      sent += 1
      if (answer.opened) hits += 1
      bodies.add(`${answer.status} ${answer.bytes}`)
      if (sent % 10_000 === 0) say(`${sent} guesses after ${seconds(startedAt)} s`)
    }
    await pool.close()
  })
  const families = letFamiliesIn(url, own)
  const answers = await families
  const familiesDone = seconds(startedAt)
  await Promise.all(strangers)
  let frozen = 0
  for (const school of schools) frozen += (await db.inSchool(school.id, (trx) => frozenLetters(trx, school.id))).length
  const waits = answers.map((answer) => answer.seconds).sort((a, b) => a - b)
  say(`
| what | figure |
|---|---|
| live letters, four codes each | ${letters.length} |
| guesses, from so many addresses | ${sent} from ${wanted.addresses} |
| hits | ${hits} |
| hits to be expected by chance | ${((sent * 4) / 2 ** 50).toExponential(1)} |
| took | ${seconds(startedAt)} s |
| letters frozen (aimed at: ${aimed.length}) | ${frozen} |
| kinds of answer (status, length) | ${bodies.size} |
| families who typed their code meanwhile | ${answers.length}, done after ${familiesDone} s |
| of them got in | ${answers.filter(({ opened }) => opened).length} |
| a family waited, nobody guessing | ${quiet.seconds.toFixed(2)} s |
| a family waited, median and worst | ${at(waits, 0.5)} s, ${at(waits, 1)} s |
`)
}

/** Twenty at a time, begun when the strangers are well under way. */
async function letFamiliesIn(url: string, own: Letter[]): Promise<Answer[]> {
  await new Promise((resolve) => setTimeout(resolve, 20_000))
  const answers: Answer[] = []
  const todo = own.values()
  await Promise.all(
    Array.from({ length: 20 }, async (_, index) => {
      const pool = visitor(url, 30_000 + index)
      for (const { reference, codes } of todo) answers.push(await typeOne(pool, { reference, code: codes[0] ?? '' }))
      await pool.close()
    }),
  )
  return answers
}

/** A browser at an address of its own: all of 127.0.0.0/8 is this machine. */
function visitor(url: string, index: number): Pool {
  const localAddress = `127.1.${Math.floor(index / 250)}.${(index % 250) + 1}`
  const { port } = new URL(url)
  return new Pool(`http://127.0.0.1:${port}`, { connections: 1, connect: { localAddress }, headersTimeout: 120_000 })
}

async function typeOne(pool: Pool, typed: { reference: string; code: string }): Promise<Answer> {
  const startedAt = performance.now()
  const visit = 'guessing'
  const body = new URLSearchParams({ csrf: csrfTokenFor(visit), reference: typed.reference, code: typed.code })
  const {
    statusCode,
    headers,
    body: answer,
  } = await pool.request({
    method: 'POST',
    path: '/register',
    headers: {
      cookie: `gatehouse-visit=${visit}`,
      'content-type': 'application/x-www-form-urlencoded',
      'sec-fetch-site': 'same-origin',
    },
    body: body.toString(),
  })
  // What was typed stands in the form again, so it is taken out before lengths are compared.
  const text = (await answer.text()).replaceAll(typed.reference, '').replaceAll(typed.code, '')
  const opened = statusCode === 303 && headers.location === '/register/you'
  return { opened, status: statusCode, bytes: text.length, seconds: (performance.now() - startedAt) / 1000 }
}

const at = (sorted: number[], share: number) =>
  (sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN).toFixed(2)
const seconds = (since: number) => ((performance.now() - since) / 1000).toFixed(0)
const say = (words: string) => process.stdout.write(`${words}\n`)

await main()
