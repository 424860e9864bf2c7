// `npm test` runs everything; `npm test -- people import` runs the test files whose path contains one of the words.
import { existsSync, readdirSync } from 'node:fs'
import { join, relative } from 'node:path'
import { bootstrap, root, runOnPinnedNode } from './bootstrap.mjs'

bootstrap()
const words = process.argv.slice(2)
const files = testsIn(join(root, 'dist')).filter(
  (file) =>
    words.length === 0 ||
    words.some((word) => relative(join(root, 'dist'), file).includes(word.replace(/\.tsx?$/, ''))),
)
if (files.length === 0) {
  process.stderr.write(`No test file has ${words.map((word) => `"${word}"`).join(' or ')} in its path.\n`)
  process.exitCode = 1
} else {
  process.exitCode = await runOnPinnedNode(['--test', '--test-isolation=none', ...files.sort()])
}

function testsIn(folder) {
  if (!existsSync(folder)) return []
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) return testsIn(path)
    return entry.name.endsWith('.test.js') ? [path] : []
  })
}
