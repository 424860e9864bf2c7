import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { PupilRecord } from '../records.ts'
import { type Child, isBesideDifferentChildren, isOtherChild } from './other-child.ts'

const child = (forename: string, surname: string, birthDate: string | null, upn: string | null = null): Child => ({
  ...{ forenames: [forename], surnames: [surname], birthDate, upn },
})
const [may, june] = ['2015-05-13', '2015-06-13']

describe('IMP-25 whether a number that two bear is that of another child', () => {
  const cases: [string, Child, Child, boolean][] = [
    ['the same child', child('Ann', 'Lee', may), child('Ann', 'Lee', may), false],
    ['a birth date put right', child('Ann', 'Lee', may), child('Ann', 'Lee', june), false],
    ['a new surname', child('Ann', 'Lee', may), child('Ann', 'May', may), false],
    ['a new name without birth dates', child('Ann', 'Lee', null), child('Ann', 'May', null), false],
    ['another name and birth date', child('Ann', 'Lee', may), child('Bob', 'May', june), true],
    ['a brother', child('Ann', 'Lee', may), child('Bob', 'Lee', june), true],
    ['another name without birth dates', child('Ann', 'Lee', null), child('Bob', 'May', null), true],
    ['a twin with a UPN of their own', child('Ann', 'Lee', may, 'U1'), child('Bob', 'Lee', may, 'U2'), true],
    ['a new UPN', child('Ann', 'Lee', may, 'U1'), child('Ann', 'Lee', may, 'U2'), false],
    ['the same UPN', child('Ann', 'Lee', may, 'U1'), child('Bob', 'May', june, 'U1'), false],
    ['names that one of them lacks', child('', '', may), child('Bob', 'May', may), false],
  ]
  for (const [what, one, other, expected] of cases)
    it(`${what}: ${expected ? 'another' : 'no other'}`, () => {
      assert.equal(isOtherChild(one, other), expected)
      assert.equal(isOtherChild(other, one), expected)
    })
})

describe('IMP-25 one number beside different children of one file says nobody', () => {
  const record = (forename: string, birthDate: string | null, upn: string | null = null): PupilRecord => ({
    ...{ key: 'adm:123', refs: ['adm:123'], misId: null, admissionNumber: '123', upn, legalForename: null },
    ...{ legalSurname: null, preferredForename: forename, preferredSurname: 'Lee', birthDate, year: null },
    ...{ registrationGroup: null, house: null, leavingDate: null, status: 'on roll' },
  })
  const inFiles = (...rows: [PupilRecord, number][]) => rows.map(([one, fileNo]) => ({ record: one, fileNo }))

  it('twins too, where one file names both', () => {
    assert.ok(isBesideDifferentChildren('adm:123', inFiles([record('Ann', may), 0], [record('Bob', may), 0])))
  })
  it('but not a child whom two files call by other names', () => {
    assert.ok(!isBesideDifferentChildren('adm:123', inFiles([record('Kit', may), 0], [record('Christopher', may), 1])))
    assert.ok(!isBesideDifferentChildren('adm:123', inFiles([record('Amy', may), 0], [record('Amy Jane', may), 0])))
  })
  it('and nobody who is called by more than fifty names', () => {
    const called = (many: number) =>
      inFiles(
        ...Array.from({ length: many }, (_, at): [PupilRecord, number] => [
          { ...record('Ann', null), preferredSurname: `Lee ${at}` },
          0,
        ]),
      )
    assert.ok(!isBesideDifferentChildren('adm:123', called(50)))
    assert.ok(isBesideDifferentChildren('adm:123', called(51)))
    assert.ok(!isBesideDifferentChildren('adm:123', [...called(1), ...called(50), ...called(50)]))
  })
  it('also where the number in doubt is the UPN', () => {
    const rows = inFiles([record('Ann', may, 'U1'), 0], [record('Bob', june, 'U1'), 1])
    assert.ok(isBesideDifferentChildren('upn:U1', rows))
    assert.ok(!isBesideDifferentChildren('adm:123', rows))
  })
})
