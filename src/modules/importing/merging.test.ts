import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, it } from 'node:test'
import type { Trx } from '../../platform/db/index.ts'
import { Refusal } from '../../platform/errors/index.ts'
import { newId } from '../../platform/ids/index.ts'
import {
  type Adult,
  compareAdults,
  decideCourtOrder,
  decideNotSame,
  findAdult,
  liftOptOut,
  listIssues,
  listMerges,
  loadFamilies,
  mergeAdults,
  optOutAdult,
  placeRestriction,
  raiseIssue,
  registerAdult,
  searchPeople,
  setPrime,
  suggestDuplicates,
  undoMerge,
} from '../people/index.ts'
import { forgetContactPoints } from './applying.ts'
import { type ContactRow, ImportScene, office, report } from './testing.ts'

const ann: ContactRow = { name: 'Ann Hassan', id: '51', mobile: '07700 900001', email: 'ann@example.org' }
const annAgain: ContactRow = { ...ann, id: '52', pupil: 'Idris Hassan', email: 'ann.work@example.org' }

describe('IMP-22 two records that are one person', () => {
  let scene: ImportScene
  before(async () => {
    scene = await ImportScene.open()
  })
  beforeEach(() => scene.freshSchool())
  after(() => scene.close())

  type By = { schoolId: string; actor: typeof office; clock: typeof scene.clock }
  const inSchool = <T>(work: (trx: Trx, by: By) => Promise<T>) =>
    scene.db.inSchool(scene.school.id, (trx) =>
      work(trx, { schoolId: scene.school.id, actor: office, clock: scene.clock }),
    )
  const suggested = () => inSchool((trx) => suggestDuplicates(trx, scene.school.id))
  const annsOf = async (): Promise<[Adult, Adult]> => {
    const [pair] = await suggested()
    assert.ok(pair, 'a pair is suggested')
    return pair.one.misIds.includes('51') ? [pair.one, pair.other] : [pair.other, pair.one]
  }
  const merge = async (kept: { id: string }, gone: { id: string }) => {
    scene.later()
    return inSchool((trx, by) =>
      mergeAdults(trx, {
        ...by,
        keptId: kept.id,
        goneId: gone.id,
        reason: 'asked her',
        forget: forgetContactPoints,
        close: [],
      }),
    )
  }
  const undo = (mergeId: string) => inSchool((trx, by) => undoMerge(trx, { ...by, mergeId }))
  const refusal = async (work: Promise<unknown>) => {
    const error = await work.then(
      () => null,
      (thrown: unknown) => thrown,
    )
    assert.ok(error instanceof Refusal, `a refusal, not ${String(error)}`)
    return error
  }
  const everybody = async () => {
    const { members, adults } = await scene.people()
    return [...members, ...adults].sort((a, b) => a.id.localeCompare(b.id))
  }
  const children = async () =>
    (await inSchool((trx) => searchPeople(trx, { schoolId: scene.school.id, text: 'Ann' }))).map(({ detail }) => detail)

  it('remembers that they were decided to be two, once a merge after all is taken back', async () => {
    await scene.import([ann, annAgain])
    const [kept, gone] = await annsOf()
    await inSchool((trx, by) => decideNotSame(trx, { ...by, adultIds: [kept.id, gone.id], reason: 'asked her' }))
    const { mergeId } = await merge(kept, gone)
    await undo(mergeId)
    assert.deepEqual(await suggested(), [])
  })

  it('DLV-5 leaves a block that came since on the number that goes back', async () => {
    await scene.import([ann, { ...annAgain, email: 'ann@example.org', mobile: '07700 900002' }])
    const [kept, gone] = await annsOf()
    const { mergeId } = await merge(kept, gone)
    await scene.db.asOwner((trx) =>
      trx
        .updateTable('contact_points')
        .set({ failures: 1, blocked_at: scene.clock.now(), block_reason: 'spam report' })
        .where('value', '=', '+447700900002')
        .where('school_id', '=', scene.school.id)
        .execute(),
    )
    await undo(mergeId)
    const found = await scene.db.look(
      `select adult_id, block_reason from contact_points where school_id = $1 and value = '+447700900002'`,
      [scene.school.id],
    )
    assert.deepEqual(found, [{ adult_id: gone.id, block_reason: 'spam report' }])
  })

  describe('of whom the MIS says by one of them that she opted out', () => {
    const rows = (optedOut: 'T' | 'F'): ContactRow[] => [{ ...ann, optedOut }, annAgain]
    const details = async () => [
      ...new Set((await scene.links()).flatMap((link) => link.match(/[+\w.]+@|\+\d+/g) ?? [])),
    ]
    const mergeThem = async () => {
      const [kept, gone] = await annsOf()
      await merge(kept, gone)
    }

    it('get no details back while the row that says so cannot be used (OPT-2, IMP-16)', async () => {
      await scene.import(rows('F'))
      await mergeThem()
      await scene.import(rows('T'))
      assert.deepEqual(await details(), [])
      const bad = report(rows('T')).replace('Ann,Hassan,Mother,1', 'Ann,Hassan,Mother,perhaps')
      for (const again of [1, 2]) {
        await scene.apply(await scene.plan(bad))
        assert.deepEqual(await details(), [], `run ${again}`)
        await scene.set({ undoAbove: String(60 + again) })
      }
      await scene.import(rows('F'))
      assert.equal((await details()).length, 3)
    })
    it('nor by a file of the other child alone (OPT-2)', async () => {
      await scene.import(rows('F'))
      await mergeThem()
      await scene.import(rows('T'))
      const columns =
        'Adno,P_Forename,P_Surname,ContactID,Forename,Surname,Relationship,Priority,Mobile number,Opted out'
      const { members } = await scene.people()
      const adno = members.find(({ forename }) => forename === 'Idris')?.admissionNumber
      const file = `${columns}\n${adno},Idris,Hassan,52,Ann,Hassan,Mother,1,07700 900001,F\n`
      await scene.apply(await scene.plan(file))
      assert.deepEqual(await details(), [])
    })
  })

  it('are suggested with why, and neither a name nor a detail alone is', async () => {
    await scene.import([
      ann,
      annAgain,
      { ...ann, id: '60', name: 'Bob Hassan', title: 'Mr' },
      { ...ann, id: '61', pupil: 'Noor Reed', mobile: '', email: '' },
    ])
    const pairs = await suggested()
    assert.deepEqual(
      pairs.map(({ one, other, why }) => [one.forename, other.forename, why]),
      [['Ann', 'Ann', ['same name', 'same phone']]],
    )
  })

  it('become one with the links and details of both, and a second import does not split them again', async () => {
    await scene.import([ann, annAgain])
    const [one, other] = await annsOf()
    await merge(one, other)
    assert.deepEqual(await scene.links(), [
      'Ann Hassan prime mis +447700900001 ann@example.org ann.work@example.org',
      'Ann Hassan prime mis +447700900001 ann@example.org ann.work@example.org',
    ])
    assert.equal((await children()).length, 1, 'the gone record is not found any more')
    const plan = await scene.plan(report([ann, annAgain]))
    assert.equal(plan.changes.adults.add + plan.changes.links.add + plan.changes.links.end, 0)
    await scene.apply(plan)
    const third = await scene.plan(report([ann, annAgain]))
    assert.equal(third.unchanged || (await scene.entries(third)).length === 0, true)
    await scene.import([
      { ...ann, mobile: '07700 900009' },
      { ...annAgain, mobile: '07700 900009' },
    ])
    assert.ok((await scene.links()).every((link) => link.includes('+447700900009')))
    assert.deepEqual(await suggested(), [])
  })

  describe('IMP-22 as one person have the details of all records, whichever of them a file holds', () => {
    const both = 'Ann Hassan prime mis +447700900001 ann.work@example.org ann@example.org'
    const mergeAnns = async () => {
      await scene.import([ann, annAgain])
      await merge(...(await annsOf()))
      await scene.import([ann, annAgain])
      assert.deepEqual(await scene.links(), [both, both])
    }
    /** A report of contacts without year and class: it does not list the pupils. */
    const contactsOnly = (rows: ContactRow[]) => report(rows).replace(',Year,Reg,', ',Nothing,Either,')
    const decideAgain = async (content: string) => {
      await scene.set({ undoAbove: String(60 + (scene.clock.now().getTime() % 1009)) })
      return scene.entries(await scene.plan(content))
    }

    it('a file of one child only, who has one of the records', async () => {
      await mergeAnns()
      const plan = await scene.plan(contactsOnly([annAgain]))
      assert.deepEqual(await scene.entries(plan), [])
      await scene.apply(await scene.plan(contactsOnly([{ ...annAgain, email: 'ann.new@example.org' }])))
      assert.match((await scene.links())[0] ?? '', / ann.work@example.org ann@example.org ann.new@example.org$/)
      await scene.import([ann, { ...annAgain, email: 'ann.new@example.org' }])
      assert.match((await scene.links())[0] ?? '', / ann.new@example.org ann@example.org$/, 'until a file holds both')
    })

    it('a file whose row of the other child is bad', async () => {
      await mergeAnns()
      const rows = report([ann, annAgain]).replace(/(Ann,Hassan,Mother),1(.*ann@example.org)/, '$1,first$2')
      const plan = await scene.plan(rows)
      assert.equal(plan.rows.rejected, 1)
      assert.deepEqual(
        (await scene.entries(plan)).filter(({ entity }) => entity === 'contact point'),
        [],
      )
    })

    it('a file in which each record has a new id', async () => {
      await mergeAnns()
      const renumbered = [
        { ...ann, id: '53' },
        { ...annAgain, id: '54' },
      ]
      await scene.import(renumbered)
      assert.deepEqual(await scene.links(), [both, both])
      assert.deepEqual(await decideAgain(report(renumbered)), [])
    })

    it('and the name of the first that the MIS still has, not by turns', async () => {
      const anna: ContactRow = { ...annAgain, name: 'Anna Hassan', title: 'Dr' }
      const names = async () => new Set((await scene.links()).map((link) => link.split(' ')[0]))
      await mergeAnns()
      await scene.import([ann, anna])
      assert.deepEqual(await names(), new Set(['Ann']))
      assert.deepEqual(await decideAgain(contactsOnly([anna])), [])
      await scene.import([anna, 'Amira Hassan'])
      assert.deepEqual(await names(), new Set(['Anna']))
      assert.deepEqual(await decideAgain(report([anna, 'Amira Hassan'])), [])
    })
  })

  it('become one contact of a child who had both, prime where either was', async () => {
    await scene.set({ lowerPriorities: 'yes' })
    const second = { ...ann, id: '52', name: 'A Hassan', priority: 2, courtOrder: 'T' as const }
    await scene.import([ann, second])
    const pair = await suggested()
    const [{ one, other } = assert.fail()] = pair
    const [kept, gone] = one.misIds.includes('51') ? [one, other] : [other, one]
    await merge(kept, gone)
    assert.deepEqual(await scene.links(), ['Ann Hassan prime mis held +447700900001 ann@example.org'])
    const plan = await scene.plan(report([ann, second]))
    await scene.apply(plan)
    assert.deepEqual(await scene.links(), ['Ann Hassan prime mis held +447700900001 ann@example.org'])
    assert.deepEqual(await scene.entries(await scene.plan(report([ann, second]))), [])
  })

  it('OPT-2 are opted out where either was, and nothing of the details is left', async () => {
    await scene.import([ann, annAgain])
    const [one, other] = await annsOf()
    await inSchool((trx, by) =>
      optOutAdult(trx, { ...by, adultId: other.id, channel: 'email', reason: 'letter', forget: forgetContactPoints }),
    )
    const { mergeId } = await merge(one, other)
    const kept = await inSchool((trx) => findAdult(trx, scene.school.id, one.id))
    assert.deepEqual(kept.optOuts, ['email'])
    assert.deepEqual(
      kept.contactPoints.map(({ value }) => value),
      ['+447700900001'],
    )
    await scene.import([ann, annAgain])
    assert.ok((await scene.links()).every((link) => !link.includes('@')))
    await undo(mergeId)
    const apart = await inSchool((trx) => findAdult(trx, scene.school.id, one.id))
    assert.deepEqual(apart.optOuts, [], 'two people again, and only one of them opted out')
    assert.ok(
      (await scene.links()).every((link) => !link.includes('@')),
      'what was erased does not come back by it',
    )
  })

  it('OPT-2 leave nothing of the record that went, where she had registered and opts out later', async () => {
    await scene.import([ann, annAgain])
    const { members } = await scene.people()
    const pupilId = members.find(({ forename }) => forename === 'Amira')?.id ?? ''
    const [kept, gone] = await annsOf()
    const registrant = { forename: 'Ann', surname: 'Hassan', relationship: 'Mother', mobile: '+447700900050' }
    await inSchool(async (trx, by) => {
      const [family] = await loadFamilies(trx, { schoolId: by.schoolId, pupilIds: [pupilId] })
      const as = { act: 'claim', linkId: family?.links[0]?.id ?? '', adultId: kept.id } as const
      const own = { ...registrant, email: 'own@example.org' }
      await registerAdult(trx, { ...by, pupilId, registrant: own, as, prime: true })
    })
    await merge(kept, gone)
    scene.later()
    const asked = { adultId: kept.id, channel: 'all', reason: 'letter', forget: forgetContactPoints } as const
    await inSchool((trx, by) => optOutAdult(trx, { ...by, ...asked }))
    for (const value of ['07700 900001', 'ann.work@example.org']) assert.deepEqual(await scene.whereStored(value), [])
  })

  it('IMP-14 stay held where either was, though a person had released the other', async () => {
    await scene.import([
      { ...ann, courtOrder: 'T' },
      { ...annAgain, pupil: 'Amira Hassan', name: 'Ann Hassan', priority: 2 },
    ])
    await scene.set({ lowerPriorities: 'yes' })
    await scene.import([
      { ...ann, courtOrder: 'T' },
      { ...ann, id: '52', name: 'An Hassan', priority: 2, courtOrder: 'T' },
    ])
    const pairs = await suggested()
    const [{ one, other } = assert.fail()] = pairs
    const pupil = (await scene.people()).members[0]
    const [family] = await inSchool((trx) =>
      loadFamilies(trx, { schoolId: scene.school.id, pupilIds: [pupil?.id ?? ''] }),
    )
    const link = family?.links.find(({ adultId, endedOn }) => adultId === one.id && endedOn === null)
    await inSchool((trx, by) =>
      decideCourtOrder(trx, { ...by, linkId: link?.id ?? '', decision: 'released', evidence: 'order of 2 March' }),
    )
    assert.equal((await scene.links()).filter((each) => each.includes('held')).length, 1)
    await merge(one, other)
    assert.equal((await scene.links()).length, 1)
    assert.match((await scene.links())[0] ?? '', / held /)
  })

  it('are taken apart again as they were, while nothing changed since', async () => {
    await scene.import([ann, annAgain])
    const before = { links: await scene.links(), people: await everybody() }
    const [one, other] = await annsOf()
    const { mergeId } = await merge(one, other)
    await undo(mergeId)
    assert.deepEqual(await scene.links(), before.links)
    assert.deepEqual(await everybody(), before.people)
    assert.equal((await suggested()).length, 1)
    assert.equal((await refusal(undo(mergeId))).code, 'undone-already')
    const [listed] = await inSchool((trx) => listMerges(trx, scene.school.id))
    assert.equal(listed?.undoneBy, 'Sam Okafor')
  })

  it('OPT-2 divide what is left of the details, and remember nothing of those that an opt-out erased since', async () => {
    await scene.import([
      ann,
      { ...annAgain, mobile: '07700 900002', id: '52' },
      { ...annAgain, id: '53', pupil: 'Omar Hassan' },
    ])
    const { adults } = await scene.people()
    const recordOf = (misId: string) => adults.find(({ misIds }) => misIds.includes(misId)) ?? assert.fail()
    const [one, other, third] = [recordOf('51'), recordOf('52'), recordOf('53')]
    const { mergeId: first } = await merge(other, third)
    const { mergeId: second } = await merge(one, other)
    scene.later()
    const asked = { adultId: one.id, reason: 'asked', forget: forgetContactPoints }
    await inSchool((trx, by) => optOutAdult(trx, { ...by, ...asked, channel: 'email' }))
    const remembered = await scene.db.asOwner((trx) =>
      trx.selectFrom('adult_merges').select('rows').where('school_id', '=', scene.school.id).execute(),
    )
    assert.equal(
      JSON.stringify(remembered).includes('@example.org'),
      false,
      'not of the record behind the record either',
    )
    scene.later()
    await inSchool((trx, by) => liftOptOut(trx, { ...by, ...asked, channel: null }))
    await undo(second)
    await undo(first)
    assert.deepEqual(await scene.links(), [
      'Ann Hassan prime mis +447700900001',
      'Ann Hassan prime mis +447700900001',
      'Ann Hassan prime mis +447700900002',
    ])
  })

  it('IMP-11 bar the way back of an import that ended a detail of the record that is gone', async () => {
    await scene.import([ann, annAgain])
    const [one, other] = await annsOf()
    const run = await scene.import([ann, { ...annAgain, email: '' }])
    const { mergeId } = await merge(one, other)
    const { code, words } = await refusal(scene.undo(run))
    assert.equal(code, 'changed-since')
    assert.match(words, /merged with another record since/)
    await undo(mergeId)
    await scene.undo(run)
    assert.ok((await scene.links()).some((link) => link.includes('ann.work@example.org')))
  })

  it('IMP-11 bar the way back of an import that ended a link where the other record has one', async () => {
    await scene.set({ lowerPriorities: 'yes' })
    const second = { ...ann, id: '52', name: 'A Hassan', priority: 2 }
    await scene.import([ann, second])
    const [{ one, other } = assert.fail()] = await suggested()
    const run = await scene.import([second])
    await merge(...(one.misIds.includes('52') ? ([one, other] as const) : ([other, one] as const)))
    assert.equal((await refusal(scene.undo(run))).code, 'changed-since')
  })

  it('are taken apart too where an issue that the merge settled was raised again since', async () => {
    await scene.import([ann, annAgain])
    const [one, other] = await annsOf()
    const issue = { key: 'alike|51|52', kind: 'possible duplicate', pupilId: null, adultId: other.id, detail: 'alike' }
    const open = () => inSchool((trx) => listIssues(trx, scene.school.id, { kind: issue.kind }))
    await inSchool((trx, by) => raiseIssue(trx, { ...by, ...issue }))
    const { mergeId } = await merge(one, other)
    assert.equal((await open()).length, 0)
    await inSchool((trx, by) => raiseIssue(trx, { ...by, ...issue, adultId: one.id }))
    await undo(mergeId)
    assert.deepEqual(
      (await open()).map(({ adultId }) => adultId),
      [one.id],
    )
  })

  it('are not taken apart where something changed since, and it is said what', async () => {
    await scene.import([ann, annAgain])
    const [one, other] = await annsOf()
    const { mergeId } = await merge(one, other)
    const pupils = (await scene.people()).members.map(({ id }) => id)
    const families = await inSchool((trx) => loadFamilies(trx, { schoolId: scene.school.id, pupilIds: pupils }))
    const idris = families.find(({ pupil }) => pupil.forename === 'Idris')
    await inSchool((trx, by) => setPrime(trx, { ...by, linkId: idris?.links[0]?.id ?? '', prime: false }))
    const { code, words } = await refusal(undo(mergeId))
    assert.equal(code, 'changed-since')
    assert.match(words, /links/)
  })

  it('are refused where both sign in, where nobody says why, and where the registered one would go', async () => {
    await scene.import([ann, annAgain])
    const [one, other] = await annsOf()
    const forget = forgetContactPoints
    const blank = inSchool((trx, by) =>
      mergeAdults(trx, { ...by, keptId: one.id, goneId: other.id, reason: ' ', forget, close: [] }),
    )
    assert.equal((await refusal(blank)).code, 'reason-missing')
    assert.equal((await refusal(merge(one, one))).code, 'one-record')
    await scene.db.asOwner(async (trx) => {
      for (const adult of [one, other]) {
        const accountId = newId()
        const account = { id: accountId, email: `${accountId}@example.org`, name: 'Ann', created_at: scene.clock.now() }
        await trx
          .insertInto('accounts')
          .values(account as never)
          .execute()
        const joined = {
          school_id: scene.school.id,
          adult_id: adult.id,
          account_id: accountId,
          joined_at: scene.clock.now(),
        }
        await trx.insertInto('account_adults').values(joined).execute()
      }
    })
    assert.equal((await refusal(merge(one, other))).code, 'two-accounts')
    await scene.db.asOwner(async (trx) => {
      await trx.deleteFrom('account_adults').where('adult_id', '=', one.id).execute()
      await trx
        .updateTable('adults')
        .set({ origin: 'web', registered_at: scene.clock.now() })
        .where('id', '=', other.id)
        .execute()
    })
    assert.equal((await refusal(merge(one, other))).code, 'keep-the-registered')
    const { mergeId } = await merge(other, one)
    assert.ok(
      (await scene.links()).every((link) => !link.includes('ann@example.org')),
      'no detail of the MIS joins those of the person',
    )
    await undo(mergeId)
    assert.equal((await scene.links()).filter((link) => link.includes('ann@example.org')).length, 1)
  })

  it('are never asked about again once somebody said that they are not, also by an import', async () => {
    await scene.import([ann, annAgain])
    const [one, other] = await annsOf()
    const adultIds: [string, string] = [one.id, other.id]
    await inSchool((trx, by) => decideNotSame(trx, { ...by, adultIds, reason: 'mother and aunt' }))
    assert.deepEqual(await suggested(), [])
    await scene.import([ann, annAgain, { ...annAgain, pupil: 'Omar Hassan' }])
    assert.deepEqual(await suggested(), [])
    assert.deepEqual(
      (await scene.people()).issues.filter((kind) => kind === 'possible duplicate'),
      [],
    )
    const compared = await inSchool((trx) => compareAdults(trx, scene.school.id, adultIds))
    assert.deepEqual(compared.why, ['same name', 'same phone'])
  })
  it('VIS-3 and LNK-4 not the same as somebody restricted comes in, and the changeover page says so before', async () => {
    const dan: ContactRow = { ...ann, id: '61', name: 'Dan Hassan' }
    const other: ContactRow = { ...dan, id: '62', pupil: 'Idris Hassan' }
    await scene.import([dan, other])
    const rowsNow = report([dan, { ...other, pupil: 'Amira Hassan' }, other])
    const [pair] = await suggested()
    assert.ok(pair)
    const [restricted, free] = pair.one.misIds.includes('61') ? [pair.one, pair.other] : [pair.other, pair.one]
    await inSchool(async (trx, by) => {
      const amira = (await searchPeople(trx, { schoolId: by.schoolId, text: 'Amira' })).find(
        ({ kind }) => kind === 'pupil',
      )
      const [family] = await loadFamilies(trx, { schoolId: by.schoolId, pupilIds: [amira?.id ?? ''] })
      const seen = { evidence: 'order', seenBy: 'Helen', seenOn: '2026-11-02', reviewOn: '2099-01-01', close: [] }
      await placeRestriction(trx, { ...by, ...seen, linkId: family?.links[0]?.id ?? '' })
    })
    await scene.plan(rowsNow)
    assert.deepEqual(await scene.nextOf('Amira Hassan'), ['Dan Hassan does not come in', 'Dan Hassan stays as it is'])
    await inSchool((trx, by) => decideNotSame(trx, { ...by, adultIds: [restricted.id, free.id], reason: 'cousins' }))
    const plan = await scene.plan(rowsNow)
    assert.deepEqual(await scene.nextOf('Amira Hassan'), ['Dan Hassan comes in as prime', 'Dan Hassan stays as it is'])
    await scene.apply(plan)
    assert.equal((await scene.links()).length, 3)
  })
})
