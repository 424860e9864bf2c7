import { parseArgs } from 'node:util'
import fc from 'fast-check'
import { ImportScene } from '../../src/modules/importing/testing.ts'
import { anyHistory, walkHistory } from './histories.ts'

/*
 * The histories of passed-over.test.ts, as many as one likes. What is found is made as small as it goes, which takes some minutes.
 * npm run prove:passing-over -- [--histories 1000] [--seed N] [--path "6:1"]
 */

const { values } = parseArgs({
  options: {
    histories: { type: 'string', default: '1000' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    path: { type: 'string' },
  },
})
const startedAt = performance.now()
const scene = await ImportScene.open()
let walked = 0
const walk = fc.asyncProperty(anyHistory, async (history) => {
  await walkHistory(scene, history)
  walked += 1
  if (walked % 100 === 0) say(`${walked} histories after ${minutes()} minutes`)
})
const found = await fc.check(walk, {
  seed: Number(values.seed),
  numRuns: Number(values.histories),
  ...(values.path ? { path: values.path } : {}),
})
await scene.close()
if (found.failed) {
  process.exitCode = 1
  say(JSON.stringify(found.counterexample))
  say(String(found.errorInstance))
}
say(
  `${found.numRuns} histories from seed ${found.seed}, ${found.failed ? `different at path "${found.counterexamplePath}"` : 'none with a difference'}, ${minutes()} minutes`,
)

function minutes(): string {
  return ((performance.now() - startedAt) / 60_000).toFixed(1)
}

function say(words: string): void {
  process.stdout.write(`${words}\n`)
}
