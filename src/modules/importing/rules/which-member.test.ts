import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Member } from '../../people/index.ts'
import type { PupilRecord } from '../records.ts'
import { whichListedPupil, whichMember, whichMemberByTheRest } from './which-member.ts'

const member = (facts: Partial<Member>): Member => ({
  id: 'm',
  role: 'pupil',
  status: 'on roll',
  origin: 'mis',
  misKey: null,
  misId: null,
  admissionNumber: null,
  upn: null,
  title: null,
  forename: 'Amira',
  surname: 'Hassan',
  legalForename: null,
  legalSurname: null,
  birthDate: null,
  year: null,
  registrationGroup: null,
  house: null,
  leavingDate: null,
  leftOn: null,
  ...facts,
})
const record = (facts: Partial<PupilRecord>): PupilRecord => ({
  key: 'none',
  refs: [],
  misId: null,
  admissionNumber: null,
  upn: null,
  legalForename: 'Amira',
  legalSurname: 'Hassan',
  preferredForename: null,
  preferredSurname: null,
  birthDate: null,
  year: null,
  registrationGroup: null,
  house: null,
  leavingDate: null,
  status: 'on roll',
  ...facts,
})

describe('IMP-22 which pupil a row is about', () => {
  it('a zero-padded admission number is the same as a bare one', () => {
    assert.equal(
      whichMember(record({ admissionNumber: '1234' }), [member({ admissionNumber: '001234' })]).member?.id,
      'm',
    )
  })
  it('a name alone is nobody', () => {
    assert.equal(whichMember(record({}), [member({})]).member, null)
  })
  it('a full name and birth date is somebody, however the name is written', () => {
    const found = whichMember(record({ legalSurname: 'HASSAN', birthDate: '2015-05-15' }), [
      member({ birthDate: '2015-05-15' }),
    ])
    assert.equal(found.member?.id, 'm')
  })
  it('twins of one birth date are told apart by name', () => {
    const twins = [
      member({ id: 'amira', birthDate: '2015-05-15' }),
      member({ id: 'idris', forename: 'Idris', birthDate: '2015-05-15' }),
    ]
    assert.equal(whichMember(record({ legalForename: 'Idris', birthDate: '2015-05-15' }), twins).member?.id, 'idris')
  })
  it('IMP-25 twins whose numbers were exchanged are known by their names, and one whose forename is corrected by the number', () => {
    const born = { birthDate: '2015-05-15' }
    const twins = [
      member({ id: 'amira', admissionNumber: '7', ...born }),
      member({ id: 'idris', forename: 'Idris', admissionNumber: '8', ...born }),
    ]
    const idris = record({ legalForename: 'Idris', admissionNumber: '7', ...born })
    assert.match(whichMember(idris, twins).doubt ?? '', /another child/)
    assert.equal(whichMemberByTheRest(idris, twins).member?.id, 'idris')
    const aaliyah = record({ legalForename: 'Aaliyah', admissionNumber: '7', ...born })
    assert.equal(whichMember(aaliyah, twins).member?.id, 'amira')
    const withoutDate = record({ legalForename: 'Idris', admissionNumber: '7', birthDate: null })
    assert.match(whichMember(withoutDate, twins).doubt ?? '', /another child/)
  })
  it('two pupils of one admission number are a doubt, not a guess', () => {
    const two = [member({ id: 'a', admissionNumber: '7' }), member({ id: 'b', admissionNumber: '07' })]
    const { member: found, doubt } = whichMember(record({ admissionNumber: '7' }), two)
    assert.equal(found, null)
    assert.match(doubt ?? '', /same admission number/)
  })
  it('the MIS’s own id beats an admission number that was given again', () => {
    const two = [
      member({ id: 'a', misId: '55', admissionNumber: '7' }),
      member({ id: 'b', misId: '66', admissionNumber: '8' }),
    ]
    assert.equal(whichMember(record({ misId: '66', admissionNumber: '7' }), two).member?.id, 'b')
  })
  it('in one run the best reference that names one pupil decides, and one that names two is nobody', () => {
    const bearing = new Map([
      ['upn:X', ['id:1']],
      ['adm:7', ['id:1', 'id:2']],
    ])
    assert.equal(whichListedPupil(['adm:9', 'upn:X'], bearing), 'id:1')
    assert.equal(whichListedPupil(['adm:7', 'upn:X'], bearing), null)
    assert.equal(whichListedPupil(['adm:9'], bearing), null)
  })
})
