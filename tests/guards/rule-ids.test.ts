import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { describe, it } from 'node:test'
import { inProject, projectRoot } from '../../src/platform/paths/index.ts'
import { isTest, readSources } from './sources.ts'

/** The ids that docs/rules/ states, as `**IMP-8**`. */
function statedRules(): string[] {
  const files = globSync('docs/rules/*.md', { cwd: projectRoot })
  return files.flatMap((file) =>
    [...readFileSync(inProject(file), 'utf8').matchAll(/\*\*([A-Z]+-\d+)\*\*/g)].map(([, id = '']) => id),
  )
}

/** Every id in the name of a test; `IMP-20 to IMP-22` names three. */
export function rulesInTestNames(text: string): string[] {
  const names = [...text.matchAll(/\b(?:describe|it|test)\(\s*(['"`])([\s\S]*?)\1/g)].map(([, , name = '']) => name)
  return names.flatMap((name) => [...spelledOut(name).matchAll(/\b[A-Z]+-\d+\b/g)].map(([id]) => id))
}

function spelledOut(name: string): string {
  return name.replace(/\b([A-Z]+)-(\d+) to \1-(\d+)\b/g, (_, letters: string, first: string, last: string) =>
    Array.from({ length: Number(last) - Number(first) + 1 }, (_each, at) => `${letters}-${Number(first) + at}`).join(
      ' ',
    ),
  )
}

describe('every rule of docs/rules', () => {
  it('has a test with its id in the name', () => {
    const tested = new Set(
      readSources()
        .filter(({ file }) => isTest(file))
        .flatMap(({ text }) => rulesInTestNames(text)),
    )
    assert.deepEqual(
      [...new Set(statedRules())].filter((id) => !tested.has(id)),
      [],
    )
  })

  it('counts only where it stands in a name', () => {
    assert.deepEqual(rulesInTestNames(`describe('XMP-1 to XMP-3 go', () => {}) // XMP-9`), ['XMP-1', 'XMP-2', 'XMP-3'])
  })
})
