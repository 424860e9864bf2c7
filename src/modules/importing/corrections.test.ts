import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { sql } from 'kysely'
import { fixedClock } from '../../platform/clock/index.ts'
import { writeCsv } from '../../platform/csv/index.ts'
import { Refusal } from '../../platform/errors/refusal.ts'
import {
  findFamily,
  listIssues,
  membersWhere,
  optOutAdult,
  placeRestriction,
  raiseIssue,
  registerAdult,
} from '../people/index.ts'
import { forgetContactPoints } from './applying.ts'
import { correctionsAsTable, listCorrections, tellDataManager } from './corrections.ts'
import { correctionOf } from './rules/correction-of.ts'
import { type ContactRow, ImportScene, office, report } from './testing.ts'

const ann: ContactRow = { name: 'Ann Hassan', mobile: '07700 900001', email: 'ann@example.org' }

describe('IMP-7 what the data manager is told', () => {
  let scene: ImportScene
  before(async () => {
    scene = await ImportScene.open()
    await scene.freshSchool()
  })
  after(() => scene.close())
  type Trx = Parameters<Parameters<ImportScene['db']['inSchool']>[1]>[0]
  const here = <T>(work: (trx: Trx) => Promise<T>) => scene.db.inSchool(scene.school.id, work)
  const annRegisters = () =>
    here(async (trx) => {
      const schoolId = scene.school.id
      const [pupil] = await membersWhere(trx, schoolId, { role: 'pupil', limit: 1 })
      const [link] = (await findFamily(trx, schoolId, pupil?.id ?? '')).links
      const registrant = {
        ...{ forename: 'Ann', surname: 'Hassan', relationship: 'Mother' },
        ...{ email: 'ann@example.org', mobile: '+447700900009' },
      }
      const as = { act: 'claim' as const, linkId: link?.id ?? '', adultId: link?.adultId ?? '' }
      await registerAdult(trx, { schoolId, pupilId: pupil?.id ?? '', registrant, as, prime: true, clock: scene.clock })
    })
  const differing = async () => (await here((trx) => listIssues(trx, scene.school.id, { kind: 'differs from MIS' })))[0]

  it('stands in the columns of the school’s own import, and is done when the next import shows it', async () => {
    await scene.import([ann])
    const schoolId = scene.school.id
    await annRegisters()
    await scene.import([ann])
    const issue = await differing()
    const lateInSummer = fixedClock('2026-07-31T23:30:00Z')
    const told = { schoolId, issueId: issue?.id ?? '', actor: office, clock: lateInSummer }
    await here((trx) => tellDataManager(trx, told))
    await here((trx) => tellDataManager(trx, told))
    const [one, ...others] = await here((trx) => listCorrections(trx, schoolId))
    assert.deepEqual(
      [others.length, one?.field, one?.misSays, one?.shouldBe, one?.doneAt],
      [0, 'phone', '+447700900001', '+447700900009', null],
    )
    const [captions, row] = await here((trx) => correctionsAsTable(trx, scene.school))
    assert.deepEqual(captions?.slice(0, 4), ['Adno', 'P_Surname', 'P_Forename', 'ContactID'])
    assert.equal(captions?.[7], 'Mobile number')
    assert.equal(row?.[7], '+447700900009')
    assert.equal(row?.at(-1), '2026-08-01', 'by the clock of the school')
    assert.match(writeCsv([row ?? []]), /'\+447700900009/, 'a spreadsheet does not run it')
    const ofNobodysPhones = report([ann]).replace(',Mobile number,', ',Anything else,')
    await scene.apply(await scene.plan(ofNobodysPhones))
    const [still] = await here((trx) => listCorrections(trx, schoolId))
    assert.equal(still?.doneAt, null, 'a file without phones shows nothing of them')
    await scene.import([{ ...ann, mobile: '07700 900009' }])
    const [done] = await here((trx) => listCorrections(trx, schoolId))
    assert.ok(done?.doneAt)
    assert.equal((await here((trx) => correctionsAsTable(trx, scene.school))).length, 1)
    await assert.rejects(
      here((trx) => tellDataManager(trx, told)),
      Refusal,
    )
  })

  it('VIS-3 names nobody who is restricted as the one to be priority 1', async () => {
    await scene.freshSchool()
    await scene.import([ann, { ...ann, name: 'Bob Hassan', priority: 2 }])
    const { clock } = scene
    const by = { schoolId: scene.school.id, actor: office, clock }
    const seen = { evidence: 'order', seenBy: 'Helen', seenOn: '2026-11-02', reviewOn: '2099-01-01', close: [] }
    const [asked] = await here(async (trx) => {
      const [pupil] = await membersWhere(trx, by.schoolId, { role: 'pupil', limit: 1 })
      const [link] = (await findFamily(trx, by.schoolId, pupil?.id ?? '')).links
      await placeRestriction(trx, { ...by, ...seen, linkId: link?.id ?? '' })
      const about = { pupilId: pupil?.id ?? '', adultId: link?.adultId ?? '', detail: 'The MIS gives Bob priority 1' }
      const kind = 'differs from MIS'
      const key = `${kind}|prime|id:7`
      const issueId = await raiseIssue(trx, { schoolId: by.schoolId, clock, kind, key, ...about })
      await tellDataManager(trx, { ...by, issueId: issueId ?? '' })
      return listCorrections(trx, by.schoolId)
    })
    assert.equal(asked?.shouldBe, 'priority 1: nobody')
  })

  it('counts as done where the contact left the MIS altogether, and not where a row of another child is bad', async () => {
    await scene.freshSchool()
    const schoolId = scene.school.id
    const idris: ContactRow = { ...ann, pupil: 'Idris Hassan' }
    await scene.import([ann, idris])
    await annRegisters()
    await scene.import([ann, idris])
    const issue = await differing()
    await here((trx) => tellDataManager(trx, { schoolId, issueId: issue?.id ?? '', actor: office, clock: scene.clock }))
    const isDone = async () => (await here((trx) => listCorrections(trx, schoolId)))[0]?.doneAt !== null
    const amiraAlone = report(['Amira Hassan', idris])
    const idrisBad = amiraAlone.replace(/(Ann,Hassan,Mother),1/, '$1,first')
    await scene.apply(await scene.plan(idrisBad), { confirmHeld: true })
    assert.equal(await isDone(), false)
    await scene.import(['Amira Hassan', idris])
    assert.equal(await isDone(), false, 'the MIS has her at her other child')
    await scene.import(['Amira Hassan', 'Idris Hassan'])
    assert.equal(await isDone(), true)
  })

  it('OPT-2 keeps no email or number of somebody who opts out, and neither does anything else of the school', async () => {
    await scene.freshSchool()
    const schoolId = scene.school.id
    await scene.import([{ ...ann, mobile: '07700 900001 / 07700 90000' }])
    await scene.import([{ ...ann, mobile: '07700 900002 / 07700 90000' }])
    const adultId = await here(async (trx) => {
      const [pupil] = await membersWhere(trx, schoolId, { role: 'pupil', limit: 1 })
      const [link] = (await findFamily(trx, schoolId, pupil?.id ?? '')).links
      const registrant = { forename: 'Ann', surname: 'Hassan', relationship: 'Mother' }
      const own = { email: 'ann@example.com', mobile: '+447700900009' }
      const as = { act: 'claim' as const, linkId: link?.id ?? '', adultId: link?.adultId ?? '' }
      const pupilId = pupil?.id ?? ''
      await registerAdult(trx, {
        schoolId,
        pupilId,
        registrant: { ...registrant, ...own },
        as,
        prime: true,
        clock: scene.clock,
      })
      return link?.adultId ?? ''
    })
    await scene.import([{ ...ann, mobile: '07700 900003 / 07700 90000' }])
    for (const { id: issueId } of await here((trx) => listIssues(trx, schoolId, { kind: 'differs from MIS' })))
      await here((trx) => tellDataManager(trx, { schoolId, issueId, actor: office, clock: scene.clock }))
    assert.deepEqual(await tablesThatName(numbersOfAnn), tablesOfAnn)
    const by = { schoolId, actor: office, clock: scene.clock, reason: 'letter' }
    await here((trx) => optOutAdult(trx, { ...by, adultId, channel: 'all', forget: forgetContactPoints }))
    assert.deepEqual(await tablesThatName(numbersOfAnn), [])
    await scene.import([{ ...ann, mobile: '07700 900004 / 07700 90000' }])
    assert.deepEqual(await tablesThatName(numbersOfAnn), [])
  })

  const numbersOfAnn = 'ann@example|7700 ?90000'
  const tablesOfAnn = [
    'contact_points',
    'contact_values',
    'data_issues',
    'import_plan_entries',
    'mis_corrections',
    'mis_record_changes',
    'mis_records',
  ]

  /** Tables of the school of which some row, as text, has this in it. */
  const tablesThatName = (pattern: string) =>
    scene.db.asOwner(async (trx) => {
      const { rows: tables } = await sql<{ name: string }>`
        select table_name as name from information_schema.columns
        where table_schema = 'public' and column_name = 'school_id' order by 1`.execute(trx)
      const naming: string[] = []
      for (const { name } of tables) {
        const { rows } = await sql`
          select from ${sql.table(name)} t where school_id = ${scene.school.id} and to_jsonb(t)::text ~ ${pattern} limit 1`.execute(
          trx,
        )
        if (rows.length > 0) naming.push(name)
      }
      return naming
    })

  const adult = { forename: 'Ann', surname: 'Hassan', contactPoints: [] }
  for (const [key, detail, expected] of [
    ['adult|1|differs|old@example.org', '', { field: 'email', misSays: 'old@example.org', shouldBe: '' }],
    [
      'adult|1|differs|name|anna hassan',
      'The MIS says Anna Hassan; the name here was registered.',
      { field: 'name', misSays: 'Anna Hassan', shouldBe: 'Ann Hassan' },
    ],
    [
      'differs from MIS|prime|id:7',
      'The MIS gives Bob priority 1',
      { field: 'priority', misSays: 'The MIS gives Bob priority 1', shouldBe: 'priority 1: Ann Hassan' },
    ],
    ['alike|1|2', '', null],
  ] as const)
    it(`reads ${key}`, () => assert.deepEqual(correctionOf({ key, detail }, adult, ['Ann Hassan']), expected))
})
