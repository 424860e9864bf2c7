import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { type CourtOrder, isPrimeNow, stateOfLink } from './link-state.ts'

const on = (day: string) => new Date(`2026-${day}T09:00:00Z`)
const none: CourtOrder = { flag: 'unknown', flaggedAt: null, decision: null, decidedAt: null }
const flagged: CourtOrder = { ...none, flag: 'yes', flaggedAt: on('09-01') }

describe('IMP-14 and LNK-6 what a link is worth today', () => {
  const held = 'held: court order flagged'
  const cases: [why: string, endedOn: string | null, courtOrder: CourtOrder, state: string][] = [
    ['nothing flagged', null, none, 'current'],
    ['flagged as no', null, { ...none, flag: 'no' }, 'current'],
    ['ended', '2026-09-01', none, 'ended'],
    ['ended and flagged', '2026-09-01', flagged, 'ended'],
    ['flagged, nobody decided', null, flagged, held],
    ['flagged, decided to keep', null, { ...flagged, decision: 'kept', decidedAt: on('09-02') }, held],
    ['flagged, released after', null, { ...flagged, decision: 'released', decidedAt: on('09-02') }, 'current'],
    ['released before the flag came anew', null, { ...flagged, decision: 'released', decidedAt: on('08-31') }, held],
    ['released without a day', null, { ...flagged, decision: 'released', decidedAt: null }, held],
  ]
  for (const [why, endedOn, courtOrder, state] of cases) {
    it(`${why}: ${state}`, () => assert.equal(stateOfLink({ endedOn, courtOrder, restricted: false }), state))
  }
  it('VIS-3 restricted, whatever the MIS flags and anybody released', () => {
    const released: CourtOrder = { ...flagged, decision: 'released', decidedAt: on('09-02') }
    assert.equal(stateOfLink({ endedOn: null, courtOrder: released, restricted: true }), 'restricted')
    assert.equal(stateOfLink({ endedOn: '2026-09-01', courtOrder: released, restricted: true }), 'ended')
  })
})

describe('LNK-7 and VIS-3 who is a prime adult of a child today', () => {
  const prime = { prime: true, endedOn: null, restricted: false }
  for (const [who, link, isIt] of [
    ['one whose link is prime', prime, true],
    ['not one whose link is not', { ...prime, prime: false }, false],
    ['not one whose link ended', { ...prime, endedOn: '2026-09-01' }, false],
    ['not one who is restricted', { ...prime, restricted: true }, false],
  ] as const)
    it(who, () => assert.equal(isPrimeNow(link), isIt))
})
