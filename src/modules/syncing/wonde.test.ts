import assert from 'node:assert/strict'
import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, before, describe, it } from 'node:test'
import { listEntries } from '../audit/index.ts'
import { askWondeNow, endWonde, findScheduleIfAny, setUpWonde } from './index.ts'
import { SyncScene } from './testing.ts'

type Answer = { status?: number; headers?: Record<string, string>; body?: unknown; drop?: boolean }

/** Wonde as it shows itself: pages of pupils under `data`, the next page under `meta.pagination.next`. */
class PretendWonde {
  asked: { url: string; authorization: string | undefined }[] = []
  /** Answers that come before the usual one, in order. */
  troubles: Answer[] = []
  pupils: object[] = []
  perPage = 2
  readonly #server: Server

  constructor() {
    this.#server = createServer((request, response) => {
      const answer = this.#answer(request)
      if (answer.drop) return void request.socket.destroy()
      response.writeHead(answer.status ?? 200, { 'content-type': 'application/json', ...answer.headers })
      response.end(JSON.stringify(answer.body ?? {}))
    })
  }

  async open(): Promise<void> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve))
  }

  get address(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/v1.0`
  }

  #answer(request: IncomingMessage): Answer {
    const url = new URL(request.url ?? '', this.address)
    this.asked.push({ url: url.pathname + url.search, authorization: request.headers.authorization })
    const trouble = this.troubles.shift()
    if (trouble) return trouble
    if (request.headers.authorization !== 'Bearer right') return { status: 401 }
    if (url.pathname !== '/v1.0/schools/A1930499544/students') return { status: 404 }
    const page = Number(url.searchParams.get('page') ?? 1)
    const data = this.pupils.slice((page - 1) * this.perPage, page * this.perPage)
    const more = page * this.perPage < this.pupils.length
    url.searchParams.set('page', String(page + 1))
    const pagination = {
      next: more ? url.href : null,
      previous: null,
      more,
      per_page: this.perPage,
      current_page: page,
    }
    return { body: { data, meta: { pagination } } }
  }

  close(): Promise<void> {
    this.#server.closeAllConnections()
    return new Promise((resolve) => this.#server.close(() => resolve()))
  }
}

const pupil = (n: number, mobile = `07700 90000${n}`) => ({
  id: `B${n}`,
  mis_id: String(300 + n),
  surname: 'Hassan',
  forename: ['Amira', 'Sami', 'Nour', 'Idris', 'Layla'][n],
  date_of_birth: { date: '2015-11-03 00:00:00.000000' },
  education_details: { data: { admission_number: `00430${n}`, upn: null } },
  year: { data: { code: '6' } },
  contacts: {
    data: [
      {
        id: `C${n}`,
        mis_id: String(7000 + n),
        surname: 'Hassan',
        forename: ['Ann', 'Bea', 'Cat', 'Dee', 'Eve'][n],
        contact_details: { data: { phones: { mobile }, emails: { email: null }, addresses: {} } },
        relationship: { priority: 1, parental_responsibility: true, relationship: 'Mother' },
      },
    ],
  },
})

describe('IMP-23 a schedule that asks Wonde', () => {
  let scene: SyncScene
  let wonde: PretendWonde
  before(async () => {
    wonde = new PretendWonde()
    await wonde.open()
    scene = await SyncScene.open()
  })
  after(async () => {
    await scene.close()
    await wonde.close()
  })

  const setUp = (changes: { token?: string; address?: string; pattern?: string; wondeSchool?: string } = {}) => {
    const { db, school, clock, ruth: actor, parts } = scene
    const { secretBox, privateTargets } = parts
    const usual = { address: wonde.address, wondeSchool: 'A1930499544', token: 'right', pattern: '15 2 * * *' }
    return setUpWonde(db, { school, actor, clock, secretBox, privateTargets, ...usual, ...changes })
  }
  const fresh = async (settings: Record<string, string> = { syncApply: 'yes' }) => {
    await scene.fresh(settings)
    wonde.asked = []
    wonde.troubles = []
    wonde.pupils = [0, 1, 2, 3, 4].map((n) => pupil(n))
  }
  const askNow = () => askWondeNow(scene.db, { school: scene.school, actor: scene.ruth, clock: scene.clock })
  const states = async () => (await scene.runs()).map(({ state }) => state)

  it('asks at its time, page by page, and what came goes the way of every import', async () => {
    await fresh()
    const { nextAt } = await setUp()
    assert.equal(nextAt.toISOString(), '2026-11-17T02:15:00.000Z')
    await scene.work()
    assert.equal(wonde.asked.length, 0, 'not before its time')
    scene.later(18.25)
    await scene.work()
    assert.equal(wonde.asked.length, 3)
    assert.match(wonde.asked[0]?.url ?? '', /include=contacts%2Ccontacts\.contact_details/)
    assert.deepEqual(new Set(wonde.asked.map(({ authorization }) => authorization)), new Set(['Bearer right']))
    assert.deepEqual(await states(), ['applied'])
    assert.equal((await scene.links()).length, 5)
    const [entry] = await scene.inSchool((trx) => listEntries(trx, scene.school.id, { act: 'import.applied' }))
    assert.equal(entry?.actorName, 'Wonde schedule, set up by Ruth Adeyemi')
    const next = (await scene.inSchool((trx) => findScheduleIfAny(trx, scene.school.id)))?.nextAt
    assert.equal(next?.toISOString(), '2026-11-18T02:15:00.000Z')
    scene.later(24)
    await scene.work()
    assert.deepEqual(await states(), ['unchanged', 'applied'])
  })

  it('waits as long as it is told, and through trouble and dropped lines', async () => {
    await fresh()
    await setUp()
    await askNow()
    wonde.troubles = [{ status: 429, headers: { 'retry-after': '3' } }, { status: 503 }, { drop: true }]
    await scene.work()
    assert.deepEqual([await states(), wonde.asked.length], [['applied'], 6])
  })

  it('goes on at the page at which it broke off', async () => {
    await fresh()
    await setUp()
    await askNow()
    wonde.troubles = [
      {
        body: {
          data: wonde.pupils.slice(0, 2),
          meta: { pagination: { next: `${wonde.address}/schools/A1930499544/students?page=2`, more: true } },
        },
      },
    ]
    wonde.troubles.push(...Array.from({ length: 6 }, () => ({ status: 500 })))
    await scene.work()
    assert.deepEqual(await states(), ['queued'], 'tried again later')
    assert.deepEqual(await scene.links(), [])
    wonde.asked = []
    scene.later(1)
    await scene.work()
    assert.deepEqual(
      wonde.asked.map(({ url }) => new URL(url, wonde.address).searchParams.get('page')),
      ['2', '3'],
    )
    assert.deepEqual([await states(), (await scene.links()).length], [['applied'], 5])
  })

  it('says in words what waiting does not mend, and tells people', async () => {
    for (const [changes, words] of [
      [{ token: 'wrong' }, /does not know this token/],
      [{ wondeSchool: 'B2' }, /does not open this school/],
    ] as const) {
      await fresh()
      await setUp(changes)
      await askNow()
      await scene.work()
      const [run] = await scene.runs()
      assert.equal(run?.state, 'refused')
      assert.match(run?.words ?? '', words)
      assert.deepEqual(await scene.notices(), ['refused'])
    }
  })

  it('SEC-7 sends the token to no other place than it was typed for', async () => {
    await fresh()
    await setUp()
    await assert.rejects(
      setUp({ token: '', address: wonde.address.replace('127.0.0.1', '127.0.0.2') }),
      /no address of Wonde/,
    )
    await assert.rejects(setUp({ token: '', address: 'https://api.wonde.com/v1.0' }), /Type the token again/)
    for (const address of [
      'http://api.wonde.com/v1.0',
      'https://10.0.0.1/v1.0',
      'https://me:pw@api.wonde.com',
      'file:///etc',
    ])
      await assert.rejects(setUp({ address }), /no address of Wonde|inside the network/)
    await askNow()
    wonde.troubles = [{ status: 302, headers: { location: 'https://evil.example/' } }]
    await scene.work()
    assert.match((await scene.runs())[0]?.words ?? '', /HTTP 302/)
  })

  it('keeps the token sealed, and forgets it when it ends', async () => {
    await fresh()
    await setUp({ token: 'a-very-secret-token' })
    await setUp({ token: '' })
    assert.ok(!JSON.stringify(await scene.everythingStored()).includes('a-very-secret-token'))
    await endWonde(scene.db, { school: scene.school, actor: scene.ruth, clock: scene.clock })
    assert.equal(await scene.inSchool((trx) => findScheduleIfAny(trx, scene.school.id)), null)
    await assert.rejects(askNow(), /No schedule stands/)
  })

  it('begins no second run while one is under way', async () => {
    await fresh()
    await setUp()
    await askNow()
    wonde.troubles = Array.from({ length: 6 }, () => ({ status: 500 }))
    await scene.work()
    await askNow()
    await scene.work()
    assert.equal((await scene.runs()).length, 1)
  })
})
