import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { channelOfPoint, isWorkingChannel } from './channel-of-point.ts'
import type { OptOutChannel } from './opted-out.ts'

const good = { kind: 'mobile', smsCapable: true, usable: true, blockedAt: null, provedAt: null }
const mail = { ...good, kind: 'email', smsCapable: false }

describe('LNK-7 which contact points are a working channel', () => {
  const cases: [
    why: string,
    point: typeof good | (Omit<typeof good, 'blockedAt'> & { blockedAt: Date }),
    optOuts: OptOutChannel[],
    works: boolean,
  ][] = [
    ['a mobile', good, [], true],
    ['an email', mail, [], true],
    ['a landline', { ...good, kind: 'landline', smsCapable: false }, [], false],
    ['an unusable one', { ...mail, usable: false }, [], false],
    ['DLV-5 a blocked one', { ...mail, blockedAt: new Date(0) }, [], false],
    ['OPT-2 after an opt-out of its channel', mail, ['email'], false],
    ['OPT-2 after an opt-out of the other channel', mail, ['sms'], true],
    ['OPT-2 after an opt-out of all', good, ['all'], false],
  ]
  for (const [why, point, optOuts, works] of cases) {
    it(`${why}: ${works ? 'works' : 'does not'}`, () => assert.equal(isWorkingChannel(point, optOuts), works))
  }

  it('gives no channel to a number that takes no texts', () => {
    assert.deepEqual([good, mail, { kind: 'pager', smsCapable: false }].map(channelOfPoint), ['sms', 'email', null])
  })
})
