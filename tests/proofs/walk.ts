import assert from 'node:assert/strict'
import { Refusal } from '../../src/platform/errors/index.ts'
import { linesOf, Model } from './model.ts'
import type { ProofSchool } from './proof-school.ts'

/** A small generator with a seed (mulberry32): the same seed walks the same way again. */
export function chooser(seed: number): (below: number) => number {
  let state = seed >>> 0
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296) * below)
  }
}

const steps = {
  import: 4,
  'undo the last import': 1,
  'register by letter': 2,
  'a parent changes their mobile': 1,
  'a used code again': 1,
  'link by hand': 2,
  'make prime': 1,
  'make non-prime': 1,
  'end a link': 1,
  'give a link to the MIS': 1,
  'opt out': 2,
  'lift an opt-out': 1,
  'keep a court order': 1,
  'release a court order': 1,
} as const
export type Step = keyof typeof steps
const deck = Object.entries(steps).flatMap(([step, weight]) => Array<Step>(weight).fill(step as Step))

/**
 * Walks a school at random beside the model, and compares what people own after every step (IMP-5, OPT-2, LET-1, LET-2).
 * Throws with the seed and the steps that led there. Returns how often each step was taken.
 */
export async function walk(school: ProofSchool, { seed, length }: { seed: number; length: number }): Promise<Step[]> {
  const choose = chooser(seed)
  const model = new Model()
  const taken: Step[] = []
  await school.begin()
  for (let index = 0; index < length; index += 1) {
    const step = deck[choose(deck.length)] ?? 'import'
    taken.push(step)
    try {
      await school.take(step, { model, choose })
    } catch (error) {
      // What the product refuses in plain words it did not do: the model stands as it was, and so must the school.
      if (!(error instanceof Refusal)) throw new Error(`${step}, ${at(seed, taken)}`, { cause: error })
    }
    assert.deepEqual(await school.ownedLines(), linesOf(model.facts), `not as people left it, ${at(seed, taken)}`)
    assert.deepEqual(await school.brokenPromises(), [], at(seed, taken))
  }
  return taken
}

const at = (seed: number, taken: Step[]) => `seed ${seed}, step ${taken.length}: ${taken.join(' → ')}`
