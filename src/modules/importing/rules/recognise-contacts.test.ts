import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { FileContact, StandingLink } from './decide-pupil.ts'
import { asRecognised, recogniseContacts } from './recognise-contacts.ts'

const contact = (key: string, facts: Partial<FileContact> = {}): FileContact => ({
  contactKey: key,
  adultId: null,
  title: null,
  forename: 'Ann',
  surname: 'Hassan',
  relationship: null,
  priority: 1,
  parentalResponsibility: 'unknown',
  courtOrder: 'no',
  livesWith: 'unknown',
  optedOut: false,
  ...facts,
})

const link = (adultId: string, facts: Partial<StandingLink> = {}): StandingLink => ({
  id: `link of ${adultId}`,
  adultId,
  title: null,
  forename: 'Ann',
  surname: 'Hassan',
  origin: 'manual',
  prime: true,
  relationship: null,
  priority: null,
  parentalResponsibility: 'unknown',
  livesWith: 'unknown',
  endedOn: null,
  courtOrder: { flag: 'no', flaggedAt: null, decision: null, decidedAt: null },
  restricted: false,
  optedOut: false,
  knownToMis: false,
  ...facts,
})

const found = (adultId: string, optedOut = false) => ({ adultId, optedOut })

describe('IMP-22 a contact whom the MIS never spoke of before', () => {
  const cases: { is: string; pupils: Parameters<typeof recogniseContacts>[0]; who: [string, unknown][] }[] = [
    {
      is: 'the adult of that name at one child, opt-out and all, whichever child comes first (OPT-2)',
      pupils: [
        { contacts: [contact('51')], links: [] },
        { contacts: [contact('51')], links: [link('ann', { optedOut: true })] },
      ],
      who: [['51', found('ann', true)]],
    },
    {
      is: 'whoever of that name was linked to a child once',
      pupils: [{ contacts: [contact('51')], links: [link('ann', { endedOn: '2026-01-05', optedOut: true })] }],
      who: [['51', found('ann', true)]],
    },
    {
      is: 'nobody here where two contacts of the child have that name',
      pupils: [{ contacts: [contact('51'), contact('52')], links: [link('ann')] }],
      who: [],
    },
    {
      is: 'whom another contact of that name leaves, who was recognised at a sibling',
      pupils: [
        { contacts: [contact('51'), contact('52')], links: [link('ann', { knownToMis: true })] },
        { contacts: [contact('52')], links: [link('other', { knownToMis: true })] },
      ],
      who: [
        ['52', found('other')],
        ['51', found('ann')],
      ],
    },
    {
      is: 'who is linked to one child rather than who was linked to another',
      pupils: [
        { contacts: [contact('51')], links: [link('was', { endedOn: '2026-01-05' })] },
        { contacts: [contact('51')], links: [link('is')] },
      ],
      who: [['51', found('is')]],
    },
    {
      is: 'nobody here who is only called so at another child',
      pupils: [
        { contacts: [contact('51')], links: [] },
        { contacts: [contact('52', { forename: 'Bob' })], links: [link('ann')] },
      ],
      who: [],
    },
    {
      is: 'as they are known where the MIS spoke of them',
      pupils: [{ contacts: [contact('51', { adultId: 'bea' })], links: [link('ann')] }],
      who: [],
    },
  ]
  for (const { is, pupils, who } of cases)
    it(`is ${is}`, () => {
      assert.deepEqual([...recogniseContacts(pupils)], who)
    })

  it('keeps an opt-out that the source flags', () => {
    const [one] = asRecognised([contact('51', { optedOut: true })], new Map([['51', found('ann')]]))
    assert.deepEqual([one?.adultId, one?.optedOut], ['ann', true])
  })
})
