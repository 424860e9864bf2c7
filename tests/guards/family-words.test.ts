import assert from 'node:assert/strict'
import { globSync } from 'node:fs'
import { describe, it } from 'node:test'
import { pathToFileURL } from 'node:url'
import { inProject } from '../../src/platform/paths/index.ts'
import { languages } from '../../src/web/family/language.ts'

// English and Welsh are whole wherever families read; the way to register has every language.

/** Files that a registering family reads before anything else. */
const everyLanguage = [
  /^src\/web\/family\/register\//,
  /^src\/web\/family\/error-page/,
  /^src\/web\/components\/(family-page|fields)\./,
  /^src\/modules\/registration\/rules\/sent\.words/,
]

/** Not for families, or no table of words by language. */
const others = [/^src\/web\/staff\//, /relationship\.words/]

/** The same in both languages, and rightly so. */
const same = new Set(['Gatehouse'])

type Said = Map<string, string>

describe('the words for families', () => {
  for (const file of globSync('src/**/*.words.{ts,tsx}', { cwd: inProject() }).sort()) {
    if (others.some((pattern) => pattern.test(file))) continue

    it(`are all in Welsh, and no English is left, in ${file}`, async () => {
      const tables = await tablesOf(file)
      assert.ok(tables.length > 0, 'no table with words in `en` and `cy` was found')
      for (const table of tables) {
        const [en, cy] = [said(table.en), said(table.cy)]
        assert.deepEqual([...cy.keys()], [...en.keys()])
        const english = [...en].filter(([key, words]) => cy.get(key) === words && /\p{L}{2}/u.test(words))
        assert.deepEqual(
          english.filter(([, words]) => !same.has(words)),
          [],
        )
      }
    })

    if (!everyLanguage.some((pattern) => pattern.test(file))) continue
    it(`are in every language of the way to register, in ${file}`, async () => {
      for (const table of await tablesOf(file)) {
        const en = said(table.en)
        for (const language of languages) {
          const words = said(table[language])
          assert.deepEqual([...words.keys()], [...en.keys()], language)
          if (language === 'en') continue
          assert.deepEqual(
            [...words].filter(([key, text]) => text === en.get(key)),
            [],
            language,
          )
        }
      }
    })
  }
})

type Table = Record<string, unknown>

/** What a file exports: tables by language, or a function from a language to its words. */
async function tablesOf(file: string): Promise<Table[]> {
  const built = inProject('dist', file.replace(/\.tsx?$/, '.js'))
  const exported: Record<string, unknown> = await import(pathToFileURL(built).href)
  return Object.entries(exported).flatMap(([name, value]): Table[] => {
    if (isTable(value)) return [value]
    if (typeof value !== 'function' || !/words$/i.test(name)) return []
    return [Object.fromEntries(languages.map((language) => [language, value(language)]))]
  })
}

function isTable(value: unknown): value is Table {
  return typeof value === 'object' && value !== null && 'en' in value && 'cy' in value
}

/** Every text of a language, by where it stands; functions are asked with marks in place of what they are given. */
function said(words: unknown, at = ''): Said {
  if (typeof words === 'string') return new Map([[at, words]])
  if (typeof words === 'function') return said(words(...marks), at)
  if (typeof words !== 'object' || words === null) return new Map()
  return new Map(Object.entries(words).flatMap(([key, value]) => [...said(value, `${at}.${key}`)]))
}

/** Stands for a name, a number or a record, whichever is asked for. */
const mark: unknown = new Proxy(() => '', {
  get: (_, key) => (key === Symbol.toPrimitive ? () => '7' : key === Symbol.iterator ? undefined : mark),
  apply: () => '7',
})
const marks = [mark, mark, mark, mark]
