// `npm run check`: everything that must hold before a change lands, one step after the other. Stops at the first that
// fails. GATEHOUSE_TESTED=1 says that `npm test` has just passed, so only the checks it does not contain are made.
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { bootstrap, findNode, root } from './bootstrap.mjs'

step('types', () => bootstrap())
step('format and lint', () =>
  run([join('node_modules', '@biomejs', 'biome', 'bin', 'biome'), 'check', '--error-on-warnings', '.']),
)
if (process.env.GATEHOUSE_TESTED) process.stdout.write('tests: passed just before\n')
else step('arrows, unused code, schema, tests', () => run([join('scripts', 'test.mjs')]))

function step(name, work) {
  const startedAt = Date.now()
  work()
  process.stdout.write(`${name}: in order (${((Date.now() - startedAt) / 1000).toFixed(1)} s)\n`)
}

function run(args) {
  const { status } = spawnSync(findNode(), args, { cwd: root, stdio: 'inherit' })
  if (status !== 0) process.exit(status ?? 2)
}
