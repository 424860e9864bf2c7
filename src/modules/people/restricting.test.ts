import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, it } from 'node:test'
import { fixedClock } from '../../platform/clock/index.ts'
import { newId } from '../../platform/ids/index.ts'
import { insertCourtOrderFlag } from './adults.store.ts'
import {
  type CloseToRestricted,
  countsForHome,
  decideCourtOrder,
  type Evidence,
  endLink,
  liftRestriction,
  linkPickedAdult,
  listIssues,
  mergeAdults,
  placeRestriction,
  type RestrictedPair,
  restrictionsOf,
  undoMerge,
} from './index.ts'
import { insertIssue } from './issues.store.ts'
import { peopleScene, refuses } from './testing.ts'

const scene = peopleScene()
const { actsOf, by, family, freshSchool, here, journal, linkByHand, linkedByImport, linkOf, pupil } = scene
before(scene.open)
after(scene.close)
beforeEach(freshSchool)

const order: Evidence = {
  evidence: 'Prohibited steps order of 12 May 2026',
  seenBy: 'Helen Marsh',
  seenOn: '2026-11-20',
  reviewOn: '2027-05-12',
}
const restrict = (linkId: string, more: Partial<Evidence> & { close?: CloseToRestricted[] } = {}) =>
  here((trx) => placeRestriction(trx, { ...by(), linkId, close: [], ...order, ...more }))
const lift = (linkId: string, reason = 'Order discharged, seen by Helen Marsh') =>
  here((trx) => liftRestriction(trx, { ...by(), linkId, reason }))
const standing = () => here((trx, schoolId) => restrictionsOf(trx, schoolId, null))
const picked = { relationship: 'Father', priority: 1, parentalResponsibility: 'yes', livesWith: 'no' } as const
const forget = async () => {}
const flag = (pupilId: string, adultId: string) =>
  here((trx, schoolId) =>
    insertCourtOrderFlag(trx, { schoolId, pupilId, adultId, flag: 'yes', at: new Date('2026-11-20T06:00:00Z') }),
  )

describe('VIS-2 a restriction rests on evidence', () => {
  const wrong: [why: string, code: string, more: Partial<Evidence>][] = [
    ['without saying what was seen', 'reason-missing', { evidence: ' ' }],
    ['without saying who saw it', 'seen-by-missing', { seenBy: ' ' }],
    ['without the day it was seen', 'seen-on-wrong', { seenOn: '' }],
    ['with a day it was seen that is to come', 'seen-on-wrong', { seenOn: '2026-11-22' }],
    ['with a day that is none', 'review-on-wrong', { reviewOn: '2027-02-30' }],
    ['without a day to come to look at it again', 'review-on-wrong', { reviewOn: '2026-11-21' }],
  ]
  for (const [why, code, more] of wrong)
    it(`is refused ${why}, and nothing is restricted`, async () => {
      const { linkId } = await linkedByImport(await pupil('Kit Mercer'), 'Shaun Mercer')
      await assert.rejects(restrict(linkId, more), refuses(code))
      assert.deepEqual(await standing(), [])
    })
  it('which is kept with who placed it, and not told in the journal', async () => {
    const kit = await pupil('Kit Mercer')
    const { adultId, linkId } = await linkedByImport(kit, 'Shaun Mercer')
    await restrict(linkId)
    const [one] = await standing()
    assert.deepEqual(
      [one?.adultId, one?.kind, one?.evidence, one?.seenBy, one?.seenOn, one?.reviewOn, one?.placedBy],
      [adultId, 'no access', order.evidence, 'Helen Marsh', '2026-11-20', '2027-05-12', 'Sam Okafor'],
    )
    assert.deepEqual(await actsOf(kit), ['restriction.placed'])
    assert.doesNotMatch(JSON.stringify(await journal({ pupilId: kit })), /Prohibited/)
  })
  it('and is listed by the day of its review', async () => {
    const [kit, ada] = [await pupil('Kit Mercer'), await pupil('Ada Mercer')]
    await restrict((await linkedByImport(kit, 'Shaun Mercer')).linkId)
    await restrict((await linkedByImport(ada, 'Rob Ives')).linkId, { reviewOn: '2026-12-01' })
    assert.deepEqual(
      (await standing()).map(({ pupilId }) => pupilId),
      [ada, kit],
    )
  })
})

describe('VIS-3 a restriction is one act', () => {
  it('shuts the link, closes what is open in the same transaction, and is refused a second time', async () => {
    const kit = await pupil('Kit Mercer')
    const { adultId, linkId } = await linkedByImport(kit, 'Shaun Mercer')
    const closed: RestrictedPair[] = []
    await restrict(linkId, { close: [async (_, pair) => void closed.push(pair)] })
    assert.equal((await linkOf(kit, linkId)).state, 'restricted')
    assert.deepEqual(
      closed.map((pair) => [pair.pupilId, pair.adultId]),
      [[kit, adultId]],
    )
    await assert.rejects(restrict(linkId), refuses('restricted-already'))
  })
  it('is not placed where something open could not be closed', async () => {
    const { linkId } = await linkedByImport(await pupil('Kit Mercer'), 'Shaun Mercer')
    const fails = async () => {
      throw new Error('not closed')
    }
    await assert.rejects(restrict(linkId, { close: [fails] }), /not closed/)
    assert.deepEqual(await standing(), [])
  })
  it('stands past the end of the link, and nobody links the adult again unawares', async () => {
    const kit = await pupil('Kit Mercer')
    const { adultId, linkId } = await linkedByImport(kit, 'Shaun Mercer')
    await restrict(linkId)
    await here((trx) => endLink(trx, { ...by(), linkId, reason: 'left' }))
    const again = () =>
      here((trx) => linkPickedAdult(trx, { ...by(), pupilId: kit, adultId, ...picked, prime: true, reason: 'asked' }))
    await assert.rejects(again(), refuses('restricted'))
    await assert.rejects(linkByHand(kit, { forename: 'SHAUN', surname: 'Mercer' }), refuses('restricted'))
    await lift(linkId)
    const { linkId: next } = await again()
    assert.equal((await linkOf(kit, next)).state, 'current')
  })
  it('is about one child: another link of the adult stays as it was', async () => {
    const [kit, ada] = [await pupil('Kit Mercer'), await pupil('Ada Mercer')]
    const { adultId, linkId } = await linkedByImport(kit, 'Shaun Mercer')
    const other = await here((trx) =>
      linkPickedAdult(trx, { ...by(), pupilId: ada, adultId, ...picked, prime: false, reason: 'asked' }),
    )
    await restrict(linkId)
    assert.equal((await linkOf(ada, other.linkId)).state, 'current')
  })
  it('may be placed when the link has ended', async () => {
    const kit = await pupil('Kit Mercer')
    const { linkId } = await linkedByImport(kit, 'Shaun Mercer')
    await here((trx) => endLink(trx, { ...by(), linkId, reason: 'left' }))
    await restrict(linkId)
    assert.deepEqual([(await linkOf(kit, linkId)).restricted, (await linkOf(kit, linkId)).state], [true, 'ended'])
  })
  it('LNK-7 leaves a child without a prime adult on the list of those, until it is lifted', async () => {
    const kit = await pupil('Kit Mercer')
    const { linkId } = await linkedByImport(kit, 'Shaun Mercer')
    const kinds = () => here(async (trx, schoolId) => (await listIssues(trx, schoolId)).map(({ kind }) => kind))
    await restrict(linkId)
    assert.deepEqual(await kinds(), ['no prime adult'])
    assert.deepEqual((await here((trx, schoolId) => countsForHome(trx, schoolId))).noPrime, [kit])
    await lift(linkId)
    assert.deepEqual(await kinds(), [])
  })
  it('IMP-14 settles no question about a court order that the MIS flags: it stands when the restriction is lifted', async () => {
    const kit = await pupil('Kit Mercer')
    const { adultId, linkId } = await linkedByImport(kit, 'Shaun Mercer')
    await flag(kit, adultId)
    const issue = { id: newId(), key: `held|${adultId}`, kind: 'held: court order flagged', pupilId: kit, adultId }
    await here((trx, schoolId) => insertIssue(trx, { schoolId, ...issue, detail: 'It is so.', at: by().clock.now() }))
    await restrict(linkId)
    await lift(linkId)
    assert.equal((await linkOf(kit, linkId)).state, 'held: court order flagged')
    const open = await here((trx, schoolId) => listIssues(trx, schoolId, { kind: issue.kind }))
    assert.equal(open.length, 1)
  })
  it('IMP-14 opens no decision about a court order that the MIS does not flag, which would hold the link after lifting', async () => {
    const { linkId } = await linkedByImport(await pupil('Kit Mercer'), 'Shaun Mercer')
    await restrict(linkId)
    const keep = here((trx) => decideCourtOrder(trx, { ...by(), linkId, decision: 'kept', evidence: 'Order seen' }))
    await assert.rejects(keep, refuses('no-court-order-flag'))
  })
  it('is lifted with a reason, by a person, and once', async () => {
    const kit = await pupil('Kit Mercer')
    const { linkId, adultId } = await linkedByImport(kit, 'Shaun Mercer')
    await assert.rejects(lift(linkId), refuses('not-restricted'))
    await restrict(linkId)
    await assert.rejects(lift(linkId, ' '), refuses('reason-missing'))
    assert.equal((await linkOf(kit, linkId)).state, 'restricted')
    await lift(linkId)
    assert.equal((await linkOf(kit, linkId)).state, 'current')
    assert.deepEqual(await actsOf(kit), ['restriction.placed', 'restriction.lifted'])
    const [one] = await here((trx, schoolId) => restrictionsOf(trx, schoolId, { pupilId: kit, adultId }))
    assert.deepEqual([one?.lifted?.by, one?.lifted?.reason], ['Sam Okafor', 'Order discharged, seen by Helen Marsh'])
  })
  describe('IMP-22 beside two records that are one person', () => {
    let [kit, kept, gone] = ['', '', { adultId: '', linkId: '' }]
    const linkNow = async () => (await family(kit)).links.find(({ endedOn }) => endedOn === null)
    const later = fixedClock('2026-11-21T10:00:00Z')
    const merge = (when = {}) =>
      here((trx) =>
        mergeAdults(trx, {
          ...by(),
          ...when,
          keptId: kept,
          goneId: gone.adultId,
          reason: 'one man',
          forget,
          close: [],
        }),
      )
    const isNotUndone = (mergeId: string) =>
      assert.rejects(
        here((trx) => undoMerge(trx, { ...by(), mergeId })),
        refuses('changed-since'),
      )
    beforeEach(async () => {
      kit = await pupil('Kit Mercer')
      gone = await linkedByImport(kit, 'Shaun Mercer')
      kept = (await linkedByImport(kit, 'Sean Mercer')).adultId
    })
    it('it is the one person’s, and the merge is not undone when it was lifted since', async () => {
      await restrict(gone.linkId)
      const { mergeId } = await merge()
      assert.deepEqual([(await linkNow())?.adultId, (await linkNow())?.state], [kept, 'restricted'])
      await lift((await linkNow())?.id ?? '')
      await isNotUndone(mergeId)
    })
    it('IMP-14 and what was held of either is held once it is lifted, though the other was released', async () => {
      await flag(kit, gone.adultId)
      await flag(kit, kept)
      const other = (await family(kit)).links.find(({ adultId }) => adultId === kept)?.id ?? ''
      await here((trx) =>
        decideCourtOrder(trx, { ...by(), linkId: other, decision: 'released', evidence: 'Order seen' }),
      )
      await restrict(gone.linkId)
      await merge({ clock: later })
      await lift((await linkNow())?.id ?? '')
      assert.equal((await linkNow())?.state, 'held: court order flagged')
    })
    it('the merge is not undone when one was placed since: nobody can tell on which of the two', async () => {
      const { mergeId } = await merge()
      const placed = { ...by(), clock: later, close: [], ...order }
      const linkId = (await linkNow())?.id ?? ''
      await here((trx) => placeRestriction(trx, { ...placed, linkId }))
      await isNotUndone(mergeId)
    })
  })
})
