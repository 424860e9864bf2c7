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
const length = 100
const atOnce = values['at-once'] ? { atOnce: Number(values['at-once']) } : {}
const startedAt = performance.now()
const mostFound = 10
const found = await prove(Number(values.steps), Number(values.seed))
if (found > 0) process.exitCode = 1
else await findNaive()

/** Goes on where something was found, so that a long run finds all there is. Returns how much was. */
async function prove(wanted: number, firstSeed: number): Promise<number> {
  const counts = new Map<string, { taken: number; refused: number }>()
  let [steps, megabytes, found] = [0, 0, 0]
  const count = (step: string) => {
    const one = counts.get(step) ?? { taken: 0, refused: 0 }
    counts.set(step, one)
    return one
  }
  await walkAll(waysFrom(firstSeed, Math.ceil(wanted / length), false), {
    ...atOnce,
    done(walked) {
      if (!walked.taken) {
        found += 1
        say(`${walked.found}`)
        return found < mostFound
      }
      for (const step of walked.taken.steps) count(step).taken += 1
      for (const step of walked.taken.refused) count(step).refused += 1
      steps += walked.taken.steps.length
      megabytes = Math.max(megabytes, walked.megabytes)
      if (steps % 10_000 < length) say(`${steps} steps after ${minutes()} minutes, ${perSecond(steps)} a second`)
      return true
    },
  })
  const outcome = found === 0 ? 'nothing overwritten' : `${found} walks found something`
  say(`${steps} steps from seed ${firstSeed + 1}, ${outcome}, ${minutes()} minutes`)
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
  for (let index = 1; index <= walks; index += 1) yield { seed: seed + index, length, naive }
}

function perSecond(steps: number): number {
  return Math.round((steps / (performance.now() - startedAt)) * 1000)
}

function minutes(): string {
  return ((performance.now() - startedAt) / 60_000).toFixed(1)
}

function say(words: string): void {
  process.stdout.write(`${words}\n`)
}
