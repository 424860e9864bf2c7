import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { type ContactPoint, readEmails, readPhones } from '../../people/index.ts'
import { areDetailsProtected, decidePoints, pointsThatDiffer } from './decide-details.ts'

const phone = (raw: string, position = 0) => readPhones(raw).map((point) => ({ ...point, position }))
const email = (raw: string, position = 1) => readEmails(raw).map((point) => ({ ...point, position }))
const standing = (raw: string, origin: ContactPoint['origin'] = 'mis', position = 0): ContactPoint[] =>
  [...phone(raw), ...(raw.includes('@') ? [] : [])].map((point) => ({
    ...point,
    id: raw,
    origin,
    position,
    provedAt: null,
    failures: 0,
    blockedAt: null,
    blockReason: null,
    updatedAt: new Date(0),
  }))
const inWords = (facts: Parameters<typeof decidePoints>[0]) =>
  decidePoints(facts).map((decision) =>
    decision.act === 'end' ? `end ${decision.before.value}` : `${decision.act} ${decision.after.value}`,
  )

describe('IMP-1 contact points follow the MIS', () => {
  it('a new mobile takes the place of the old one', () => {
    assert.deepEqual(inWords({ inFile: phone('07700 900009'), standing: standing('07700 900001'), optOuts: [] }), [
      'update +447700900009',
    ])
  })
  it('a number the MIS no longer holds ends', () => {
    assert.deepEqual(inWords({ inFile: [], standing: standing('07700 900001'), optOuts: [] }), ['end +447700900001'])
  })
  it('the same number in the same spelling changes nothing', () => {
    assert.deepEqual(inWords({ inFile: phone('07700 900001'), standing: standing('07700 900001'), optOuts: [] }), [])
  })
  it('the order of the rows of a cross product does not matter (IMP-12)', () => {
    const one = [...phone('07700 900001'), ...email('b@example.org'), ...email('a@example.org')]
    assert.deepEqual(
      inWords({ inFile: one, standing: [], optOuts: [] }),
      inWords({ inFile: one.toReversed(), standing: [], optOuts: [] }),
    )
  })
})

describe('IMP-5 a person’s own contact points stand', () => {
  it('neither end nor change nor come twice', () => {
    const own = standing('07700 900001', 'web')
    assert.deepEqual(inWords({ inFile: phone('07700 900001'), standing: own, optOuts: [] }), [])
    assert.deepEqual(inWords({ inFile: [], standing: own, optOuts: [] }), [])
  })
  it('details are protected once a person registered or the school typed them, not when the school only picked', () => {
    const cases = [
      [{ origin: 'mis', registeredAt: null }, false],
      [{ origin: 'mis', registeredAt: new Date(0) }, true],
      [{ origin: 'web', registeredAt: null }, true],
      [{ origin: 'manual', registeredAt: null }, true],
    ] as const
    for (const [person, isProtected] of cases) assert.equal(areDetailsProtected(person), isProtected)
  })
})

describe('OPT-2 what a person opted out of does not come in', () => {
  const inFile = [...phone('07700 900001'), ...email('ann@example.org')]
  const table = [
    ['all', []],
    ['sms', ['add ann@example.org']],
    ['email', ['add +447700900001']],
  ] as const
  for (const [channel, after] of table) {
    it(`of ${channel}`, () => assert.deepEqual(inWords({ inFile, standing: [], optOuts: [channel] }), [...after]))
  }
})

describe('IMP-7 what the MIS says otherwise', () => {
  it('is a usable detail the person does not have, each once', () => {
    const inFile = [...phone('07700 900009'), ...phone('07700 900009'), ...phone('07700 900001'), ...phone('n/a')]
    const differing = pointsThatDiffer({ inFile, standing: standing('07700 900001', 'web'), optOuts: [] })
    assert.deepEqual(
      differing.map((point) => point.value),
      ['+447700900009'],
    )
  })
})
