import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, it } from 'node:test'
import { sql } from 'kysely'
import { Refusal } from '../../platform/errors/index.ts'
import { newId } from '../../platform/ids/index.ts'
import { endLink, linkAdultByHand } from '../people/index.ts'
import { snapshotContactsOf } from './picking.ts'
import { findPlan } from './planning.ts'
import type { Plan } from './plans.store.ts'
import { type ContactRow, ImportScene, office, report } from './testing.ts'
import { whatChangedSince } from './undoing.ts'

const ann: ContactRow = { name: 'Ann Hassan', mobile: '07700 900001' }
const bob: ContactRow = { name: 'Bob Hassan', relationship: 'Father', mobile: '07700 900002' }
const dawn: ContactRow = { pupil: 'Joe Thwaite', name: 'Dawn Thwaite', mobile: '07700 900003' }

describe('IMP-11 undo of any run while nothing that it touched has changed since', () => {
  let scene: ImportScene
  before(async () => {
    scene = await ImportScene.open()
  })
  beforeEach(() => scene.freshSchool())
  after(() => scene.close())

  const changed = (run: Plan) => scene.db.inSchool(scene.school.id, (trx) => whatChangedSince(trx, run))
  const refusalOf = async (run: Plan) => {
    const error = await scene.undo(run).then(
      () => null,
      (thrown: unknown) => thrown,
    )
    assert.ok(error instanceof Refusal, 'a refusal')
    return `${error.code}: ${error.words}`
  }
  const mobilesHeld = () =>
    scene.db.inSchool(scene.school.id, async (trx) => {
      const { rows } = await sql<{ value: string }>`
        select data ->> 'value' as value from mis_records where school_id = ${scene.school.id} and kind = 'point' order by 1`.execute(
        trx,
      )
      return rows.map((row) => row.value)
    })

  it('takes back an earlier run, and leaves what a later one did to others', async () => {
    await scene.import([ann])
    const second = await scene.import([{ ...ann, mobile: '07700 900009' }])
    await scene.import([{ ...ann, mobile: '07700 900009' }, dawn])
    await scene.undo(second)
    assert.deepEqual(await scene.links(), [
      'Ann Hassan prime mis +447700900001',
      'Dawn Thwaite prime mis +447700900003',
    ])
    assert.deepEqual(await mobilesHeld(), ['+447700900001', '+447700900003'])
  })

  it('IMP-9 overtakes plans that wait at once: they were made beside what is taken back', async () => {
    await scene.import([ann])
    const second = await scene.import([ann, { ...bob, priority: 1 }])
    const waiting = await scene.plan(
      report([
        { ...ann, mobile: '07700 900009' },
        { ...bob, priority: 1 },
      ]),
    )
    await scene.undo(second)
    assert.equal((await findPlan(scene.db, scene.school, waiting.id)).state, 'overtaken')
    assert.deepEqual(await scene.whereStored('07700 900009'), ['import_plan_entries'])
    assert.deepEqual(await scene.nextOf('Amira Hassan'), ['Ann Hassan stays as it is'])
  })

  it('IMP-25 refuses in words where a later newcomer bears the number that a child had before', async () => {
    const joan: ContactRow = { ...dawn, adno: '100' }
    await scene.import([joan])
    const second = await scene.import([{ ...joan, adno: '200' }])
    const third = await scene.import([
      { ...joan, adno: '200' },
      { ...ann, adno: '100', pupil: 'Zoe Ash' },
    ])
    assert.match(await refusalOf(second), /Joe Thwaite \(pupil: the number of before is that of Zoe Ash now\)/)
    await scene.undo(third)
    await scene.undo(second)
    assert.deepEqual(
      (await scene.people()).members.map(({ admissionNumber }) => admissionNumber),
      ['100'],
    )
  })

  it('finds people by their names of before again, and those who live together by their address', async () => {
    const keys = async () =>
      scene.db.look(
        `select name_key, household_key as home from adults where school_id = $1
          union all select name_key, null from members where school_id = $1 order by 1`,
        [scene.school.id],
      )
    const file = (surname: string, town: string) =>
      scene.write(
        `Adno,P_Forename,P_Surname,DOB,Year,ContactID,Forename,Surname,Relationship,Priority,Street,Postcode\n100,Zoe,${surname},13/05/2015,6,51,Dana,${surname},Mother,1,${town},BL1 1AA\n`,
      )
    const staff = (surname: string) =>
      scene.write(`Staff ID,Forename,Surname,Role\n1,Tina,${surname},Teacher\n`, 'staff.csv')
    await scene.apply(await scene.plan([file('Lee', '1 Low Road'), staff('Lee')]))
    const before = await keys()
    const run = await scene.apply(await scene.plan([file('Moss', '2 High Road'), staff('Moss')]))
    assert.match(JSON.stringify(await keys()), /dana moss.*high road.*tina moss/)
    await scene.undo(run)
    assert.deepEqual(await keys(), before)
  })

  it('OPT-2 brings back nothing of what the run erased because the MIS said that she opted out', async () => {
    await scene.import([ann])
    const run = await scene.import([{ ...ann, optedOut: 'T' }])
    await scene.undo(run)
    assert.deepEqual(await scene.links(), ['Ann Hassan prime mis'])
    assert.deepEqual(await scene.whereStored('07700 900001'), [])
    await scene.import([ann])
    assert.deepEqual(await scene.links(), ['Ann Hassan prime mis +447700900001'])
  })

  it('refuses where a later import changed the same again, and says so', async () => {
    await scene.import([ann])
    const second = await scene.import([{ ...ann, mobile: '07700 900009' }])
    await scene.import([{ ...ann, mobile: '07700 900008' }])
    assert.match(await refusalOf(second), /changed-since: .*Ann Hassan/)
    assert.deepEqual(
      (await changed(second)).map(({ entity }) => entity),
      ['contact point'],
    )
  })

  it('remembers what the MIS said of somebody who does not come in, whichever run is taken back first', async () => {
    // Bob is of lower priority: he stands in what the MIS said, and no entry of a plan names him.
    const second = { ...bob, priority: 2 }
    await scene.import([ann, second])
    const without = await scene.import([ann])
    const again = await scene.import([ann, second])
    const other = await scene.import([ann, { ...second, mobile: '07700 900005' }])
    await scene.undo(without)
    assert.deepEqual(await mobilesHeld(), ['+447700900001', '+447700900005'])
    await scene.undo(again)
    assert.deepEqual(await mobilesHeld(), ['+447700900001', '+447700900005'])
    await scene.undo(other)
    assert.deepEqual(await mobilesHeld(), ['+447700900001', '+447700900002'])
  })

  it('takes back one run after the other, the last first', async () => {
    await scene.import([ann])
    const second = await scene.import([{ ...ann, mobile: '07700 900009' }])
    const third = await scene.import([{ ...ann, mobile: '07700 900008' }])
    await scene.undo(third)
    await scene.undo(second)
    assert.deepEqual(await scene.links(), ['Ann Hassan prime mis +447700900001'])
    assert.deepEqual(await mobilesHeld(), ['+447700900001'])
  })

  it('keeps the snapshot of a later run, which then remembers what was before both', async () => {
    await scene.import([ann, { ...ann, pupil: 'Idris Hassan' }])
    const second = await scene.import([{ ...ann, title: 'Mrs' }, { ...ann, title: 'Mrs', pupil: 'Idris Hassan' }, dawn])
    const third = await scene.import([
      { ...ann, title: 'Mrs' },
      { ...ann, title: 'Mrs', pupil: 'Idris Hassan' },
      { ...dawn, priority: 2 },
    ])
    assert.match(await refusalOf(second), /Dawn Thwaite/)
    await scene.undo(third)
    await scene.undo(second)
    const { members } = await scene.people()
    const amira = members.find(({ forename }) => forename === 'Amira')
    const held = await scene.db.inSchool(scene.school.id, (trx) =>
      snapshotContactsOf(trx, { schoolId: scene.school.id, pupilId: amira?.id ?? '' }),
    )
    assert.deepEqual(
      held.map(({ contact }) => [contact.forename, contact.title]),
      [['Ann', null]],
    )
  })

  it('does not take away whom a later import linked to somebody it brought', async () => {
    const first = await scene.import([ann])
    await scene.import([ann, { ...ann, pupil: 'Idris Hassan' }])
    assert.match(await refusalOf(first), /linked by a later import/)
  })

  it('does not bring an old prime back beside an adult linked by hand since; a link of another child does not hinder', async () => {
    await scene.import([ann, dawn])
    const second = await scene.import([bob, dawn])
    const pupils = (await scene.people()).members
    const link = (pupil: string) =>
      scene.db.inSchool(scene.school.id, (trx) =>
        linkAdultByHand(trx, {
          schoolId: scene.school.id,
          pupilId: pupils.find(({ forename }) => forename === pupil)?.id ?? '',
          adult: { forename: 'Carla', surname: 'Reed', prime: true },
          reason: 'asked',
          actor: office,
          clock: scene.clock,
        }),
      )
    scene.later()
    await link('Joe')
    assert.deepEqual(await changed(second), [])
    const { linkId } = await link('Amira')
    assert.match(await refusalOf(second), /Carla Reed \(link: linked since\)/)
    await scene.db.inSchool(scene.school.id, (trx) =>
      endLink(trx, { schoolId: scene.school.id, linkId, reason: 'wrong', actor: office, clock: scene.clock }),
    )
    assert.match(await refusalOf(second), /Carla Reed/)
  })

  it('loses no letter that was printed since for a child whom it brought', async () => {
    const run = await scene.import([ann])
    const [pupil] = (await scene.people()).members
    const { id: schoolId } = scene.school
    await scene.db.inSchool(schoolId, async (trx) => {
      const batch = {
        school_id: schoolId,
        id: newId(),
        what: 'all new',
        letters: 1,
        printed_by: 'Sam',
        printed_at: scene.clock.now(),
      }
      await trx.insertInto('letter_batches').values(batch).execute()
      const letter = {
        school_id: schoolId,
        id: newId(),
        member_id: pupil?.id ?? '',
        kind: 'family',
        reference: newId(),
        state: 'live',
      }
      const times = { expires_at: scene.clock.now(), created_at: scene.clock.now(), batch_id: batch.id }
      await trx
        .insertInto('security_letters')
        .values({ ...letter, ...times })
        .execute()
    })
    assert.match(await refusalOf(run), /1 \(security letters: about people whom this import brought\)/)
  })

  it('lets a change that was itself taken back hinder nothing', async () => {
    await scene.import([ann])
    const second = await scene.import([ann, dawn])
    const third = await scene.import([ann, { ...dawn, mobile: '07700 900007' }])
    assert.notDeepEqual(await changed(second), [])
    await scene.undo(third)
    assert.deepEqual(await changed(second), [])
    await scene.undo(second)
    assert.deepEqual(await scene.links(), ['Ann Hassan prime mis +447700900001'])
  })
})
