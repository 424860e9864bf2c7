import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { Refusal } from '../../platform/errors/index.ts'
import { entriesOnlyIn } from './comparing.store.ts'
import { type Chosen, leaveOut, takeAgain } from './leaving-out.ts'
import type { StoredEntry } from './plan-entries.store.ts'
import { notesOfPlan } from './plan-notes.store.ts'
import { notePlan } from './plan-notes.ts'
import { findPlan } from './planning.ts'
import type { Plan } from './plans.store.ts'
import { type ContactRow, ImportScene, office, report } from './testing.ts'

const ann: ContactRow = { name: 'Ann Hassan', mobile: '07700 900001', email: 'ann@example.org' }
const bob: ContactRow = { name: 'Bob Hassan', relationship: 'Father', mobile: '07700 900002' }
const joe: ContactRow = { pupil: 'Joe Thwaite', name: 'Dawn Thwaite', mobile: '07700 900003' }
const brother: ContactRow = { ...ann, pupil: 'Omar Hassan' }

describe('IMP-9 all of a plan but these', () => {
  let scene: ImportScene
  before(async () => {
    scene = await ImportScene.open()
  })
  after(() => scene.close())

  const leave = (plan: Plan, chosen: Chosen) =>
    leaveOut(scene.db, { school: scene.school, planId: plan.id, chosen, actor: office, clock: scene.clock })
  const again = (plan: Plan, chosen: Chosen) =>
    takeAgain(scene.db, { school: scene.school, planId: plan.id, chosen, actor: office, clock: scene.clock })
  const seqsOf = async (plan: Plan, wanted: (entry: StoredEntry) => boolean) => ({
    seqs: (await scene.entries(plan)).filter(wanted).map(({ seq }) => seq),
  })

  it('passes one child by, counts the rest, and asks again with the next plan', async () => {
    await scene.freshSchool()
    const plan = await scene.plan(report([ann, joe]))
    const pupil = (await scene.entries(plan)).find(({ pupilName }) => pupilName === 'Joe Thwaite')
    await leave(plan, { pupilId: pupil?.pupilId ?? '' })
    const smaller = await findPlan(scene.db, scene.school, plan.id)
    assert.equal(smaller.changes.pupils.add, 1)
    assert.equal(smaller.changes.links.add, 1)
    await scene.apply(smaller)
    assert.deepEqual(await scene.links(), ['Ann Hassan prime mis +447700900001 ann@example.org'])
    const next = await scene.plan(report([ann, joe]))
    assert.equal(next.unchanged, false)
    assert.equal(next.changes.pupils.add, 1)
    await scene.apply(next)
    assert.equal((await scene.links()).length, 2)
    assert.equal((await scene.plan(report([ann, joe]))).unchanged, true)
  })

  it('OPT-2 erases what the MIS says an adult opted out of, whatever is left out of their child', async () => {
    await scene.freshSchool()
    await scene.apply(await scene.plan(report([ann, joe])))
    const plan = await scene.plan(report([{ ...ann, optedOut: 'T' }, joe]))
    const erased = (await scene.entries(plan)).filter(({ rule }) => rule === 'OPT-2')
    assert.deepEqual(
      erased.map(({ entity, adultName }) => `${entity} of ${adultName}`),
      ['contact point of Ann Hassan', 'contact point of Ann Hassan'],
    )
    assert.equal((await leave(plan, { pupilId: erased[0]?.pupilId ?? '' })).erased, 2)
    assert.equal((await again(plan, { pupilId: erased[0]?.pupilId ?? '' })).erased, 0)
    await scene.apply(plan)
    assert.deepEqual(await scene.links(), ['Ann Hassan prime mis', 'Dawn Thwaite prime mis +447700900003'])
    assert.deepEqual(await scene.whereStored('07700 900001'), [])
  })

  it('leaves a newcomer out of both children when the newcomer is', async () => {
    await scene.freshSchool()
    const plan = await scene.plan(report([ann, brother, joe]))
    const done = await leave(
      plan,
      await seqsOf(plan, ({ entity, adultName }) => entity === 'adult' && adultName === 'Ann Hassan'),
    )
    assert.equal(done.chosen, 1)
    await scene.apply(plan)
    assert.deepEqual(await scene.links(), ['Dawn Thwaite prime mis +447700900003'])
  })

  it('keeps the old prime where the new one is left out, so that nobody is left with none', async () => {
    await scene.freshSchool()
    await scene.import([ann])
    const plan = await scene.plan(report([bob]))
    await leave(plan, await seqsOf(plan, ({ entity, adultName }) => entity === 'link' && adultName === 'Bob Hassan'))
    await scene.apply(plan)
    assert.deepEqual(await scene.links(), ['Ann Hassan prime mis +447700900001 ann@example.org'])
  })

  it('takes again what was left out, and what was left out because of it', async () => {
    await scene.freshSchool()
    await scene.import([ann])
    const plan = await scene.plan(report([bob]))
    const bobs = await seqsOf(plan, ({ entity, adultName }) => entity === 'link' && adultName === 'Bob Hassan')
    await leave(plan, bobs)
    await again(plan, bobs)
    assert.ok((await scene.entries(plan)).every(({ leftOut }) => leftOut === null))
    await scene.apply(plan)
    assert.deepEqual(await scene.links(), ['Bob Hassan prime mis +447700900002'])
  })

  it('IMP-25 leaves out a newcomer whose number stays with the child who bears it', async () => {
    await scene.freshSchool()
    await scene.import([{ ...joe, adno: '100' }])
    const rows = report([
      { ...joe, adno: '200' },
      { ...ann, adno: '100' },
    ])
    const file = rows.replace('Amira,Hassan,15/05/2015', 'Amira,Hassan,16/06/2014')
    const plan = await scene.plan(file)
    await leave(plan, await seqsOf(plan, ({ entity, pupilName }) => entity === 'pupil' && pupilName === 'Joe Thwaite'))
    await scene.apply(plan)
    const pupils = async () =>
      (await scene.people()).members.map(({ forename, admissionNumber }) => `${forename} ${admissionNumber}`).sort()
    assert.deepEqual(await pupils(), ['Joe 100'])
    const next = await scene.plan(file)
    const bear = await seqsOf(next, ({ entity, pupilName }) => entity === 'pupil' && pupilName === 'Joe Thwaite')
    await leave(next, bear)
    await again(next, bear)
    await scene.apply(next)
    assert.deepEqual(await pupils(), ['Amira 100', 'Joe 200'])
  })

  it('IMP-11 undoes only what was written', async () => {
    await scene.freshSchool()
    await scene.import([ann])
    const plan = await scene.plan(report([{ ...ann, mobile: '07700 900009' }, joe]))
    await leave(plan, await seqsOf(plan, ({ entity, act }) => entity === 'contact point' && act === 'update'))
    await scene.apply(plan)
    await scene.undo(plan)
    assert.deepEqual(await scene.links(), ['Ann Hassan prime mis +447700900001 ann@example.org'])
  })

  it('refuses for a plan that waits no more', async () => {
    await scene.freshSchool()
    const plan = await scene.import([ann])
    await assert.rejects(
      leave(plan, { seqs: [1] }),
      (error) => error instanceof Refusal && error.code === 'plan-not-ready',
    )
  })

  it('keeps notes beside a plan without making it out of date', async () => {
    await scene.freshSchool()
    const plan = await scene.plan(report([ann]))
    const note = { school: scene.school, planId: plan.id, actor: office, clock: scene.clock }
    await notePlan(scene.db, { ...note, words: ' Asked Mrs Hassan. ' })
    await assert.rejects(notePlan(scene.db, { ...note, words: ' ' }), /Write a few words/)
    await scene.apply(plan)
    const notes = await scene.db.inSchool(scene.school.id, (trx) => notesOfPlan(trx, scene.school.id, plan.id))
    assert.deepEqual(
      notes.map(({ words, by }) => ({ words, by })),
      [{ words: 'Asked Mrs Hassan.', by: 'Sam Okafor' }],
    )
  })

  const only = (planId: string, notIn: string) =>
    scene.db.inSchool(scene.school.id, (trx) =>
      entriesOnlyIn(trx, { schoolId: scene.school.id, planId, notIn, limit: 10 }),
    )

  it('says of two plans what is in one and not in the other, whatever ids they made', async () => {
    await scene.freshSchool()
    const one = await scene.plan(report([ann, joe]))
    const other = await scene.plan(report([ann, { ...joe, mobile: '07700 900004' }]))
    const inOne = await only(one.id, other.id)
    assert.equal(inOne.count, 1)
    assert.equal(inOne.entries[0]?.after?.value, '+447700900003')
    assert.equal((await only(other.id, one.id)).entries[0]?.after?.value, '+447700900004')
    assert.equal((await only(one.id, one.id)).count, 0)
  })

  it('says of two plans of the same file what was left out of one', async () => {
    await scene.freshSchool()
    const [whole, smaller] = [await scene.plan(report([ann, joe])), await scene.plan(report([ann, joe]))]
    const pupil = (await scene.entries(smaller)).find(({ pupilName }) => pupilName === 'Joe Thwaite')
    await leave(smaller, { pupilId: pupil?.pupilId ?? '' })
    const { entries } = await only(whole.id, smaller.id)
    assert.deepEqual(new Set(entries.map(({ pupilName }) => pupilName)), new Set(['Joe Thwaite']))
    assert.equal((await only(smaller.id, whole.id)).count, 0)
  })

  it('DLV-5 says nothing of a block that a run took away with the number', async () => {
    await scene.freshSchool()
    await scene.apply(await scene.plan(report([ann])))
    await scene.db.asOwner((trx) =>
      trx
        .updateTable('contact_points')
        .set({ failures: 1, blocked_at: scene.clock.now(), block_reason: 'spam report' })
        .where('school_id', '=', scene.school.id)
        .where('kind', '=', 'mobile')
        .execute(),
    )
    const other = report([{ ...ann, mobile: '07700 900009' }])
    const run = await scene.apply(await scene.plan(other))
    await scene.undo(run)
    const again = await scene.plan(other)
    assert.deepEqual([(await only(run.id, again.id)).count, (await only(again.id, run.id)).count], [0, 0])
  })
})
