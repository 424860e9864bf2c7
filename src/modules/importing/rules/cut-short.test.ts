import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { type CutShort, cutShort } from './cut-short.ts'
import { type Compared, slippedColumns } from './slipped-columns.ts'

const whole: CutShort = {
  lastRowCut: false,
  takesAway: true,
  rowsRead: 100,
  rowsBefore: 104,
  tail: { asked: 3, gone: 0, without: 0 },
}

describe('IMP-10 a file that is cut short', () => {
  for (const [what, cut, words] of [
    ['is held by a last row cut in the middle', { lastRowCut: true }, /cut off in the middle/],
    [
      'is held where the last children of the last file are gone',
      { tail: { asked: 3, gone: 3, without: 0 } },
      /all missing/,
    ],
    ['is held where they have no contact any more', { tail: { asked: 3, gone: 0, without: 3 } }, /no contact any more/],
    ['is held by far fewer rows', { rowsRead: 51, rowsBefore: 104 }, /has 51 rows; the last one of its kind had 104/],
    ['is not seen where one of the last leaves', { tail: { asked: 3, gone: 1, without: 0 } }, null],
    ['is not seen in a cut row that takes nobody away', { lastRowCut: true, takesAway: false }, null],
    ['is not seen beside a file of other columns', { rowsRead: 3, rowsBefore: null }, null],
    ['is not seen in a class of two', { tail: { asked: 2, gone: 2, without: 2 } }, null],
  ] as [string, Partial<CutShort>, RegExp | null][]) {
    it(what, () => {
      const said = cutShort({ ...whole, ...cut })
      if (words === null) assert.equal(said, null)
      else assert.match(said ?? '', words)
    })
  }
})

describe('IMP-10 columns that slipped', () => {
  const surnames = (compared: number, different: number): Compared[] => [
    { what: 'the surnames', of: 'contacts', compared, different },
  ]
  for (const [what, compared, held] of [
    ['are seen where most surnames change', surnames(200, 180), true],
    ['are seen above the share', surnames(200, 41), true],
    ['are not seen at the share', surnames(200, 40), false],
    ['are not seen on an ordinary day', surnames(200, 3), false],
    ['are not looked for among a handful', surnames(19, 19), false],
    ['are not looked for where nothing was compared', [], false],
  ] as [string, Compared[], boolean][]) {
    it(what, () => assert.equal(slippedColumns(compared, 0.2).length > 0, held))
  }
  it('say what would change, of how many', () => {
    const said = slippedColumns(
      [...surnames(200, 180), { what: 'the priorities', of: 'links', compared: 90, different: 80 }],
      0.2,
    )
    assert.match(
      said[0] ?? '',
      /the surnames of 180 of 200 contacts, the priorities of 80 of 90 links: a column may have/,
    )
  })
})
