import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Adult, ContactPoint, Family, Link, Member } from '../people.types.ts'
import { type StandingIssue, standingIssues } from './standing-issues.ts'

const point = { kind: 'mobile', smsCapable: true, usable: true, blockedAt: null, provedAt: null } as ContactPoint
const reachable = { contactPoints: [point], optOuts: [] as string[] } as Adult
const mute = { ...reachable, contactPoints: [] } as Adult
const optedOut = { ...reachable, optOuts: ['all'] } as Adult
const link = (adult: Adult, more: Partial<Link> = {}) =>
  ({ prime: true, endedOn: null, state: 'current', adult, ...more }) as Family['links'][number]
const child = (links: Family['links'], status: Member['status'] = 'on roll') => ({ pupil: { status }, links }) as Family

describe('LNK-7 what is wrong with the links of a pupil', () => {
  const held = { state: 'held: court order flagged' } as const
  const restricted = { state: 'restricted', restricted: true } as const
  const ended = { state: 'ended', endedOn: '2026-09-01' } as const
  const cases: [why: string, family: Family, issues: StandingIssue[]][] = [
    ['a prime adult with a mobile', child([link(reachable)]), []],
    ['nobody linked', child([]), ['no prime adult', 'no working channel']],
    ['a prime adult without details', child([link(mute)]), ['no working channel']],
    ['a prime adult who opted out', child([link(optedOut)]), ['no working channel']],
    ['a non-prime adult who can be reached', child([link(reachable, { prime: false })]), ['no prime adult']],
    ['a held prime adult', child([link(reachable, held)]), ['no working channel']],
    ['a held prime adult and another', child([link(reachable, held), link(reachable, { prime: false })]), []],
    [
      'VIS-3 a restricted prime adult and another',
      child([link(reachable, restricted), link(reachable, { prime: false })]),
      ['no prime adult'],
    ],
    ['only an ended link', child([link(reachable, ended)]), ['no prime adult', 'no working channel']],
    ['IMP-19 a leaver with nobody', child([], 'leaver'), []],
    ['IMP-18 a child not on roll yet', child([], 'pre-admission'), []],
  ]
  for (const [why, family, issues] of cases) {
    it(`${why}: ${issues.join(' and ') || 'nothing'}`, () => assert.deepEqual(standingIssues(family), issues))
  }
})
