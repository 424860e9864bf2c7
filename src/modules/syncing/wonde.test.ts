import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { setTimeout } from 'node:timers/promises'
import { listEntries } from '../audit/index.ts'
import { exportPeople } from '../people/index.ts'
import { askWondeNow, endWonde, findScheduleIfAny, setUpWonde } from './index.ts'
import { SyncScene } from './testing.ts'
import { employee, PretendWonde, pupil } from './wonde.testing.ts'

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
    wonde.staff = [employee(0), employee(1, false), employee(2)]
  }
  const askNow = () => askWondeNow(scene.db, { school: scene.school, actor: scene.ruth, clock: scene.clock })
  const staffNames = () =>
    scene.inSchool(async (trx) => {
      const names: string[] = []
      for await (const { members } of exportPeople(trx, scene.school.id))
        for (const { role, status, forename, contactPoints } of members)
          if (role !== 'pupil')
            names.push([role, status, forename, ...contactPoints.map(({ value }) => value)].join(' '))
      return names.sort()
    })
  const states = async () => (await scene.runs()).map(({ state }) => state)
  /** The first page says where the second is, and then nothing answers until the run is given up for now. */
  const breakingOffAfterFirstPage = () => [
    {
      body: {
        data: wonde.pupils.slice(0, 2),
        meta: { pagination: { next: `${wonde.address}/schools/A1930499544/students?page=2`, more: true } },
      },
    },
    ...Array.from({ length: 6 }, () => ({ status: 500 })),
  ]

  it('asks at its time, page by page, and what came goes the way of every import', async () => {
    await fresh()
    const { nextAt } = await setUp()
    assert.equal(nextAt.toISOString(), '2026-11-17T02:15:00.000Z')
    await scene.work()
    assert.equal(wonde.asked.length, 0, 'not before its time')
    scene.later(18.25)
    await scene.work()
    assert.equal(wonde.asked.length, 5, 'three pages of pupils, two of staff')
    assert.match(wonde.asked[0]?.url ?? '', /include=contacts%2Ccontacts\.contact_details/)
    assert.match(wonde.asked[3]?.url ?? '', /employees\?include=contact_details%2Cemployment_details/)
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
    assert.deepEqual([await states(), wonde.asked.length], [['applied'], 8])
  })

  it('goes on at the page at which it broke off', async () => {
    await fresh()
    await setUp()
    await askNow()
    wonde.troubles = breakingOffAfterFirstPage()
    await scene.work()
    assert.deepEqual(await states(), ['queued'], 'tried again later')
    assert.deepEqual(await scene.links(), [])
    wonde.asked = []
    scene.later(1)
    await scene.work()
    assert.deepEqual(
      wonde.asked.map(({ url }) => new URL(url, wonde.address).searchParams.get('page')),
      ['2', '3', null, '2'],
    )
    assert.deepEqual([await states(), (await scene.links()).length], [['applied'], 5])
  })

  it('goes on for no other school than it is to ask for now: pages of the first one are dropped', async () => {
    await fresh()
    await setUp()
    await askNow()
    wonde.troubles = breakingOffAfterFirstPage()
    await scene.work()
    await setUp({ wondeSchool: 'B2' })
    wonde.asked = []
    scene.later(1)
    await scene.work()
    assert.deepEqual([...new Set(wonde.asked.map(({ url }) => url.split('?')[0]))], ['/v1.0/schools/B2/students'])
    assert.deepEqual(await scene.links(), [])
  })

  for (const [words, change, said] of [
    ['the school is changed', () => setUp({ wondeSchool: 'B2' }), { state: 'queued', words: /^$/ }],
    [
      'the schedule is ended',
      () => endWonde(scene.db, { school: scene.school, actor: scene.ruth, clock: scene.clock }),
      { state: 'refused', words: /was ended before Wonde had given everything/ },
    ],
    [
      'IMP-9 applying by itself is switched off',
      () => scene.set({ syncApply: 'no' }),
      { state: 'waits', words: /looks at every plan/ },
    ],
  ] as const) {
    it(`brings nobody in when ${words} while Wonde is asked`, async () => {
      await fresh()
      await setUp()
      await askNow()
      wonde.troubles = [{ status: 503, headers: { 'retry-after': '300' } }]
      const work = scene.work()
      while (wonde.asked.length === 0) await setTimeout(5)
      await change()
      await work
      const [run] = await scene.runs()
      assert.equal(run?.state, said.state)
      assert.match(run?.words ?? '', said.words)
      assert.deepEqual(await scene.links(), [])
    })
  }

  it('brings in the staff who work there now, and lets them leave with the list', async () => {
    await fresh()
    await setUp()
    await askNow()
    await scene.work()
    const both = ['teacher on roll Beatrix rowe0@hill.example', 'teacher on roll Gus rowe2@hill.example']
    assert.deepEqual(await staffNames(), both)
    wonde.staff = [employee(0), employee(1, false), employee(2, false)]
    await askNow()
    await scene.work()
    const [gus, beatrix] = await staffNames()
    assert.match(gus ?? '', /^teacher leaver Gus/)
    assert.equal(beatrix, both[0])
    assert.doesNotMatch((await scene.runs())[0]?.words ?? '', /staff/i)
  })

  for (const [words, withheld, said] of [
    [
      'may not be read',
      { status: 403 },
      /1 change was applied\. Wonde does not open staff to this token.*approves employees/,
    ],
    ['are no part of the connection', { status: 404 }, /Wonde does not open staff to this token/],
    ['are an empty list', [], /Wonde named nobody who works at the school now/],
    ['come without a word of who works there now', [{ ...employee(0), employment_details: undefined }], /named nobody/],
  ] as const) {
    it(`IMP-13 brings in pupils and contacts, says so, and lets nobody leave where staff ${words}`, async () => {
      await fresh()
      await setUp()
      await askNow()
      await scene.work()
      const before = await staffNames()
      wonde.staff = withheld
      wonde.pupils = [pupil(0, '07700 900077'), ...wonde.pupils.slice(1)]
      scene.later(1)
      await askNow()
      await scene.work()
      const [run] = await scene.runs()
      assert.equal(run?.state, 'applied')
      assert.match(run?.words ?? '', said)
      assert.deepEqual(await staffNames(), before)
      assert.deepEqual(await scene.notices(), [], 'nobody need do anything')
    })
  }

  it('goes on at the page of staff at which it broke off, without asking for pupils again', async () => {
    await fresh()
    await setUp()
    await askNow()
    const usual = wonde.perPage
    wonde.perPage = 5
    wonde.troubles = []
    const staff = wonde.staff
    wonde.staff = { status: 500 }
    await scene.work()
    assert.deepEqual([await states(), await scene.links()], [['queued'], []])
    wonde.staff = staff
    wonde.asked = []
    scene.later(1)
    await scene.work()
    wonde.perPage = usual
    assert.deepEqual(await states(), ['applied'])
    assert.deepEqual(
      wonde.asked.map(({ url }) => new URL(url, wonde.address).pathname),
      ['/v1.0/schools/A1930499544/employees'],
    )
    assert.equal((await staffNames()).length, 2)
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
      assert.match((await scene.emails())[0]?.body ?? '', /Wonde schedule, set up by Ruth Adeyemi: Wonde does not/)
    }
  })

  it('says so, and when it is asked again, when Wonde was silent all the time', async () => {
    await fresh()
    await setUp()
    await askNow()
    wonde.troubles = Array.from({ length: 30 }, () => ({ status: 500 }))
    for (let tries = 0; tries < 5; tries += 1) {
      await scene.work()
      scene.laterSeconds(300)
    }
    const [run] = await scene.runs()
    assert.equal(run?.state, 'refused')
    assert.match(run?.words ?? '', /^Not everything could be had from Wonde.*asked again at its next time/)
    assert.doesNotMatch((await scene.emails())[0]?.body ?? '', /Send them again|wonde\.jsonl/)
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
