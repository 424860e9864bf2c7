import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import type { DeliveryState } from '../../delivery/index.ts'
import { type ReportedDelivery, type ReportedVerdict, reachOfCopy, reportByChild, totalsOf } from './report.ts'

const states: DeliveryState[] = [
  'queued',
  'sending',
  'accepted',
  'delivered',
  'read',
  'confirmed',
  'failed temporary',
  'failed permanent',
  'failed technical',
  'blocked',
  'withdrawn',
  'unknown',
]

const about = { pupilId: 'Amira', adultId: 'Noor', channel: 'sms', reason: 'prime adult', rule: 'MSG-1' } as const
const sent = (deliveryId: string, more: Partial<ReportedVerdict> = {}): ReportedVerdict => ({
  ...about,
  verdict: 'send',
  deliveryId,
  ...more,
})
const delivery = (
  id: string,
  state: DeliveryState,
  more: Partial<ReportedDelivery> = {},
): [string, ReportedDelivery] => [
  id,
  {
    id,
    channel: 'sms',
    state,
    receiptComes: true,
    toAddress: '+447700900001',
    reason: null,
    isCarried: false,
    attempts: 1,
    ...more,
  },
]
const one = (verdicts: ReportedVerdict[], ...deliveries: [string, ReportedDelivery][]) =>
  reportByChild(verdicts, new Map(deliveries))[0]

describe('DLV-6 a report by child', () => {
  it('counts the best of a child’s copies', () => {
    const verdicts = [sent('a'), sent('b', { adultId: 'Yusuf' })]
    assert.equal(one(verdicts, delivery('a', 'failed permanent'), delivery('b', 'delivered'))?.reach, 'reached')
    assert.equal(one(verdicts, delivery('a', 'failed permanent'), delivery('b', 'queued'))?.reach, 'waiting')
  })

  it('MSG-6 gives a stopped copy the rule of stopping, not that of picking', () => {
    const child = one([sent('a')], delivery('a', 'withdrawn', { reason: 'stopped by Ruth' }))
    assert.equal(child?.adults[0]?.rule, 'MSG-6')
    assert.equal(child?.rule, 'MSG-6')
  })

  it('DLV-1 never counts accepted as delivered', () => {
    const child = one([sent('a')], delivery('a', 'accepted'))
    assert.equal(child?.reach, 'waiting')
    assert.equal(child?.adults[0]?.status, 'Handed over, no receipt yet')
  })

  it('DLV-1 neither calls delivered nor waits for ever for what a mail server took', () => {
    const taken = { receiptComes: false, channel: 'email' } as const
    const child = one([sent('a')], delivery('a', 'accepted', taken))
    assert.deepEqual(
      [child?.reach, child?.paper, child?.adults[0]?.status, child?.remedy],
      [
        'handed over',
        false,
        'Handed over, no receipt from email',
        'Email does not say whether it arrived. Send a text too where you must know',
      ],
    )
    const verdicts = [sent('a'), sent('b', { adultId: 'Yusuf' })]
    assert.equal(one(verdicts, delivery('a', 'accepted', taken), delivery('b', 'delivered'))?.reach, 'reached')
    assert.equal(one(verdicts, delivery('a', 'accepted', taken), delivery('b', 'queued'))?.reach, 'waiting')
    assert.equal(one(verdicts, delivery('a', 'accepted', taken), delivery('b', 'blocked'))?.reach, 'handed over')
    assert.equal(one([sent('a')], delivery('a', 'delivered', taken))?.reach, 'reached')
  })

  it('puts a child whose every copy failed on the paper list, with the reason and a remedy', () => {
    const child = one([sent('a')], delivery('a', 'failed permanent', { reason: 'The number does not exist' }))
    assert.deepEqual(
      [child?.paper, child?.reason, child?.remedy],
      [true, 'The number does not exist', 'Ask the family for a new detail'],
    )
  })

  it('tells a copy that is tried again from one that has not gone yet', () => {
    assert.equal(one([sent('a')], delivery('a', 'queued', { attempts: 2 }))?.adults[0]?.status, 'Trying again')
    assert.equal(one([sent('a')], delivery('a', 'queued', { attempts: 0 }))?.adults[0]?.status, 'Waiting to go')
  })

  it('leaves a withheld child off the paper list', () => {
    const left: ReportedVerdict = {
      ...about,
      adultId: null,
      channel: null,
      verdict: 'withheld',
      reason: 'has left the school',
      rule: 'IMP-19',
      deliveryId: null,
    }
    assert.deepEqual([one([left])?.reach, one([left])?.paper], ['withheld', false])
  })

  it('adds up to the children asked for, whatever became of the copies', () => {
    const anyCopies = fc.array(
      fc.record({ pupil: fc.nat({ max: 5 }), state: fc.constantFrom(...states), receiptComes: fc.boolean() }),
      {
        maxLength: 30,
      },
    )
    fc.assert(
      fc.property(anyCopies, (copies) => {
        const verdicts = copies.map(({ pupil }, at) => sent(`d${at}`, { pupilId: `pupil ${pupil}` }))
        const lines = reportByChild(
          verdicts,
          new Map(copies.map(({ state, receiptComes }, at) => delivery(`d${at}`, state, { receiptComes }))),
        )
        const { children, paper } = totalsOf(lines)
        assert.equal(
          Object.values(children).reduce((a, b) => a + b),
          new Set(copies.map(({ pupil }) => pupil)).size,
        )
        assert.equal(paper, children['not reached'])
        for (const { pupilId, reach } of lines) {
          const own = copies.filter(({ pupil }) => `pupil ${pupil}` === pupilId).map((copy) => reachOfCopy(copy))
          assert.equal(reach === 'reached', own.includes('reached'))
        }
      }),
    )
  })
})
