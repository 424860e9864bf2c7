import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { setImmediate as turn } from 'node:timers/promises'
import { makeInTurns, oneAhead } from './one-ahead.ts'

async function* numbers(upTo: number, log: string[]): AsyncGenerator<number> {
  try {
    for (let n = 1; n <= upTo; n += 1) {
      await turn()
      log.push(`made ${n}`)
      yield n
    }
  } finally {
    log.push('left')
  }
}

describe('IMP-6 the next families are put together while these are decided', () => {
  it('each of them, in their order', async () => {
    const log: string[] = []
    for await (const n of oneAhead(numbers(3, log))) {
      await turn()
      await turn()
      log.push(`used ${n}`)
    }
    assert.deepEqual(log, ['made 1', 'made 2', 'used 1', 'made 3', 'used 2', 'left', 'used 3'])
  })
  it('never more than one ahead', async () => {
    const log: string[] = []
    for await (const n of oneAhead(numbers(9, log))) {
      for (let wait = 0; wait < 20; wait += 1) await turn()
      assert.ok(log.filter((one) => one.startsWith('made')).length <= n + 1)
    }
  })
  it('what fails is told when its turn comes', async () => {
    async function* broken() {
      yield 1
      throw new Error('broken')
    }
    const used: number[] = []
    await assert.rejects(async () => {
      for await (const n of oneAhead(broken())) used.push(n)
    }, /broken/)
    assert.deepEqual(used, [1])
  })
  it('where the work on one fails, nothing goes on, and that failure is told', async () => {
    const log: string[] = []
    await assert.rejects(async () => {
      for await (const n of oneAhead(numbers(9, log))) throw new Error(`no use for ${n}`)
    }, /no use for 1/)
    assert.deepEqual(log, ['made 1', 'made 2', 'left'])
    for (let wait = 0; wait < 20; wait += 1) await turn()
    assert.deepEqual(log, ['made 1', 'made 2', 'left'])
  })
  it('a list is made in its order, and who waits goes on between', async () => {
    let others = 0
    const goOn = async () => {
      for (;;) {
        await turn()
        others += 1
        if (others > 3) return
      }
    }
    const waiting = goOn()
    const list = Array.from({ length: 50 }, (_, at) => at)
    assert.deepEqual(
      await makeInTurns(list, (at) => at * 2),
      list.map((at) => at * 2),
    )
    assert.ok(others > 2)
    await waiting
  })
})
