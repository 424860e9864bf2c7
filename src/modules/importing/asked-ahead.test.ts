import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { setImmediate as turn } from 'node:timers/promises'
import { askedAhead } from './asked-ahead.ts'

async function* numbers(count: number): AsyncGenerator<number> {
  for (let n = 1; n <= count; n += 1) yield n
}

describe('lots of families that are asked about ahead', () => {
  it('come in their order, each asked about while the one before is worked on, and no further ahead', async () => {
    const events: string[] = []
    const ask = async (n: number) => {
      events.push(`ask ${n}`)
      await turn()
      return n
    }
    for await (const n of askedAhead(numbers(3), ask)) {
      events.push(`begin ${n}`)
      await turn()
    }
    assert.deepEqual(events, ['ask 1', 'ask 2', 'begin 1', 'ask 3', 'begin 2', 'begin 3'])
  })

  it('of none, none come', async () => {
    for await (const _ of askedAhead(numbers(0), async (n) => n)) assert.fail()
  })

  it('leave nothing that is still being asked when the work fails', async () => {
    let open = 0
    const ask = async (n: number) => {
      open += 1
      for (let turns = 0; turns < 5; turns += 1) await turn()
      open -= 1
      return n
    }
    await assert.rejects(async () => {
      for await (const _ of askedAhead(numbers(3), ask)) throw new Error('no')
    }, /no/)
    assert.equal(open, 0)
  })

  it('fail where their turn comes', async () => {
    const done: number[] = []
    const ask = async (n: number) => {
      if (n === 2) throw new Error('the second')
      return n
    }
    await assert.rejects(async () => {
      for await (const n of askedAhead(numbers(3), ask)) done.push(n)
    }, /the second/)
    assert.deepEqual(done, [1])
  })
})
