import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { FamilyRecord } from './gather-family.ts'
import { digestOf } from './record-digest.ts'
import { type ByRows, contactsOfTheSameRows, noteAsStanding } from './same-rows.ts'

const record = (kind: FamilyRecord['kind'], key: string, parent: string, data: object): FamilyRecord => ({
  ...{ kind, key, parent, other: null, isPrimary: false, n: 1, fileNo: 0, line: 2 },
  data: data as FamilyRecord['data'],
})
const kim = record('pupil', 'adm:1', 'adm:1', { key: 'adm:1' })
const ann = record('contact', 'id:1', 'contact\u001fid:1', { key: 'id:1', optedOut: 'no' })
const bob = record('contact', 'id:2', 'contact\u001fid:2', { key: 'id:2', optedOut: 'no' })
const toAnn = record('link', 'adm:1\u001fid:1', 'adm:1', { priority: 1 })
const toBob = record('link', 'adm:1\u001fid:2', 'adm:1', { priority: 2 })
const number = record('point', 'contact\u001fid:1\u001f+447700900101', 'contact\u001fid:1', { raw: '07700 900101' })
const familyOf = (records: FamilyRecord[], facts: Partial<ByRows> = {}): ByRows => ({
  ...{
    rows: [],
    rejections: [],
    spared: [],
    wasPlain: true,
    contactRowsBefore: 2,
    contactsOfNewRows: new Set(['id:2']),
  },
  namedBefore: new Set(['pupil\u001fadm:1']),
  records: new Map(records.map((one) => [`${one.kind}\u001f${one.key}`, one])),
  ...facts,
})
const standing = new Map([toAnn, toBob].map((link) => [`link\u001f${link.key}`, digestOf(link)]))
const all = [kim, ann, bob, toAnn, toBob, number]

describe('IMP-6 the contacts of whom the very rows speak that did so at the last run', () => {
  const cases: [string, string[], ByRows, number][] = [
    ['those whom no new row names, where each link had one row', ['id:1'], familyOf(all), 2],
    ['nobody of a family that was not plain', [], familyOf(all, { wasPlain: false }), 2],
    ['nobody where a link had two rows, one of which may be gone', [], familyOf(all, { contactRowsBefore: 3 }), 2],
    ['nobody where a link came', [], familyOf(all), 1],
    ['nobody where a link went', [], familyOf(all), 3],
    ['nobody where a link is said otherwise', [], familyOf([...all, { ...toBob, data: { priority: 1 } as never }]), 2],
    [
      'IMP-16 nobody where a child was not named before: a link may have been kept',
      [],
      familyOf(all, { namedBefore: new Set(['pupil\u001fadm:2']) }),
      2,
    ],
    ['IMP-16 nobody where a row was rejected', [], familyOf(all, { spared: ['adm:1'] }), 2],
  ]
  for (const [name, expected, family, links] of cases)
    it(name, () => assert.deepEqual(contactsOfTheSameRows(family, standing, new Map([['adm:1', links]])), expected))

  it('stand in the snapshot as the run says them, with their contact points', () => {
    const noted = new Map<string, string>()
    noteAsStanding(familyOf(all), new Set(['id:1']), noted)
    assert.deepEqual(
      noted,
      new Map([
        ['contact\u001fid:1', digestOf(ann)],
        ['point\u001fcontact\u001fid:1\u001f0', digestOf(number)],
      ]),
    )
  })

  it('OPT-2 stand there without contact points where the MIS says that they opted out', () => {
    const out = { ...ann, data: { key: 'id:1', optedOut: 'yes' } as never }
    const noted = new Map<string, string>()
    noteAsStanding(familyOf([kim, out, number]), new Set(['id:1']), noted)
    assert.deepEqual([...noted.keys()], ['contact\u001fid:1'])
  })
})
