import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { describe, it } from 'node:test'
import { inProject } from '../../../platform/paths/index.ts'
import { foldCaption } from '../rules/fold-name.ts'
import { FIELDS, MEANINGS, meaningOf } from './fields.ts'

describe('IMP-12 captions mean fields', () => {
  const page = readFileSync(inProject('docs', 'mis', 'sims.md'), 'utf8')

  it('are all in the page on SIMS, each with the captions that feed it', () => {
    const missing = [...FIELDS].filter(([field, { meaning }]) => {
      const line = page
        .split('\n')
        .find(
          (text) =>
            text.startsWith('|') && text.includes(`\`${field}\``) && text.includes(MEANINGS[meaning].join(', ')),
        )
      return line === undefined
    })
    assert.deepEqual(
      missing.map(([field]) => field),
      [],
    )
  })
  it('are folded in the list, and each stands there once', () => {
    const captions = Object.values(MEANINGS).flat()
    assert.deepEqual(
      captions.filter((caption) => foldCaption(caption) !== caption),
      [],
    )
    assert.equal(new Set(captions).size, captions.length)
  })
  const cases: [string, string | null, string | null][] = [
    ['P_Surname', 'surname', 'pupil'],
    ['Pupil Surname', 'surname', 'pupil'],
    ['StudentID', 'id', 'pupil'],
    ['(Contact) Priority', 'priority', 'contact'],
    ['Parent ID', 'id', 'contact'],
    ['Parental responsibility', 'parentalResponsibility', null],
    ['primary_id', 'id', null],
    ['Phone', 'phone', null],
    ['Guardian Email', 'email', 'contact'],
    ['Staff Code', 'staffCode', null],
    ['Shoe size', null, null],
  ]
  for (const [caption, meaning, side] of cases) {
    it(`${caption} is ${side ?? ''} ${meaning ?? 'unknown'}`, () => {
      const found = meaningOf(foldCaption(caption))
      assert.deepEqual([found?.meaning ?? null, found?.side ?? null], [meaning, side])
    })
  }
})
