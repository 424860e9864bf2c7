import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { asAskedBefore, isSettledOfAdult, isSettledOfPupil, type OpenIssue } from './issues-that-stand.ts'

const open = (kind: string, key: string, adultId: string | null = 'ann'): OpenIssue => ({
  kind,
  key: `${key}|amira`,
  pupilId: 'amira',
  adultId,
})
const everything = { complete: true, priorities: true, contactKeys: [] }

describe('IMP-7 an issue about a pupil that is not raised again is no longer so', () => {
  const otherPrime = open('differs from MIS', 'differs from MIS|prime|id:12')
  const twice = open('possible duplicate', 'possible duplicate|id:12')
  const two = open('two priority-1 contacts', 'two priority-1 contacts|Ann Hassan|Bob Hassan', null)
  const nobody = open('no prime adult', 'no prime adult', null)
  const cases = [
    ['the files say everything', everything, [true, true, true, true]],
    ['a row was rejected', { ...everything, complete: false }, [false, false, false, true]],
    ['a row of another was', { complete: false, priorities: true, contactKeys: ['id:12'] }, [true, true, false, true]],
    [
      'a row was, of one whose number begins alike',
      { ...everything, complete: false, contactKeys: ['id:1', 'id:123'] },
      [false, false, false, true],
    ],
    ['there is no column for priorities', { ...everything, priorities: false }, [false, true, false, true]],
  ] as const
  for (const [when, said, settled] of cases)
    it(`where ${when}: ${settled.join(', ')}`, () =>
      assert.deepEqual(
        [otherPrime, twice, two, nobody].map((issue) =>
          isSettledOfPupil(issue, { ...said, contactKeys: [...said.contactKeys] }),
        ),
        settled,
      ))
})

describe('IMP-13 an issue about details is settled by a file that has a column for them', () => {
  const issue = (key: string): OpenIssue => ({
    kind: 'differs from MIS',
    key: `adult|1|${key}`,
    pupilId: null,
    adultId: '1',
  })
  const issues = [issue('differs|a@example.org'), issue('differs|+447700900001'), issue('differs|name|ann@home hassan')]
  for (const [says, settled] of [
    [{ emails: true, phones: true }, [true, true, true]],
    [{ emails: false, phones: true }, [false, true, true]],
    [{ emails: true, phones: false }, [true, false, true]],
  ] as const)
    it(JSON.stringify(says), () =>
      assert.deepEqual(
        issues.map((one) => isSettledOfAdult(one, { ...says, whole: true })),
        settled,
      ),
    )
  it('and not by a run that lacks a record of the adult', () =>
    assert.deepEqual(
      issues.map((one) => isSettledOfAdult(one, { emails: true, phones: true, whole: false })),
      [false, false, false],
    ))
})

describe('IMP-7 what is asked already is not asked again', () => {
  const held = open('held: court order flagged', 'held|id:12')
  const optedOut = open('no prime adult (opted out)', 'no prime adult (opted out)', null)
  const cases = [
    ['the same adult by another number', held, { ...held, key: 'held|id:99|amira' }, everything, 'held|id:12|amira'],
    ['another adult', held, { ...held, key: 'held|id:99|amira', adultId: 'bob' }, everything, 'held|id:99|amira'],
    [
      'nobody prime, of whom a row is missing',
      optedOut,
      open('no prime adult', 'no prime adult', null),
      { ...everything, complete: false },
      optedOut.key,
    ],
    [
      'nobody prime, and the files say all',
      optedOut,
      open('no prime adult', 'no prime adult', null),
      everything,
      'no prime adult|amira',
    ],
  ] as const
  for (const [what, before, raised, said, key] of cases)
    it(what, () =>
      assert.equal(asAskedBefore({ ...raised, detail: '' }, [before], { ...said, contactKeys: [] }).key, key),
    )
})
