import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, it } from 'node:test'
import { sql } from 'kysely'
import { Refusal } from '../../platform/errors/index.ts'
import { decideCourtOrder, loadFamilies, registerAdult } from '../people/index.ts'
import type { Plan } from './plans.store.ts'
import { type ContactRow, ImportScene, office } from './testing.ts'

const ann: ContactRow = { name: 'Ann Hassan', mobile: '07700 900001', email: 'ann@example.org' }
const bob: ContactRow = { name: 'Bob Hassan', relationship: 'Father', mobile: '07700 900002' }

describe('IMP-11 undo gives back what was said before, and no more', () => {
  let scene: ImportScene
  before(async () => {
    scene = await ImportScene.open()
  })
  beforeEach(() => scene.freshSchool())
  after(() => scene.close())

  const by = () => ({ schoolId: scene.school.id, actor: office, clock: scene.clock })

  async function linkOfAnn() {
    const [pupil] = (await scene.people()).members
    assert.ok(pupil)
    const [family] = await scene.db.inSchool(scene.school.id, (trx) =>
      loadFamilies(trx, { schoolId: scene.school.id, pupilIds: [pupil.id] }),
    )
    const link = family?.links.find(({ adult, endedOn }) => adult.forename === 'Ann' && endedOn === null)
    assert.ok(link)
    return link
  }

  it('IMP-14 the flag of somebody who came back stays the one of before', async () => {
    await scene.import([{ ...ann, courtOrder: 'T' }])
    await scene.import([bob])
    const back = await scene.import([{ ...ann, courtOrder: 'T' }])
    await scene.undo(back)
    await scene.import([{ ...ann, courtOrder: '' }])
    assert.deepEqual(await scene.links(), ['Ann Hassan prime mis held +447700900001 ann@example.org'])
  })
  it('IMP-14 somebody who was released and comes back with the flag is held again', async () => {
    await scene.import([{ ...ann, courtOrder: 'T' }])
    await released()
    await scene.import([bob])
    await scene.import([{ ...ann, courtOrder: 'T' }])
    assert.deepEqual(await scene.links(), ['Ann Hassan prime mis held +447700900001 ann@example.org'])
  })
  it('IMP-14 what a person decided about a flag counts again', async () => {
    await scene.import([{ ...ann, courtOrder: 'T' }])
    await released()
    const second = await scene.import([{ ...ann, courtOrder: 'F' }])
    await scene.undo(second)
    assert.deepEqual(await scene.links(), ['Ann Hassan prime mis +447700900001 ann@example.org'])
    await scene.import([{ ...ann, courtOrder: 'T' }])
    assert.deepEqual(await scene.links(), ['Ann Hassan prime mis +447700900001 ann@example.org'])
  })

  async function released(): Promise<void> {
    const link = await linkOfAnn()
    scene.later()
    await scene.db.inSchool(scene.school.id, (trx) =>
      decideCourtOrder(trx, { ...by(), linkId: link.id, decision: 'released', evidence: 'order of 3 May seen' }),
    )
    assert.deepEqual(await scene.links(), ['Ann Hassan prime mis +447700900001 ann@example.org'])
  }

  const refused = async (run: Plan, why: RegExp) => {
    const before = await scene.links()
    await assert.rejects(scene.undo(run), (error: unknown) => error instanceof Refusal && why.test(error.words))
    assert.deepEqual(await scene.links(), before)
  }

  it('IMP-5 refuses to bring a detail back to somebody who registered since', async () => {
    await scene.import([ann])
    const second = await scene.import([{ ...ann, email: '' }])
    const { id: linkId, adultId, pupilId } = await linkOfAnn()
    const own = { forename: 'Ann', surname: 'Hassan', relationship: 'Mother' }
    const registrant = { ...own, email: 'ann.own@example.org', mobile: '+447700900050' }
    scene.later()
    await scene.db.inSchool(scene.school.id, (trx) =>
      registerAdult(trx, { ...by(), pupilId, registrant, as: { act: 'claim', linkId, adultId }, prime: true }),
    )
    await refused(second, /Ann Hassan \(contact point: registered since\)/)
  })
  it('refuses to bring an email back beside itself', async () => {
    await scene.import([ann])
    const second = await scene.import([{ ...ann, email: '' }])
    await scene.import([ann])
    await refused(second, /ann@example.org \(contact point: came since\)/)
  })
  it('refuses to bring an email back beside the one that took its place', async () => {
    await scene.import([ann])
    const second = await scene.import([{ ...ann, email: '' }])
    await scene.import([{ ...ann, email: 'new@example.org' }])
    await refused(second, /new@example.org \(contact point: came since\)/)
  })
  it('DLV-5 a number that goes back is blocked as it was', async () => {
    await scene.import([ann])
    const blocks = () =>
      scene.db.look(
        `select value, failures, blocked_at, block_reason from contact_points where school_id = $1 and kind = 'mobile'`,
        [scene.school.id],
      )
    await scene.db.asOwner((trx) =>
      sql`
        update contact_points set failures = 1, blocked_at = ${scene.clock.now()}, block_reason = 'spam report'
        where school_id = ${scene.school.id} and kind = 'mobile'`.execute(trx),
    )
    const before = await blocks()
    const second = await scene.import([{ ...ann, mobile: '07700 900009' }])
    assert.match(JSON.stringify(await blocks()), /900009.*"blocked_at":null/)
    await scene.undo(second)
    assert.deepEqual(await blocks(), before)
  })
  it('DLV-5 a block goes with the number that it was for', async () => {
    await scene.import([ann])
    const second = await scene.import([{ ...ann, mobile: '07700 900009' }])
    await scene.db.asOwner((trx) =>
      sql`
        update contact_points set failures = 3, blocked_at = ${scene.clock.now()}, block_reason = 'three failures'
        where school_id = ${scene.school.id} and value = '+447700900009'`.execute(trx),
    )
    await scene.undo(second)
    const found = await scene.db.look<{ value: string; failures: number; blocked_at: Date | null }>(
      `select value, failures, blocked_at from contact_points where school_id = $1 and kind = 'mobile'`,
      [scene.school.id],
    )
    assert.deepEqual(found, [{ value: '+447700900001', failures: 0, blocked_at: null }])
  })
})
