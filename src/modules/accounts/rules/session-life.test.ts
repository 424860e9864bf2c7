import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { endsAfterUse, endsOfNewSession, isFresh, isSessionAlive, type Proof, tierOf } from './session-life.ts'

const start = new Date('2026-11-21T08:00:00Z')
const after = (minutes: number) => new Date(start.getTime() + minutes * 60_000)

/** A session on which pages were opened after so many minutes, looked at `at` minutes after its start. */
function opens(given: { proof: Proof; isFamily: boolean; pages: number[]; at: number; recordFrom?: number }) {
  let ends = endsOfNewSession(given, start)
  for (const minutes of given.pages) ends = endsAfterUse(ends, after(minutes))
  const now = after(given.at)
  const session = { ...ends, stage: 'signed in' as const, createdAt: start }
  if (!isSessionAlive(session, now)) return 'over'
  const recordFrom = given.recordFrom === undefined ? null : after(given.recordFrom)
  const isAtWork = ends.staffUntil !== null && ends.staffUntil > now
  return `${tierOf(ends, { recordFrom, now })}${isAtWork ? ', staff' : ''}`
}

const everyTen = (until: number) => Array.from({ length: until / 10 }, (_, i) => i * 10 + 10)

describe('SEC-2 what a session opens, and how long', () => {
  for (const [words, given, expected] of [
    ['a passkey opens everything', { proof: 'device', isFamily: true, pages: [], at: 0 }, 'record, staff'],
    [
      'a password with an emailed code opens the record',
      { proof: 'two factors', isFamily: true, pages: [], at: 0 },
      'record',
    ],
    ['a password alone opens notices', { proof: 'one factor', isFamily: true, pages: [], at: 0 }, 'notices'],
    ['a password alone opens nothing to staff', { proof: 'one factor', isFamily: false, pages: [], at: 0 }, 'over'],
    [
      'the record shuts after 20 minutes without a page',
      { proof: 'two factors', isFamily: true, pages: [], at: 20 },
      'notices',
    ],
    [
      'and stays shut when somebody comes back',
      { proof: 'two factors', isFamily: true, pages: [25], at: 26 },
      'notices',
    ],
    ['use keeps it open', { proof: 'two factors', isFamily: true, pages: [15, 30], at: 45 }, 'record'],
    ['but not past twelve hours', { proof: 'two factors', isFamily: true, pages: everyTen(710), at: 720 }, 'notices'],
    ['staff may be away for an hour', { proof: 'device', isFamily: false, pages: [], at: 59 }, 'notices, staff'],
    ['and no longer', { proof: 'device', isFamily: false, pages: [], at: 60 }, 'over'],
    ['nor past twelve hours', { proof: 'device', isFamily: false, pages: everyTen(710), at: 720 }, 'over'],
    ['notices live for thirty days', { proof: 'one factor', isFamily: true, pages: [], at: 30 * 1440 - 1 }, 'notices'],
    ['and no longer', { proof: 'one factor', isFamily: true, pages: [1000], at: 30 * 1440 }, 'over'],
    [
      'S-17: a change of sign-in shuts the record for a day',
      { proof: 'device', isFamily: true, pages: [], at: 1, recordFrom: 2 },
      'notices, staff',
    ],
  ] as [string, Parameters<typeof opens>[0], string][]) {
    it(words, () => assert.equal(opens(given), expected))
  }

  it('the second factor follows within ten minutes', () => {
    const due = { ...endsOfNewSession({ proof: 'one factor', isFamily: true }, start), createdAt: start }
    const isAlive = (minutes: number) => isSessionAlive({ ...due, stage: 'second factor due' }, after(minutes))
    assert.deepEqual([isAlive(9), isAlive(10)], [true, false])
  })

  it('S-17: a proof is fresh for a quarter of an hour', () => {
    assert.deepEqual([isFresh(start, after(14)), isFresh(start, after(15)), isFresh(null, start)], [true, false, false])
  })
})
