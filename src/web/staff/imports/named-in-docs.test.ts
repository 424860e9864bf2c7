import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { describe, it } from 'node:test'
import { inProject } from '../../../platform/paths/index.ts'

const named: [words: string, doc: string, screen: string][] = [
  ['Say which column is which', 'other-tables.md', 'imports/columns.tsx'],
  ['The relationships named below', 'other-tables.md', 'settings/settings.view.tsx'],
  ['The relationships named below', 'oneroster.md', 'settings/settings.view.tsx'],
]

describe('IMP-4 the pages on MIS name what a screen shows', () => {
  for (const [words, doc, screen] of named)
    it(`“${words}” in ${doc}`, () => {
      const stands = (...path: string[]) => readFileSync(inProject(...path), 'utf8').includes(words)
      assert.deepEqual([stands('docs', 'mis', doc), stands('src', 'web', 'staff', screen)], [true, true])
    })
})
