import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { isTest, readSources, type Source } from './sources.ts'

const isDoorOrEntry = (file: string) =>
  !file.startsWith('src/') || isTest(file) || /(^src\/main|\/index|\.generated)\.tsx?$/.test(file)

export function unusedExports(sources: Source[]): string[] {
  const used = new Map<string, Set<string>>()
  for (const { imports } of sources) {
    for (const { from, names } of imports) {
      const known = used.get(from) ?? new Set()
      for (const name of names ?? ['*']) known.add(name)
      used.set(from, known)
    }
  }
  return sources
    .filter(({ file }) => !isDoorOrEntry(file))
    .flatMap(({ file, text }) =>
      exportsOf(text)
        .filter((name) => !used.get(file)?.has(name) && !used.get(file)?.has('*'))
        .map((name) => `${file}: ${name}`),
    )
}

/** Values, and those types that their own file does not use either: the others are parts of its signatures. */
function exportsOf(text: string): string[] {
  const declared = text.matchAll(/^export (?:async )?(function\*?|const|let|class|type|interface) (\w+)/gm)
  return [...declared]
    .filter(
      ([, kind = '', name = '']) => !/type|interface/.test(kind) || text.split(new RegExp(`\\b${name}\\b`)).length < 3,
    )
    .map(([, , name = '']) => name)
}

describe('exports', () => {
  it('are all used by another file', () => {
    assert.deepEqual(unusedExports(readSources()), [])
  })

  it('count as unused when nobody takes them by name', () => {
    const rule = { file: 'src/a.ts', text: 'export const used = 1\nexport function unused() {}\n', imports: [] }
    const user = { file: 'src/main.ts', text: '', imports: [{ from: 'src/a.ts', names: ['used'] }] }
    assert.deepEqual(unusedExports([rule, user]), ['src/a.ts: unused'])
  })
})
