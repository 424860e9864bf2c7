import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, it } from 'node:test'
import { sql } from 'kysely'
import { ImportScene } from './testing.ts'

const pupil = (upn: string, forename: string, contacts = '') =>
  `<Pupil><UPN>${upn}</UPN><Surname>Lee</Surname><Forename>${forename}</Forename><DOB>2015-05-10</DOB><BasicDetails><NCyearActual>6</NCyearActual></BasicDetails><Contacts>${contacts}</Contacts></Pupil>`
const contact = (forename: string, order: number, phone: string) =>
  `<Contact><Order>${order}</Order><Surname>Lee</Surname><Forename>${forename}</Forename><Relationship>PAM</Relationship><Phones><Phone><PhoneNo>${phone}</PhoneNo></Phone></Phones></Contact>`
const transfer = (pupils: string) => `<CTfile><CTFpupilData>${pupils}</CTFpupilData></CTfile>`

describe('IMP-19 a transfer file', () => {
  let scene: ImportScene
  before(async () => {
    scene = await ImportScene.open()
  })
  beforeEach(() => scene.freshSchool())
  after(() => scene.close())

  it('brings new pupils with their contacts and makes nobody a leaver', async () => {
    await scene.import([{ name: 'Ann Hassan', mobile: '07700 900001' }])
    const plan = await scene.plan([
      scene.write(transfer(pupil('H801200001001', 'Zoe', contact('Dana', 1, '07700 900002'))), 'intake.xml'),
    ])
    assert.deepEqual([plan.changes.pupils.add, plan.changes.pupils.leave, plan.changes.links.end], [1, 0, 0])
    await scene.apply(plan)
    assert.deepEqual((await scene.links()).sort(), [
      'Ann Hassan prime mis +447700900001',
      'Dana Lee prime mis +447700900002',
    ])
    const { members } = await scene.people()
    assert.deepEqual([...new Set(members.map(({ status }) => status))], ['on roll'])
  })
  it('leaves what the MIS said of others in its place, so that a contact can still be picked', async () => {
    await scene.import([{ name: 'Ann Hassan', mobile: '07700 900001' }])
    await scene.apply(
      await scene.plan([
        scene.write(transfer(pupil('H801200001001', 'Zoe', contact('Dana', 1, '07700 900002'))), 'intake.xml'),
      ]),
    )
    const { rows } = await scene.db.asOwner((trx) =>
      sql<{ n: number }>`
        select count(*)::int as n from mis_records where school_id = ${scene.school.id} and kind in ('contact', 'link')`.execute(
        trx,
      ),
    )
    assert.equal(rows[0]?.n, 4)
  })
})
