import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { ContactRecord, LinkRecord, PupilRecord, RowRecords } from '../records.ts'
import { gatherFamily, type RunRow, recordsOf, rowsUsed, takeOutPupils } from './gather-family.ts'

const pupil = (key: string, facts: Partial<PupilRecord> = {}): PupilRecord => ({
  ...{ key, refs: [key], misId: null, admissionNumber: null, upn: null, legalForename: 'Kim', legalSurname: 'Lee' },
  ...{ preferredForename: 'Kim', preferredSurname: 'Lee', birthDate: null, year: null, registrationGroup: null },
  ...{ house: null, leavingDate: null, status: 'on roll', ...facts },
})
const contact = (key: string, name = 'Ann Lee', facts: Partial<ContactRecord> = {}): ContactRecord => {
  const [forename = '', surname = ''] = name.split(' ')
  return {
    ...{ key, misId: null, title: null, forename, surname, address: null, postcode: null, joint: false },
    ...{ optedOut: 'no', ...facts },
  }
}
const link = (of: PupilRecord, to: ContactRecord, facts: Partial<LinkRecord> = {}): LinkRecord => ({
  ...{ pupilKey: of.key, contactKey: to.key, relationship: null, priority: 1 },
  ...{ parentalResponsibility: 'unknown', courtOrder: 'no', livesWith: 'unknown', ...facts },
})

/** Rows of one file, one after the other; a weak one only names its pupil. */
function rowsOf(...all: (Partial<RowRecords> & { weak?: boolean; fileNo?: number })[]): RunRow[] {
  return all.map(({ weak = false, fileNo = 0, ...records }, at) => ({
    ...{ n: at + 1, fileNo, line: at + 2, weak },
    records: { pupil: null, staff: null, contact: null, link: null, points: [], groups: [], ...records },
  }))
}

describe('IMP-12 a family is put together from its rows', () => {
  const kim = pupil('adm:1')
  const ann = contact('id:7')

  it('says each record once, and counts rows that only repeat', () => {
    const row = { pupil: kim, contact: ann, link: link(kim, ann) }
    const family = gatherFamily(rowsOf(row, row, row))
    assert.equal(recordsOf(family, 'link').length, 1)
    assert.equal(rowsUsed(family), 1)
  })
  it('and one that is said in many ways once in each', () => {
    const said = (title: string) => ({
      pupil: kim,
      contact: contact('id:7', 'Ann Lee', { title }),
      link: link(kim, ann),
    })
    const ways = Array.from({ length: 40 }, (_, at) => said(`Mrs ${String(at).padStart(2, '0')}`))
    const family = gatherFamily(rowsOf(...ways.toReversed(), ...ways))
    assert.deepEqual(
      recordsOf(family, 'contact').map(({ n, data }) => [n, (data as ContactRecord).title]),
      [[40, 'Mrs 00']],
    )
    assert.equal(rowsUsed(family), 1)
  })
  it('IMP-14 lets a court order stand, whichever row comes first', () => {
    const says = (courtOrder: 'yes' | 'no') => ({ pupil: kim, contact: ann, link: link(kim, ann, { courtOrder }) })
    for (const rows of [rowsOf(says('no'), says('yes')), rowsOf(says('yes'), says('no'))]) {
      const [found] = recordsOf(gatherFamily(rows), 'link')
      assert.equal((found?.data as LinkRecord | undefined)?.courtOrder, 'yes')
    }
  })
  it('takes what the first file says before what a later one says', () => {
    const says = (year: string, fileNo: number) => ({ pupil: pupil('adm:1', { year }), fileNo })
    const [found] = recordsOf(gatherFamily(rowsOf(says('9', 1), says('8', 0))), 'pupil')
    assert.equal((found?.data as PupilRecord | undefined)?.year, '8')
  })
  it('IMP-22 takes a person id that stands beside different people for nobody’s, and spares their pupils', () => {
    const [zero, other] = [contact('id:0'), contact('id:0', 'Bob Shah')]
    const noor = pupil('adm:2')
    const family = gatherFamily(
      rowsOf(
        { pupil: kim, contact: zero, link: link(kim, zero) },
        { pupil: noor, contact: other, link: link(noor, other) },
      ),
    )
    assert.deepEqual(recordsOf(family, 'link'), [])
    assert.deepEqual(recordsOf(family, 'contact'), [])
    assert.deepEqual(
      family.rejections.map(({ n, line, of }) => [n, line, of]),
      [
        [1, 2, 'contact'],
        [2, 3, 'contact'],
      ],
    )
    assert.deepEqual(family.spared.sort(), ['adm:1', 'adm:2'])
  })
  it('finds a pupil whom a file only names among those who are listed, and moves what hangs on them', () => {
    const listed = pupil('id:9', { refs: ['id:9', 'adm:1'], misId: '9', admissionNumber: '1' })
    const family = gatherFamily(
      rowsOf({ pupil: listed }, { pupil: kim, contact: ann, link: link(kim, ann), weak: true, fileNo: 1 }),
    )
    assert.deepEqual(
      recordsOf(family, 'link').map(({ parent, other }) => [parent, other]),
      [['id:9', 'id:7']],
    )
    assert.deepEqual(family.rejections, [])
  })
  it('IMP-16 rejects the rows of one who fits nobody in the list', () => {
    const family = gatherFamily(rowsOf({ pupil: kim, contact: ann, link: link(kim, ann), weak: true }))
    assert.deepEqual(
      family.rejections.map(({ n, key, reason }) => [n, key, reason]),
      [[1, 'adm:1', 'no pupil in the list of pupils fits']],
    )
  })
  it('IMP-16 takes a pupil out with the rows that brought something for them', () => {
    const family = gatherFamily(rowsOf({ pupil: kim, contact: ann, link: link(kim, ann) }, { pupil: pupil('adm:2') }))
    takeOutPupils(family, new Map([['adm:1', 'nobody']]))
    assert.deepEqual(
      family.rejections.map(({ line, reason }) => [line, reason]),
      [[2, 'nobody']],
    )
    assert.deepEqual(
      recordsOf(family, 'pupil').map(({ key }) => key),
      ['adm:2'],
    )
    assert.equal(rowsUsed(family), 1)
  })
})
