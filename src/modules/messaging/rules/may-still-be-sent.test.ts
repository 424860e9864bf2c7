import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { type CopyToCheck, whyNotAnyMore } from './may-still-be-sent.ts'

const point = {
  id: 'p',
  kind: 'email',
  value: 'Noor@Example.org',
  smsCapable: false,
  usable: true,
  reason: null,
  blockedAt: null,
  blockReason: null,
  position: 0,
}
const noor = { id: 'n', forename: 'Noor', surname: 'X', householdKey: null, optOuts: [], contactPoints: [point] }
const pair: CopyToCheck['pairs'][number] = {
  pupilStatus: 'on roll',
  linkState: 'current',
  adult: noor,
  choice: 'usual',
}
const copy: CopyToCheck = {
  channel: 'email',
  address: 'noor@example.org',
  purpose: 'school business',
  namesChildren: false,
  pairs: [pair],
}
const muted = { ...pair, choice: 'none' as const }
const fallen = { ...pair, linkState: 'held: court order flagged' as const }

const cases: [why: string, copy: Partial<CopyToCheck>, answer: string | null][] = [
  ['nothing changed', {}, null],
  ['a court-order flag was raised', { pairs: [fallen] }, 'held since: court order flagged'],
  ['VIS-3 the adult was restricted', { pairs: [{ ...pair, linkState: 'restricted' }] }, 'restricted since'],
  ['the link ended', { pairs: [{ ...pair, linkState: 'ended' }] }, 'the link has ended since'],
  ['the link is gone', { pairs: [{ ...pair, linkState: null, adult: null }] }, 'the link has ended since'],
  ['the child left', { pairs: [{ ...pair, pupilStatus: 'leaver' }] }, 'the child is no longer on roll'],
  [
    'the adult opted out',
    { pairs: [{ ...pair, adult: { ...noor, optOuts: ['all'], contactPoints: [] } }] },
    'has opted out since',
  ],
  ['the address changed', { address: 'old@example.org' }, 'the detail has changed since'],
  [
    'the address turned out wrong',
    { pairs: [{ ...pair, adult: { ...noor, contactPoints: [{ ...point, usable: false }] } }] },
    'no working email address: it cannot be used since',
  ],
  ['one of two children dropped out', { pairs: [pair, fallen] }, null],
  [
    'one of two named children dropped out',
    { pairs: [pair, fallen], namesChildren: true },
    'held since: court order flagged',
  ],
  ['everybody was erased', { pairs: [] }, 'nobody is left whom it was for'],
  ['OPT-7 the adult muted the kind', { pairs: [muted] }, 'chose since not to get this kind of message'],
  [
    'OPT-6 the adult took the yes back',
    { pairs: [muted], purpose: 'marketing' },
    'consent to marketing was taken back since',
  ],
  ['OPT-7 it must be told whatever was chosen', { pairs: [muted], purpose: 'statutory' }, null],
]

describe('DLV-2 looked at again just before hand-over', () => {
  for (const [why, changed, answer] of cases) {
    it(`${answer === null ? 'lets it go' : 'holds it back'}: ${why}`, () => {
      assert.equal(whyNotAnyMore({ ...copy, ...changed }), answer)
    })
  }
})
