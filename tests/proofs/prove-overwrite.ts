import { parseArgs } from 'node:util'
import { ImportScene } from '../../src/modules/importing/testing.ts'
import { naiveImport } from './naive-import.ts'
import { walk } from './walk.ts'

/*
 * The walk of never-overwritten.test.ts, as long as one likes, and how soon the same walk finds an import that simply updates.
 * npm run prove:overwrite -- [--steps 1000000] [--seed 1000] [--at-once 2]
 */

const { values } = parseArgs({
  options: {
    steps: { type: 'string', default: '1000000' },
    seed: { type: 'string', default: '1000' },
    'at-once': { type: 'string', default: '2' },
  },
})
const wanted = Number(values.steps)
const length = 50
const walksPerDatabase = 400
const counts = new Map<string, number>()
const startedAt = performance.now()
let seed = Number(values.seed)
let steps = 0

await Promise.all(Array.from({ length: Number(values['at-once']) }, walkOn))
say(`${steps} steps, nothing overwritten, ${minutes()} minutes`)
for (const [step, count] of [...counts].sort(([, a], [, b]) => b - a)) say(`  ${step}: ${count}`)
await findNaive()

/** A fresh database now and then keeps the figures of a long run like those of a short one. */
async function walkOn(): Promise<void> {
  while (steps < wanted) {
    const scene = await ImportScene.open()
    for (let walks = 0; walks < walksPerDatabase && steps < wanted; walks += 1) {
      seed += 1
      const taken = await walk(scene, { seed, length })
      for (const step of taken.steps) counts.set(step, (counts.get(step) ?? 0) + 1)
      steps += taken.steps.length
      if (steps % 10_000 < length) say(`${steps} steps after ${minutes()} minutes`)
    }
    await scene.close()
  }
}

async function findNaive(): Promise<void> {
  const scene = await ImportScene.open()
  const found: number[] = []
  for (let index = 1; index <= 100; index += 1) {
    const error = await walk(scene, { seed: index, length: 100, import: naiveImport }).then(
      () => null,
      (reason: Error) => reason,
    )
    found.push(error ? Number(/step (\d+)/.exec(error.message)?.[1]) : Number.POSITIVE_INFINITY)
  }
  await scene.close()
  const sorted = found.sort((a, b) => a - b)
  say(
    `an import that simply updates is found out at step ${sorted[50]} in the median, ${sorted.at(-1)} at the latest, of 100 walks`,
  )
}

function minutes(): string {
  return ((performance.now() - startedAt) / 60_000).toFixed(1)
}

function say(words: string): void {
  process.stdout.write(`${words}\n`)
}
