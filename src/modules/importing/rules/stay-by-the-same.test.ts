import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { type Staying, stayByTheSame } from './stay-by-the-same.ts'

const adult: Staying['adult'] = {
  ...{ id: 'a1', origin: 'mis', title: null, forename: 'Ann', surname: 'Lee', address: null, postcode: null },
  ...{ householdKey: null, registeredAt: null, misIds: ['5001'], optOuts: [] },
}
const contact: Staying['contact'] = {
  ...{ key: 'id:5001', misId: '5001', title: null, forename: 'Ann', surname: 'Lee', address: null, postcode: null },
  ...{ joint: false, optedOut: 'no' },
}
const link = { adultId: 'a1', pupilId: 'kim', origin: 'mis' as const, isClosed: false }
const staying: Staying = { adult, contact, links: [link] }

describe('IMP-6 who surely stays where only contact points are said otherwise', () => {
  const cases: [string, boolean, Partial<Staying>][] = [
    ['somebody linked by the MIS to the child who names them', true, {}],
    ['not somebody whom no link let in: another of that name may be linked there', false, { links: [] }],
    [
      'not somebody linked to another child, of whom there may be more to say',
      false,
      { links: [link, { ...link, pupilId: 'zed' }] },
    ],
    ['VIS-3 not somebody restricted, nor with a court order flagged', false, { links: [{ ...link, isClosed: true }] }],
    ['LNK-4 not somebody whom the school linked or picked', false, { links: [{ ...link, origin: 'picked' }] }],
    ['IMP-7 not somebody who registered', false, { adult: { ...adult, registeredAt: new Date(0) } }],
    ['IMP-22 not somebody who is two records', false, { adult: { ...adult, misIds: ['5001', '90001'] } }],
    ['OPT-2 not somebody who opted out here', false, { adult: { ...adult, optOuts: ['sms'] } }],
    ['OPT-2 not somebody who opted out in the MIS', false, { contact: { ...contact, optedOut: 'yes' } }],
    ['not somebody of whom there is no record', false, { contact: undefined }],
  ]
  for (const [name, expected, facts] of cases)
    it(name, () => assert.equal(stayByTheSame({ ...staying, ...facts }, new Set(['kim'])), expected))
})
