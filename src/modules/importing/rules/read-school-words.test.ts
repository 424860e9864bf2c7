import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { foldCaption, foldName } from './fold-name.ts'
import { readFlag } from './read-flag.ts'
import {
  admissionKey,
  cleanCell,
  isFamilyRelationship,
  isJointName,
  isPupilStatus,
  readPostcode,
  readPupilStatus,
  readStaffRole,
  readYear,
} from './read-school-words.ts'

describe('IMP-13 flags', () => {
  const flags: [string, string | null][] = [
    ['T', 'yes'],
    ['True', 'yes'],
    ['Yes', 'yes'],
    ['y', 'yes'],
    ['1', 'yes'],
    ['F', 'no'],
    ['false', 'no'],
    ['No', 'no'],
    ['N', 'no'],
    ['0', 'no'],
    ['', 'unknown'],
    ['Unknown', 'unknown'],
    ['perhaps', null],
    ['2', null],
  ]
  for (const [text, expected] of flags)
    it(`reads ${JSON.stringify(text)} as ${expected}`, () => assert.equal(readFlag(text), expected))
})

describe('IMP-15 relationships that are not family', () => {
  for (const text of [
    'Doctor',
    'Social Worker',
    'Probation Service',
    'Head Teacher',
    'Teacher',
    'LEA Nominee',
    'LA nominee',
    'Childminder',
    'neighbour',
    'Family Doctor',
    'School social worker',
    'Class Teacher',
    'aide',
    'child',
  ]) {
    it(`holds back a ${text}`, () => assert.equal(isFamilyRelationship(text), false))
  }
  for (const text of [
    'Mother',
    'Father',
    'Step Mother',
    'Foster Parent',
    'Grandparent',
    'Carer',
    'Self',
    'Mother (teacher)',
    'Godfather and neighbour',
    'Mam-gu',
    'Child’s aunt',
    null,
  ]) {
    it(`lets a ${text} in`, () => assert.equal(isFamilyRelationship(text), true))
  }
})

describe('IMP-20 years', () => {
  const years: [string, string | null][] = [
    ['Year  7', '7'],
    ['Yr 7', '7'],
    ['Y7', '7'],
    ['Y07', '7'],
    ['7', '7'],
    ['Year 13', '13'],
    ['Year Group 4', '4'],
    ['NC Year 3', '3'],
    ['R', 'R'],
    ['Reception', 'R'],
    ['Year R', 'R'],
    ['N2', 'N2'],
    ['Nursery 1', 'N1'],
    ['E1', 'N1'],
    ['Sixth Form', 'Sixth Form'],
    ['14', '14'],
    ['', null],
  ]
  for (const [text, expected] of years)
    it(`reads ${JSON.stringify(text)}`, () => assert.equal(readYear(text), expected))
})

describe('IMP-22 names are compared folded and kept as written', () => {
  const same: [string, string][] = [
    ["O'Brien", 'O’BRIEN'],
    ['Al-Hassan', 'al hassan'],
    ['Ní Bhriain', 'Ni Bhriain'],
    ['Wójcik', 'WOJCIK'],
    ['Łucja', 'lucja'],
    ['van der Berg', 'Van Der Berg'],
    ['Siân', 'Siân'],
  ]
  for (const [a, b] of same) it(`${a} is ${b}`, () => assert.equal(foldName(a), foldName(b)))
  it('keeps different names apart, also in other scripts', () => {
    assert.notEqual(foldName('Ann'), foldName('Anne'))
    assert.notEqual(foldName('هدى'), foldName('منصور'))
    assert.notEqual(foldName('هدى'), '')
  })
  const joint: [string | null, string, string, boolean][] = [
    ['Mr & Mrs', 'J', 'Smith', true],
    [null, 'J & A', 'Jones', true],
    [null, 'John and Anna', 'Jones', true],
    [null, 'Mrs', 'Jones', true],
    [null, 'Jones', 'Jones', true],
    ['Mrs', 'Ann', 'Jones', false],
    [null, 'Sandy', 'Anders', false],
    ['Mr/Mrs', 'P', 'Pemberton', true],
  ]
  for (const [title, forename, surname, expected] of joint) {
    it(`${title ?? ''} ${forename} ${surname} is ${expected ? 'perhaps two people' : 'one person'}`, () =>
      assert.equal(isJointName({ title, forename, surname }), expected))
  }
})

describe('IMP-12 captions are compared folded', () => {
  for (const [a, b] of [
    ['Parental_x0020_responsibility', 'Parental Responsibility'],
    ['_x0028_Contact_x0029__x0020_Priority', '(Contact) Priority'],
    ['HouseNumber ', 'House number'],
    ['P_Surname', 'P Surname'],
  ] as const) {
    it(`${a} is ${b}`, () => assert.equal(foldCaption(a), foldCaption(b)))
  }
})

describe('IMP-16 small words of the office', () => {
  it('compares admission numbers without leading zeros', () => {
    assert.deepEqual(['001234', '1234', '0', 'A0012'].map(admissionKey), ['1234', '1234', '0', 'a0012'])
  })
  it('writes postcodes in one way and keeps what is none', () => {
    assert.deepEqual(['sw1a1aa', 'SW1A 1AA.', 'zz99 1aa', 'M1 OAA', 'BFPO 12', 'abroad', ''].map(readPostcode), [
      'SW1A 1AA',
      'SW1A 1AA',
      'ZZ99 1AA',
      'M1 0AA',
      'BFPO 12',
      'abroad',
      null,
    ])
  })
  it('takes off what Excel users put round a value', () => {
    assert.deepEqual([' x ', '="00123"', "'00123", "'s-Hertogenbosch"].map(cleanCell), [
      'x',
      '00123',
      '00123',
      "'s-Hertogenbosch",
    ])
  })
  it('IMP-22 leaves no sign in a value that stands between the parts of a key', () => {
    assert.equal(cleanCell('9\u001fid:2'), '9 id:2')
    assert.equal(cleanCell('\u001f'), '')
  })
  it('reads staff roles', () => {
    assert.deepEqual(
      [null, 'Teacher', 'Teaching Assistant', 'Governor', 'Site manager', 'Volunteer'].map(readStaffRole),
      ['teacher', 'teacher', 'support staff', 'governor', 'support staff', 'other'],
    )
  })
})

describe('IMP-21 only rows of current pupils count', () => {
  it('takes whoever declined, waits, was refused or cancelled for an applicant', () => {
    for (const word of ['Declined', 'Waiting list', 'Refused', 'Cancelled', 'Rejected'])
      assert.equal(readPupilStatus(word), 'pre-admission', word)
  })
  it('takes whoever died, was transferred or archived for a leaver', () => {
    for (const word of ['Deceased', 'Transferred', 'Ex-pupil', 'Archived', 'Past', 'Not enrolled', 'Alumnus'])
      assert.equal(readPupilStatus(word), 'leaver', word)
  })
  it('knows the words of the MIS, and that it does not know others', () => {
    for (const word of ['Main - Dual Registration', 'C', 'Guest', 'Leaver', 'Applied', ''])
      assert.ok(isPupilStatus(word), word)
    assert.equal(isPupilStatus('Sabbatical'), false)
    assert.equal(readPupilStatus('Sabbatical'), 'on roll')
  })
  it('tells leavers and applicants from pupils on roll', () => {
    assert.deepEqual(
      ['Leaver', 'Applied', 'Offered', 'Withdrawn', 'C', 'Single Registration', 'Guest', 'F', 'M'].map(readPupilStatus),
      [
        'leaver',
        'pre-admission',
        'pre-admission',
        'pre-admission',
        'on roll',
        'on roll',
        'on roll',
        'on roll',
        'on roll',
      ],
    )
  })
})
