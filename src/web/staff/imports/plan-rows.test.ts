import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { StoredEntry } from '../../../modules/importing/index.ts'
import { rowsOfEntries } from './plan-rows.ts'

let seq = 0
function entry(facts: Partial<StoredEntry>): StoredEntry {
  seq += 1
  return {
    seq,
    entity: 'link',
    act: 'add',
    entityId: 'e',
    pupilId: 'joe',
    adultId: 'dawn',
    class: '6 Beech',
    pupilName: 'Joe Thwaite',
    admissionNumber: '004301',
    adultName: 'Dawn Thwaite',
    rule: 'IMP-2',
    reason: 'Priority 1 and no prime adult yet',
    before: null,
    after: null,
    leftOut: null,
    leftOutBy: null,
    ...facts,
  }
}

const said = (entries: StoredEntry[]) =>
  rowsOfEntries(entries).flatMap(({ changes }) =>
    changes.map(({ words, before, after, more }) =>
      [words, before && `[-${before}-]`, after && `[+${after}+]`, more].filter(Boolean).join(' '),
    ),
  )

describe('IMP-9 a plan shows every change before and after, in words', () => {
  for (const [what, facts, words] of [
    ['a link', { after: { relationship: 'Mother', prime: true } }, 'Link to [+Dawn Thwaite+] mother, prime'],
    ['a link that ends', { act: 'end' }, 'Link ends: [-Dawn Thwaite-]'],
    [
      'a mobile that changes',
      {
        entity: 'contact point',
        act: 'update',
        before: { kind: 'mobile', value: '+447700900111' },
        after: { kind: 'mobile', value: '+447700900222', usable: true },
      },
      'Mobile [-07700 900111-] [+07700 900222+]',
    ],
    [
      'a number that cannot be used',
      {
        entity: 'contact point',
        after: { kind: 'mobile', raw: 'TBC', value: null, usable: false, reason: 'no digits' },
      },
      'Mobile [+TBC+] cannot be used: no digits',
    ],
    [
      'a class that changes',
      {
        entity: 'pupil',
        act: 'update',
        adultId: null,
        adultName: null,
        before: { registration_group: '3 Maple' },
        after: { registration_group: '6 Oak', name_key: 'x' },
      },
      'Class [-3 Maple-] [+6 Oak+]',
    ],
    [
      'a child whom another number is to tell from now on',
      {
        entity: 'pupil',
        act: 'update',
        adultId: null,
        adultName: null,
        before: { mis_key: 'id:1201' },
        after: { mis_key: 'adm:4301' },
      },
      'Known again by [-MIS number 1201-] [+admission number 4301+]',
    ],
    ['a leaver', { entity: 'pupil', act: 'leave', adultId: null, adultName: null }, 'Becomes a leaver'],
    [
      'a court order',
      { entity: 'court order', after: { flag: 'yes' } },
      'Court order flagged: the link is held until a person decides',
    ],
  ] as const satisfies [string, Partial<StoredEntry>, string][]) {
    it(`says ${what}`, () => assert.deepEqual(said([entry(facts)]), [words]))
  }

  it('gathers a child and an adult into one row, each reason once', () => {
    const point = { entity: 'contact point', rule: 'IMP-1', reason: 'comes from the MIS' } as const
    const rows = rowsOfEntries([
      entry({ after: { relationship: 'Mother', prime: true } }),
      entry({ ...point, after: { kind: 'mobile', value: '+447700900111', usable: true } }),
      entry({ ...point, after: { kind: 'email', value: 'dawn@example.org', usable: true } }),
      entry({ entity: 'adult', rule: 'IMP-1', reason: 'comes from the MIS' }),
    ])
    assert.equal(rows.length, 1)
    assert.deepEqual(
      rows[0]?.whys.map(({ reason }) => reason),
      ['Priority 1 and no prime adult yet', 'Comes from the MIS'],
    )
    assert.equal(rows[0]?.changes.length, 3)
  })

  it('says when a lower contact becomes prime, and the priority beside it', () => {
    const before = { prime: false, priority: 2 }
    assert.deepEqual(said([entry({ act: 'update', before, after: { prime: true, priority: 1 } })]), [
      'Dawn Thwaite becomes prime',
      'Priority [-2-] [+1+]',
    ])
  })
})
