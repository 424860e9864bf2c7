import { setImmediate as turn } from 'node:timers/promises'

/**
 * The same values, of which the next is made while the last is worked on: as far as its maker pauses, and that work waits for
 * something else. Nothing of it goes on once it was left.
 */
export async function* oneAhead<Value>(made: AsyncGenerator<Value>): AsyncGenerator<Value> {
  let next = begin(made)
  try {
    for (;;) {
      const { done, value } = await next
      if (done) return
      next = begin(made)
      yield value
    }
  } finally {
    // After what is being made.
    await made.return(undefined)
  }
}

function begin<Value>(made: AsyncGenerator<Value>): Promise<IteratorResult<Value>> {
  const next = made.next()
  // It is looked at later, or never where the work on the last one fails.
  next.catch(() => {})
  return next
}

/** So many families take about a millisecond. */
const atOnce = 8

/** Makes each of a list, and now and then lets go on who waits. */
export async function makeInTurns<From, To>(list: From[], make: (from: From) => To): Promise<To[]> {
  const made: To[] = []
  for (const [at, from] of list.entries()) {
    if (at % atOnce === atOnce - 1) await turn()
    made.push(make(from))
  }
  return made
}
