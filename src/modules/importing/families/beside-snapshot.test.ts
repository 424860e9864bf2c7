import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { ContactRecord, FileContents, LinkRecord, PointRecord, PupilRecord } from '../records.ts'
import { besideSnapshot, countStanding, type Standing, standingOfFamily } from './beside-snapshot.ts'
import { type Family, gatherFamily, recordsOf } from './gather-family.ts'
import { digestOf, placesOfPoints } from './record-digest.ts'
import { separator } from './records-of-row.ts'

type Said = { name?: string; numbers?: string[] }

const kim: PupilRecord = {
  ...{
    key: 'adm:1',
    refs: ['adm:1'],
    misId: null,
    admissionNumber: '1',
    upn: null,
    legalForename: 'Kim',
    legalSurname: 'Lee',
  },
  ...{ preferredForename: 'Kim', preferredSurname: 'Lee', birthDate: null, year: null, registrationGroup: null },
  ...{ house: null, leavingDate: null, status: 'on roll' },
}

/** Kim with one contact, `id:7`. */
function familyOf({ name = 'Ann', numbers = ['1', '2'] }: Said = {}): Family {
  const contact: ContactRecord = {
    ...{ key: 'id:7', misId: '7', title: null, forename: name, surname: 'Lee', address: null, postcode: null },
    ...{ joint: false, optedOut: 'no' },
  }
  const link: LinkRecord = {
    ...{ pupilKey: kim.key, contactKey: contact.key, relationship: null, priority: 1 },
    ...{ parentalResponsibility: 'unknown', courtOrder: 'no', livesWith: 'unknown' },
  }
  const points = numbers.map(
    (value, position): PointRecord => ({
      ...{ owner: 'contact', ownerKey: contact.key, kind: 'mobile', value, raw: value, smsCapable: true, usable: true },
      ...{ reason: null, note: null, suggestion: null, position },
    }),
  )
  const records = { pupil: kim, staff: null, contact, link, points, groups: [] }
  return gatherFamily([{ n: 1, fileNo: 0, line: 2, weak: false, records }])
}

/** What an import of the family leaves in the snapshot. */
function standingAfter(family: Family): Standing {
  const placeOf = placesOfPoints()
  const kept = ['pupil', 'contact', 'link', 'point'] as const
  return new Map(
    kept.flatMap((kind) =>
      recordsOf(family, kind).map((record): [string, string] => [
        kind + separator + (kind === 'point' ? placeOf(record.parent) : record.key),
        digestOf(record),
      ]),
    ),
  )
}

const contents: FileContents = {
  listsPupils: true,
  listsContacts: true,
  listsStaff: false,
  listsGroups: false,
  hasContactIds: true,
}
const everybody = ['pupil\u001fadm:1', 'contact\u001fid:7']

const beside = (now: Said, before: Said, { named = everybody, pupilsBefore = 1 } = {}) =>
  besideSnapshot(
    [{ ...familyOf(now), namedBefore: new Set(named), pupilsBefore }],
    standingAfter(familyOf(before)),
    contents,
  )
const asBefore = (now: Said, before: Said, named?: string[]) => [
  ...beside(now, before, named ? { named } : {}).asBefore,
]

describe('IMP-6 who is said as before', () => {
  it('is a contact of whom record and numbers stand in the snapshot', () => {
    assert.deepEqual(asBefore({}, {}), ['id:7'])
  })
  const others: [string, Said, Said, string[]?][] = [
    ['whom no row named that the last run had', {}, {}, []],
    ['of another name', { name: 'Anne' }, {}],
    ['with another number', { numbers: ['1', '3'] }, {}],
    ['with a number more', { numbers: ['1', '2', '3'] }, {}],
    ['with a number less', { numbers: ['1'] }, {}],
    ['with their numbers in another order', { numbers: ['2', '1'] }, {}],
  ]
  for (const [name, now, before, named] of others)
    it(`is not one ${name}`, () => assert.deepEqual(asBefore(now, before, named), []))
})

describe('IMP-6 of whom nothing is said otherwise but contact points', () => {
  const isSo = (...args: Parameters<typeof beside>) => beside(...args).butForPoints.size === 1
  it('is a family with another number, one more or one less', () => {
    for (const numbers of [['1', '3'], ['1', '2', '3'], ['1']]) assert.ok(isSo({ numbers }, {}))
  })
  it('is not one in which a contact has another name', () => assert.equal(isSo({ name: 'Anne' }, {}), false))
  it('is not one of which the snapshot has more', () => {
    const family = { ...familyOf(), namedBefore: new Set(everybody), pupilsBefore: 1 }
    const link = `link${separator}adm:1${separator}id:8`
    const standing = new Map([...standingAfter(familyOf()), [link, '']])
    assert.equal(besideSnapshot([family], standing, contents).butForPoints.size, 0)
  })
  it('is not one with a child whom no row named that the last run had', () => {
    assert.equal(isSo({}, {}, { named: ['contact\u001fid:7'] }), false)
  })
  it('IMP-22 is not one with which the last run had another child, of whom nothing is said any more', () => {
    assert.equal(isSo({}, {}, { pupilsBefore: 2 }), false)
  })
})

describe('IMP-19 what the snapshot has of a family', () => {
  it('is counted by whose it is, links and groups with their pupil', () => {
    const group = `group${separator}adm:1${separator}club${separator}Chess`
    const standing = new Map([...standingAfter(familyOf()), [group, ''], [`pupil${separator}adm:2`, '']])
    const counts = countStanding(standing)
    assert.deepEqual(
      [...counts],
      [
        [`pupil${separator}adm:1`, 3],
        [`contact${separator}id:7`, 3],
        [`pupil${separator}adm:2`, 1],
      ],
    )
    assert.equal(standingOfFamily(familyOf(), counts), 6)
  })
})
