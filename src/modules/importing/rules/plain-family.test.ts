import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { FileContact, LinkDecision, StandingLink } from './decide-pupil.ts'
import { asLeftPlain, type DecidedLink, isPlainFamily } from './plain-family.ts'

const adult: NonNullable<DecidedLink['adult']> = {
  ...{ id: 'ann', origin: 'mis', title: null, forename: 'Ann', surname: 'Lee', address: null, postcode: null },
  ...{ householdKey: null, registeredAt: null, misIds: ['5001'], optOuts: [] },
}
const contact: FileContact = {
  ...{ contactKey: 'id:5001', adultId: 'ann', title: null, forename: 'Ann', surname: 'Lee', relationship: 'Mother' },
  ...{ priority: 1, parentalResponsibility: 'yes', courtOrder: 'no', livesWith: 'yes', optedOut: false },
}
const link: StandingLink = {
  ...{ id: 'l1', adultId: 'ann', title: null, forename: 'Ann', surname: 'Lee', origin: 'mis', prime: true },
  ...{ relationship: 'Mother', priority: 1, parentalResponsibility: 'yes', livesWith: 'yes', endedOn: null },
  courtOrder: { flag: 'no', flaggedAt: null, decision: null, decidedAt: null },
  ...{ restricted: false, optedOut: false, knownToMis: true },
}
const why = { rule: 'IMP-8', reason: 'as it was' }
const stays: LinkDecision = { ...why, act: 'keep', contact, link }
const leftOut: LinkDecision = { ...why, act: 'leave out', contact: { ...contact, adultId: null }, link: null }
const known: DecidedLink = {
  ...{ contactKey: 'id:5001', decision: stays, knownAs: 'ann', adultId: 'ann', isAdult: 'ann', adult },
}
const newcomer: DecidedLink = {
  ...{ ...known, contactKey: 'id:5002', knownAs: null, adultId: 'bob', isAdult: 'bob', adult: null },
  decision: { ...why, act: 'add', contact: { ...contact, adultId: null }, link: null, after: { ...link } },
}
const nobody: DecidedLink = { ...newcomer, decision: leftOut, adult: undefined }
const keeping = (facts: Partial<FileContact>, of: Partial<StandingLink> = {}): DecidedLink => ({
  ...known,
  decision: { ...stays, contact: { ...contact, ...facts }, link: { ...link, ...of } },
})

describe('IMP-6 the families of whose contacts nobody but the MIS knows anything', () => {
  const cases: [string, boolean, DecidedLink[], [string, number][]][] = [
    ['one whose contact stays as the MIS linked her', true, [known], [['id:5001', 1]]],
    ['one whose contact stays at both children who name her', true, [known, known], [['id:5001', 2]]],
    [
      'one whose contacts come as newcomers',
      true,
      [known, newcomer],
      [
        ['id:5001', 1],
        ['id:5002', 1],
      ],
    ],
    [
      'one of whom a contact is in reserve and nobody here',
      true,
      [known, nobody],
      [
        ['id:5001', 1],
        ['id:5002', 1],
      ],
    ],
    ['not one whose contact stays at one of two children', false, [known], [['id:5001', 2]]],
    [
      'not one whose contact comes in at one child and is left out at the other',
      false,
      [newcomer, nobody],
      [['id:5002', 2]],
    ],
    ['not one where somebody left out is known', false, [{ ...nobody, knownAs: 'bob' }], [['id:5002', 1]]],
    [
      'not one where somebody left out is somebody by name',
      false,
      [{ ...nobody, decision: { ...leftOut, contact } }],
      [['id:5002', 1]],
    ],
    [
      'not one where a link stays that the run does not name',
      false,
      [known, { ...known, contactKey: '' }],
      [['id:5001', 1]],
    ],
    ['not one where a link ends', false, [{ ...known, decision: { ...stays, act: 'end' } }], [['id:5001', 1]]],
    ['LNK-4 not one where the school linked or picked', false, [keeping({}, { origin: 'picked' })], [['id:5001', 1]]],
    [
      'IMP-8 not one where somebody becomes prime here',
      false,
      [{ ...known, decision: { ...stays, act: 'make prime' } }],
      [['id:5001', 1]],
    ],
    ['VIS-3 not one where somebody is restricted', false, [keeping({}, { restricted: true })], [['id:5001', 1]]],
    [
      'IMP-14 not one with a court order flagged, and be it released',
      false,
      [keeping({}, { courtOrder: { ...link.courtOrder, flag: 'yes', decision: 'released' } })],
      [['id:5001', 1]],
    ],
    ['IMP-14 not one with a court order flagged now', false, [keeping({ courtOrder: 'yes' })], [['id:5001', 1]]],
    ['OPT-2 not one where somebody opted out in the MIS', false, [keeping({ optedOut: true })], [['id:5001', 1]]],
    [
      'OPT-2 not one where somebody opted out of texts',
      false,
      [{ ...known, adult: { ...adult, optOuts: ['sms'] } }],
      [['id:5001', 1]],
    ],
    [
      'IMP-7 not one where somebody registered',
      false,
      [{ ...known, adult: { ...adult, registeredAt: new Date(0) } }],
      [['id:5001', 1]],
    ],
    [
      'IMP-22 not one where somebody is two records',
      false,
      [{ ...known, adult: { ...adult, misIds: ['5001', '77'] } }],
      [['id:5001', 1]],
    ],
    ['IMP-22 not one where a record is found to be somebody', false, [{ ...known, knownAs: null }], [['id:5001', 1]]],
    [
      'IMP-22 not one where the link is of another of that name',
      false,
      [{ ...known, isAdult: 'ann2' }],
      [['id:5001', 1]],
    ],
    [
      'IMP-22 not one where two records bring one newcomer',
      false,
      [newcomer, { ...newcomer, contactKey: 'id:5003' }],
      [
        ['id:5002', 1],
        ['id:5003', 1],
      ],
    ],
    [
      'IMP-14 not one where somebody known comes: a flag of before may return',
      false,
      [{ ...known, decision: newcomer.decision }],
      [['id:5001', 1]],
    ],
    ['not one where it is not known who somebody is', false, [{ ...known, adult: undefined }], [['id:5001', 1]]],
  ]
  for (const [name, expected, links, naming] of cases)
    it(name, () => assert.equal(isPlainFamily(links, new Map(naming)), expected))

  it('leave adults behind as the record of the MIS says', () => {
    const record = { ...adult, key: 'id:5001', misId: '5001', joint: false, optedOut: 'no' as const }
    assert.deepEqual(asLeftPlain('ann', record), adult)
  })
})
