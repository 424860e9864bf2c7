import { parseArgs } from 'node:util'
import type { Way } from './walker.ts'
import { walkAll } from './walkers.ts'

/*
 * The walk of never-overwritten.test.ts, as long as one likes, and how soon the same walk finds an import that simply updates.
 * npm run prove:overwrite -- [--steps 1000000] [--seed 1000] [--at-once 2]
 */

const { values } = parseArgs({
  options: {
    steps: { type: 'string', default: '1000000' },
    seed: { type: 'string', default: '1000' },
    'at-once': { type: 'string' },
  },
})
const length = 50
const atOnce = values['at-once'] ? { atOnce: Number(values['at-once']) } : {}
const startedAt = performance.now()
const found = await prove(Number(values.steps), Number(values.seed))
if (found) process.exitCode = 1
else await findNaive()

/** Returns what was found, where anything was. */
async function prove(wanted: number, firstSeed: number): Promise<string | null> {
  const counts = new Map<string, { taken: number; refused: number }>()
  let [steps, megabytes] = [0, 0]
  let found: string | null = null
  const count = (step: string) => {
    const one = counts.get(step) ?? { taken: 0, refused: 0 }
    counts.set(step, one)
    return one
  }
  await walkAll(waysFrom(firstSeed, Math.ceil(wanted / length), false), {
    ...atOnce,
    done(walked) {
      found ??= walked.found
      if (!walked.taken) return false
      for (const step of walked.taken.steps) count(step).taken += 1
      for (const step of walked.taken.refused) count(step).refused += 1
      steps += walked.taken.steps.length
      megabytes = Math.max(megabytes, walked.megabytes)
      if (steps % 10_000 < length) say(`${steps} steps after ${minutes()} minutes, ${perSecond(steps)} a second`)
      return true
    },
  })
  say(found ?? `${steps} steps from seed ${firstSeed + 1}, nothing overwritten, ${minutes()} minutes`)
  say(`${perSecond(steps)} steps a second; at most ${megabytes} MB a walker`)
  for (const [step, { taken, refused }] of [...counts].sort(([, a], [, b]) => b.taken - a.taken))
    say(`  ${step}: ${taken}, of them refused ${refused}`)
  return found
}

async function findNaive(): Promise<void> {
  const at: number[] = []
  await walkAll(waysFrom(0, 100, true), {
    ...atOnce,
    done: ({ found }) => void at.push(found ? Number(/step (\d+)/.exec(found)?.[1]) : Number.POSITIVE_INFINITY),
  })
  const sorted = at.sort((a, b) => a - b)
  say(
    `an import that simply updates is found out at step ${sorted[50]} in the median, ${sorted.at(-1)} at the latest, of 100 walks`,
  )
}

function* waysFrom(seed: number, walks: number, naive: boolean): Generator<Way, undefined> {
  for (let index = 1; index <= walks; index += 1) yield { seed: seed + index, length: naive ? 100 : length, naive }
}

const perSecond = (steps: number) => Math.round((steps / (performance.now() - startedAt)) * 1000)
const minutes = () => ((performance.now() - startedAt) / 60_000).toFixed(1)

function say(words: string): void {
  process.stdout.write(`${words}\n`)
}
