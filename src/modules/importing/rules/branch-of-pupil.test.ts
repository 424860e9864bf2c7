import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { defaultSettings } from '../../schools/index.ts'
import { branchOfPupil, sayDecision } from './branch-of-pupil.ts'
import { decidePupil, type FileContact, type StandingLink } from './decide-pupil.ts'

const contact = (name: string, facts: Partial<FileContact> = {}): FileContact => ({
  contactKey: `id:${name}`,
  adultId: name,
  title: null,
  forename: name,
  surname: 'Hassan',
  relationship: 'Mother',
  priority: 1,
  parentalResponsibility: 'yes',
  courtOrder: 'no',
  livesWith: 'yes',
  optedOut: false,
  ...facts,
})
const link = (name: string, facts: Partial<StandingLink> = {}): StandingLink => ({
  id: name,
  adultId: name,
  title: null,
  forename: name,
  surname: 'Hassan',
  origin: 'mis',
  prime: true,
  relationship: 'Mother',
  priority: 1,
  parentalResponsibility: 'yes',
  livesWith: 'yes',
  endedOn: null,
  courtOrder: { flag: 'unknown', flaggedAt: null, decision: null, decidedAt: null },
  restricted: false,
  optedOut: false,
  knownToMis: true,
  ...facts,
})

describe('LNK-4 each pupil’s branch, what the next import does, and in words', () => {
  for (const [what, links, contacts, today, inMis, said] of [
    ['no link, Ann first', [], [contact('Ann')], 'no link', 'another', ['Ann Hassan comes in as prime']],
    ['Ann of the MIS, Ann first', [link('Ann')], [contact('Ann')], 'mis', 'the same', ['Ann Hassan stays as it is']],
    [
      'Ann of the MIS, Bob first',
      [link('Ann')],
      [contact('Bob')],
      'mis',
      'another',
      ['Bob Hassan comes in as prime', 'The link to Ann Hassan ends'],
    ],
    [
      'Ann registered, Bob first',
      [link('Ann', { origin: 'web' })],
      [contact('Bob')],
      'web',
      'another',
      ['Bob Hassan does not come in', 'Ann Hassan stays as it is'],
    ],
    [
      'Ann by hand, Ann first',
      [link('Ann', { origin: 'manual' })],
      [contact('Ann')],
      'manual',
      'the same',
      ['Ann Hassan stays as it is'],
    ],
    [
      'Ann restricted, Bob first',
      [link('Ann', { origin: 'web', restricted: true })],
      [contact('Bob')],
      'non-prime web',
      'another',
      ['Bob Hassan comes in as prime', 'Ann Hassan stays as it is'],
    ],
    ['Ann picked, nobody', [link('Ann', { origin: 'picked' })], [], 'picked', 'nobody', ['Ann Hassan stays as it is']],
    [
      'Ann registered but not prime, Ann first',
      [link('Ann', { origin: 'web', prime: false })],
      [contact('Ann')],
      'non-prime web',
      'the same',
      ['Ann Hassan becomes prime'],
    ],
    ['Ann of the MIS, nobody', [link('Ann')], [], 'mis', 'nobody', ['The link to Ann Hassan ends']],
    [
      'no link, Ann first and opted out',
      [],
      [contact('Ann', { optedOut: true })],
      'no link',
      'opted out',
      ['Ann Hassan does not come in'],
    ],
    [
      'no link, two first',
      [],
      [contact('Ann'), contact('Bob')],
      'no link',
      'two',
      ['Ann Hassan comes in as prime', 'Bob Hassan comes in as prime'],
    ],
    ['no link, second only', [], [contact('Bob', { priority: 2 })], 'no link', 'lower only', []],
    [
      'Ann by hand, not prime',
      [link('Ann', { origin: 'manual', prime: false })],
      [contact('Bob')],
      'non-prime',
      'another',
      ['Bob Hassan comes in as prime', 'Ann Hassan stays as it is'],
    ],
  ] as [string, StandingLink[], FileContact[], string, string, string[]][]) {
    it(what, () => {
      const decision = decidePupil({ contacts, links, settings: defaultSettings, complete: true })
      assert.deepEqual(branchOfPupil(links, decision), { today, inMis })
      assert.deepEqual(
        decision.links.flatMap((one) => sayDecision(one) ?? []),
        said,
      )
    })
  }
})
