import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { nextState } from './next-state.ts'
import { type DeliveryState, type ReceiptState, receiptStates } from './state.ts'

describe('DLV-8 receipts in any order', () => {
  const cases: [DeliveryState, ReceiptState, ReceiptState | null][] = [
    ['sending', 'accepted', 'accepted'],
    ['sending', 'delivered', 'delivered'],
    ['accepted', 'delivered', 'delivered'],
    ['delivered', 'delivered', null],
    ['delivered', 'accepted', null],
    ['delivered', 'failed permanent', null],
    ['failed permanent', 'accepted', null],
    ['failed permanent', 'delivered', 'delivered'],
    ['accepted', 'failed permanent', 'failed permanent'],
    ['accepted', 'failed temporary', null],
    ['unknown', 'failed temporary', 'failed temporary'],
    ['unknown', 'accepted', 'accepted'],
    ['read', 'delivered', null],
    ['read', 'confirmed', 'confirmed'],
    ['blocked', 'delivered', null],
    ['withdrawn', 'delivered', null],
    ['queued', 'delivered', 'delivered'],
    ['queued', 'failed temporary', null],
  ]
  for (const [state, receipt, after] of cases) {
    it(`${state}, told ${receipt}: ${after ?? 'stays'}`, () => {
      assert.equal(nextState({ state, handedOver: true, receipt }), after)
    })
  }

  it('believes no receipt about a row that no provider was given', () => {
    for (const receipt of receiptStates) {
      assert.equal(nextState({ state: 'queued', handedOver: false, receipt }), null)
    }
  })

  it('ends in the same state whatever the order, and however often each comes', () => {
    const receipts = fc.array(fc.constantFrom(...receiptStates), { minLength: 1, maxLength: 8 })
    const shuffled = receipts.chain((list) =>
      fc.tuple(fc.constant(list), fc.shuffledSubarray([...list, ...list], { minLength: list.length * 2 })),
    )
    fc.assert(
      fc.property(fc.constantFrom<DeliveryState>('sending', 'unknown', 'queued'), shuffled, (from, [list, again]) => {
        assert.equal(after(from, again), after(from, list))
      }),
    )
  })

  function after(from: DeliveryState, receipts: ReceiptState[]): DeliveryState {
    return receipts.reduce<DeliveryState>(
      (state, receipt) => nextState({ state, handedOver: true, receipt }) ?? state,
      from,
    )
  }
})

describe('DLV-1 accepted is never called delivered', () => {
  it('stays accepted however often the provider says that it accepted', () => {
    assert.equal(nextState({ state: 'sending', handedOver: true, receipt: 'accepted' }), 'accepted')
    assert.equal(nextState({ state: 'accepted', handedOver: true, receipt: 'accepted' }), null)
  })
})
