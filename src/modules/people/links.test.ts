import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, it } from 'node:test'
import { newId } from '../../platform/ids/index.ts'
import { insertCourtOrderFlag } from './adults.store.ts'
import {
  convertLinksToMis,
  courtOrderDecisions,
  decideCourtOrder,
  endLink,
  linkAdultByHand,
  linkPickedAdult,
  listIssues,
  setPrime,
} from './index.ts'
import { insertIssue } from './issues.store.ts'
import { clock, peopleScene, refuses, typed } from './testing.ts'

const scene = peopleScene()
const { actsOf, by, family, freshSchool, here, journal, linkByHand, linkOf, linkedByImport, pupil } = scene
before(scene.open)
after(scene.close)
beforeEach(scene.freshSchool)

describe('LNK-2 an adult linked by hand', () => {
  it('is the school’s: link and details of origin manual, with the reason, journalled', async () => {
    const amira = await pupil('Amira Hassan')
    const { adultId, linkId } = await linkByHand(amira, { phone: '07700 900051', email: 'Ruth@Example.org' })
    const link = await linkOf(amira, linkId)
    assert.deepEqual(
      [link.origin, link.prime, link.relationship, link.reason, link.parentalResponsibility, link.startedOn],
      ['manual', true, 'Aunt', 'Told by telephone', 'unknown', '2026-11-21'],
    )
    assert.deepEqual(
      link.adult.contactPoints.map(({ kind, value, raw, origin }) => [kind, value, raw, origin]),
      [
        ['mobile', '+447700900051', '07700 900051', 'manual'],
        ['email', 'ruth@example.org', 'Ruth@Example.org', 'manual'],
      ],
    )
    const [entry] = await journal({ pupilId: amira })
    assert.deepEqual([entry?.act, entry?.actorName, entry?.subjectId], ['link.started', 'Sam Okafor', linkId])
    assert.equal(Reflect.get(entry?.detail ?? {}, 'adultId'), adultId)
  })

  const refused: [why: string, code: string, change: object, reason?: string][] = [
    ['without a reason', 'reason-missing', {}, '  '],
    ['without a surname', 'name-missing', { surname: ' ' }],
    ['with half a number', 'contact-point-unusable', { phone: '07700' }],
    ['with a bad address', 'contact-point-unusable', { email: 'ruth@' }],
  ]
  for (const [why, code, change, reason = 'told'] of refused) {
    it(`is refused ${why}, and nothing is kept`, async () => {
      const amira = await pupil('Amira Hassan')
      const adult = { ...typed, ...change }
      await assert.rejects(
        here((trx) => linkAdultByHand(trx, { ...by(), pupilId: amira, adult, reason })),
        refuses(code),
      )
      assert.deepEqual((await family(amira)).links, [])
      assert.deepEqual(await journal({ pupilId: amira }), [])
    })
  }

  it('is refused where an adult of that name is linked, unless that link has ended', async () => {
    const amira = await pupil('Amira Hassan')
    const { linkId } = await linkByHand(amira, { forename: 'Łucja' })
    await assert.rejects(linkByHand(amira, { forename: 'lucja', surname: 'MARSH' }), refuses('adult-linked-already'))
    await here((trx) => endLink(trx, { ...by(), linkId, reason: 'Moved' }))
    await linkByHand(amira, { forename: 'lucja' })
  })

  it('is never linked to a pupil of another school', async () => {
    const elsewhere = await pupil('Amira Hassan')
    await freshSchool()
    await assert.rejects(linkByHand(elsewhere), refuses('no-such-pupil'))
  })
})

describe('LNK-2 an adult picked out of MIS data', () => {
  it('is linked as picked, with details of origin mis, so that imports keep them fresh', async () => {
    const [amira, idris] = [await pupil('Amira Hassan'), await pupil('Idris Hassan')]
    const { adultId } = await linkedByImport(amira, 'Noor Hassan')
    const says = { relationship: 'Mother', priority: 2, parentalResponsibility: 'yes', livesWith: 'unknown' } as const
    const pick = { ...by(), pupilId: idris, adultId, ...says, prime: false, reason: 'She asked' }
    const { linkId } = await here((trx) => linkPickedAdult(trx, pick))
    const link = await linkOf(idris, linkId)
    assert.deepEqual([link.origin, link.prime, link.priority], ['picked', false, 2])
    assert.deepEqual([...new Set(link.adult.contactPoints.map(({ origin }) => origin))], ['mis'])
    await assert.rejects(
      here((trx) => linkPickedAdult(trx, pick)),
      refuses('linked-already'),
    )
  })

  it('IMP-14 is held from the start where the MIS flags a court order', async () => {
    const [amira, idris] = [await pupil('Amira Hassan'), await pupil('Idris Hassan')]
    const { adultId } = await linkedByImport(amira, 'Noor Hassan')
    const says = {
      relationship: null,
      priority: null,
      parentalResponsibility: 'unknown',
      livesWith: 'unknown',
    } as const
    const pick = { ...by(), pupilId: idris, adultId, ...says, courtOrder: 'yes', prime: true, reason: 'x' } as const
    const { linkId } = await here((trx) => linkPickedAdult(trx, pick))
    assert.equal((await linkOf(idris, linkId)).state, 'held: court order flagged')
  })
})

describe('LNK-1 prime belongs to the link', () => {
  it('changes for one child and not for the other, and more than one may be prime', async () => {
    const [amira, idris] = [await pupil('Amira Hassan'), await pupil('Idris Hassan')]
    const noor = await linkedByImport(amira, 'Noor Hassan')
    const { linkId } = await linkByHand(amira)
    const says = { relationship: null, priority: 1, parentalResponsibility: 'yes', livesWith: 'yes' } as const
    const twin = { ...by(), pupilId: idris, adultId: noor.adultId, ...says, prime: true, reason: 'x' }
    await here((trx) => linkPickedAdult(trx, twin))
    assert.deepEqual(
      (await family(amira)).links.map(({ prime }) => prime),
      [true, true],
    )
    await here((trx) => setPrime(trx, { ...by(), linkId: noor.linkId, prime: false }))
    assert.equal((await linkOf(amira, noor.linkId)).prime, false)
    assert.equal((await linkOf(amira, linkId)).prime, true)
    assert.equal((await family(idris)).links[0]?.prime, true)
    assert.equal((await actsOf(amira)).at(-1), 'link.made-non-prime')
  })

  it('takes a link of the MIS into the school’s care, and writes nothing where nothing changes', async () => {
    const amira = await pupil('Amira Hassan')
    const { linkId } = await linkedByImport(amira, 'Noor Hassan')
    await here((trx) => setPrime(trx, { ...by(), linkId, prime: true }))
    assert.equal((await linkOf(amira, linkId)).origin, 'mis')
    assert.deepEqual(await actsOf(amira), [])
    await here((trx) => setPrime(trx, { ...by(), linkId, prime: false }))
    assert.equal((await linkOf(amira, linkId)).origin, 'picked')
  })
})

describe('LNK-6 a link ends by date', () => {
  it('stays on record with its reason, and takes no further change', async () => {
    const amira = await pupil('Amira Hassan')
    const { linkId } = await linkedByImport(amira, 'Noor Hassan')
    await assert.rejects(
      here((trx) => endLink(trx, { ...by(), linkId, reason: '' })),
      refuses('reason-missing'),
    )
    await here((trx) => endLink(trx, { ...by(), linkId, reason: 'Moved abroad' }))
    const link = await linkOf(amira, linkId)
    assert.deepEqual(
      [link.state, link.endedOn, link.endReason, link.origin, link.adult.contactPoints.length],
      ['ended', '2026-11-21', 'Moved abroad', 'picked', 2],
    )
    await assert.rejects(
      here((trx) => setPrime(trx, { ...by(), linkId, prime: false })),
      refuses('link-ended'),
    )
    assert.deepEqual(await actsOf(amira), ['link.ended'])
  })

  it('IMP-7 leaves an issue where nobody prime is left, settled when somebody is', async () => {
    const amira = await pupil('Amira Hassan')
    const { linkId } = await linkByHand(amira)
    await here((trx) => endLink(trx, { ...by(), linkId, reason: 'Moved' }))
    const kinds = async () => (await here((trx, schoolId) => listIssues(trx, schoolId))).map(({ kind }) => kind)
    assert.deepEqual(await kinds(), ['no prime adult'])
    await linkByHand(amira, { forename: 'Noor' })
    assert.deepEqual(await kinds(), [])
  })
})

describe('LNK-3 giving links to the MIS', () => {
  it('turns link, adult and typed details over, several at a time', async () => {
    const [amira, idris] = [await pupil('Amira Hassan'), await pupil('Idris Hassan')]
    const links = [await linkByHand(amira, { phone: '07700 900051' }), await linkByHand(idris)]
    const linkIds = links.map(({ linkId }) => linkId)
    await here((trx) => convertLinksToMis(trx, { ...by(), linkIds }))
    const link = await linkOf(amira, linkIds[0] ?? '')
    assert.deepEqual([link.origin, link.adult.origin, link.adult.contactPoints[0]?.origin], ['mis', 'mis', 'mis'])
    assert.equal((await linkOf(idris, linkIds[1] ?? '')).origin, 'mis')
    assert.deepEqual(await actsOf(idris), ['link.started', 'link.given-to-mis'])
  })

  it('refuses what a person registered, and then changes none of them', async () => {
    const amira = await pupil('Amira Hassan')
    const [byHand, web] = [await linkByHand(amira), await linkByHand(amira, { forename: 'Noor' })]
    await here((trx) => trx.updateTable('links').set({ origin: 'web' }).where('id', '=', web.linkId).execute())
    await assert.rejects(
      here((trx) => convertLinksToMis(trx, { ...by(), linkIds: [byHand.linkId, web.linkId] })),
      refuses('registered-by-the-person'),
    )
    assert.equal((await linkOf(amira, byHand.linkId)).origin, 'manual')
  })
})

describe('IMP-14 a link held for a court order', () => {
  it('is released or kept by a person on evidence, which stays on record', async () => {
    const kit = await pupil('Kit Mercer')
    const { adultId, linkId } = await linkedByImport(kit, 'Shaun Mercer')
    const decide = (decision: 'released' | 'kept', evidence: string) =>
      here((trx) => decideCourtOrder(trx, { ...by(), linkId, decision, evidence }))
    await assert.rejects(decide('released', 'Order seen'), refuses('no-court-order-flag'))
    const flag = { pupilId: kit, adultId, flag: 'yes', at: new Date('2026-11-20T06:00:00Z') } as const
    await here((trx, schoolId) => insertCourtOrderFlag(trx, { schoolId, ...flag }))
    assert.equal((await linkOf(kit, linkId)).state, 'held: court order flagged')
    await assert.rejects(decide('released', ' '), refuses('reason-missing'))
    await decide('released', ' Order of 12 May seen ')
    assert.equal((await linkOf(kit, linkId)).state, 'current')
    const decisions = await here((trx, schoolId) => courtOrderDecisions(trx, { schoolId, pupilId: kit, adultId }))
    assert.deepEqual(decisions, [
      { decision: 'released', evidence: 'Order of 12 May seen', decidedBy: 'Sam Okafor', decidedAt: clock.now() },
    ])
    const [entry] = await journal({ pupilId: kit })
    assert.equal(entry?.act, 'court-order.released')
    assert.doesNotMatch(JSON.stringify(entry?.detail), /12 May/)
  })
})

describe('IMP-14 the data issue of a held link', () => {
  for (const decision of ['released', 'kept'] as const) {
    it(`is gone once somebody decided (${decision}), and other links keep theirs`, async () => {
      const kit = await pupil('Kit Mercer')
      const [shaun, other] = [await linkedByImport(kit, 'Shaun Mercer'), await linkedByImport(kit, 'Carl Dunn')]
      for (const { adultId } of [shaun, other]) {
        const flag = { pupilId: kit, adultId, flag: 'yes', at: new Date('2026-11-20T06:00:00Z') } as const
        await here((trx, schoolId) => insertCourtOrderFlag(trx, { schoolId, ...flag }))
        const issue = { id: newId(), key: `held|${adultId}`, kind: 'held: court order flagged', pupilId: kit }
        await here((trx, schoolId) =>
          insertIssue(trx, { schoolId, ...issue, adultId, detail: 'It is so.', at: clock.now() }),
        )
      }
      const { linkId } = shaun
      await here((trx) => decideCourtOrder(trx, { ...by(), linkId, decision, evidence: 'Order seen' }))
      const open = await here((trx, schoolId) => listIssues(trx, schoolId))
      assert.deepEqual(
        open.map(({ adultId }) => adultId),
        [other.adultId],
      )
      await here((trx) => endLink(trx, { ...by(), linkId: other.linkId, reason: 'Moved' }))
      assert.deepEqual(
        await here((trx, schoolId) => listIssues(trx, schoolId, { kind: 'held: court order flagged' })),
        [],
      )
    })
  }
})
