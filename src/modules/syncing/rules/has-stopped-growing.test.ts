import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { isIgnored, isReportName, type Seen, whatHasStoppedGrowing } from './has-stopped-growing.ts'

const minute = 60_000

describe('IMP-23 files of a watched folder that have stopped growing', () => {
  const at = (bytes: number, changedAt = 1) => ({ bytes, changedAt })
  const seenAt = (bytes: number, sinceMs: number): Seen => ({ 'contacts.csv': { ...at(bytes), sinceMs } })
  const cases: [string, Seen, Record<string, { bytes: number; changedAt: number }>, number, string[]][] = [
    ['a file seen for the first time waits', {}, { 'contacts.csv': at(10) }, 0, []],
    [
      'one that looks the same after four seconds is taken',
      seenAt(10, 0),
      { 'contacts.csv': at(10) },
      4_000,
      ['contacts.csv'],
    ],
    ['one that looks the same after one second waits', seenAt(10, 0), { 'contacts.csv': at(10) }, 1_000, []],
    ['one that has grown waits', seenAt(10, 0), { 'contacts.csv': at(11) }, 9_000, []],
    ['one that was written over with as many bytes waits', seenAt(10, 0), { 'contacts.csv': at(10, 2) }, 9_000, []],
    ['an empty one waits', seenAt(0, 0), { 'contacts.csv': at(0) }, 9_000, []],
    ['but not one that stays empty', seenAt(0, 0), { 'contacts.csv': at(0) }, 10 * minute, ['contacts.csv']],
    [
      'one waits for another that still comes',
      seenAt(10, 0),
      { 'contacts.csv': at(10), 'pupils.csv': at(5) },
      9_000,
      [],
    ],
    ['but not for ever', seenAt(10, 0), { 'contacts.csv': at(10), 'pupils.csv': at(5) }, 11 * minute, ['contacts.csv']],
    [
      'nor is one taken without another that is empty, and began later',
      { ...seenAt(10, 0), 'pupils.csv': { ...at(0), sinceMs: 9 * minute } },
      { 'contacts.csv': at(10), 'pupils.csv': at(0) },
      11 * minute,
      [],
    ],
    [
      'but with it when it stays so',
      { ...seenAt(10, 0), 'pupils.csv': { ...at(0), sinceMs: 9 * minute } },
      { 'contacts.csv': at(10), 'pupils.csv': at(0) },
      19 * minute,
      ['contacts.csv', 'pupils.csv'],
    ],
    [
      'and without one that is emptied again and again',
      { ...seenAt(10, 0), 'pupils.csv': { ...at(0), sinceMs: 19 * minute } },
      { 'contacts.csv': at(10), 'pupils.csv': at(0) },
      20 * minute,
      ['contacts.csv'],
    ],
    ['a file called like a part of every object is a file', {}, { constructor: at(10) }, 9_000, []],
  ]
  for (const [words, seen, found, now, ready] of cases) {
    it(words, () => assert.deepEqual(whatHasStoppedGrowing(seen, found, now).ready, ready))
  }

  it('counts the time from the look at which the file last changed', () => {
    const first = whatHasStoppedGrowing({}, { a: at(1) }, 1_000)
    const grown = whatHasStoppedGrowing(first.seen, { a: at(2) }, 5_000)
    assert.equal(grown.seen.a?.sinceMs, 5_000)
    assert.deepEqual(whatHasStoppedGrowing(grown.seen, { a: at(2) }, 8_000).ready, [])
    assert.deepEqual(whatHasStoppedGrowing(grown.seen, { a: at(2) }, 9_000).ready, ['a'])
  })

  for (const name of ['.contacts.csv', 'contacts.csv.part', 'contacts.TMP', '~$contacts.xlsx', 'Thumbs.db'])
    it(`ignores ${name}`, () => assert.equal(isIgnored(name), true))
  for (const name of ['contacts.csv', 'part.csv', 'Contacts.XML'])
    it(`takes ${name}`, () => assert.deepEqual([isIgnored(name), isReportName(name)], [false, true]))
  it('takes no letter for a report', () => assert.equal(isReportName('to parents.docx'), false))
})
