import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { KindChoice } from '../../preferences/index.ts'
import { type AudienceFamily, type AudienceOptions, audienceOf } from './audience.ts'
import { adult, chose, digestAt, family, link, point } from './testing.ts'

const usual: AudienceOptions = {
  audience: 'prime',
  channel: 'auto',
  childSpecific: false,
  kind: 'news',
  choices: new Map(),
  deadlineAt: null,
}
/** `Amira Noor send email` and the like, in the order decided. */
const told = (families: AudienceFamily[], options: Partial<AudienceOptions> = {}) =>
  audienceOf(families, { ...usual, ...options }).verdicts.map(({ pupilId, adultId, verdict, channel, rule }) =>
    [pupilId, adultId ?? '–', verdict, channel ?? '–', rule].join(' '),
  )

const noor = adult('Noor', ['+447700900001', 'noor@example.org'])
const yusuf = adult('Yusuf', ['+447700900002'])

describe('MSG-1 who is asked', () => {
  const home = family('Amira', [link(noor), link(yusuf, { prime: false, priority: 2 })])
  it('sends to prime adults only, unless told otherwise', () => {
    assert.deepEqual(told([home]), ['Amira Noor send email MSG-1', 'Amira Yusuf withheld – MSG-1'])
  })
  it('sends to everybody who may receive', () => {
    assert.deepEqual(told([home], { audience: 'all' }), ['Amira Noor send email MSG-1', 'Amira Yusuf send sms MSG-1'])
  })
  it('sends one for each household, to the prime adult there', () => {
    const gate = { householdKey: 'gate lane' }
    const here = [
      link({ ...yusuf, ...gate }, { prime: false, priority: 1 }),
      link({ ...noor, ...gate }, { priority: 2 }),
    ]
    const away = link(adult('Dan', ['dan@example.org'], { householdKey: 'weir close' }), { prime: false, priority: 3 })
    assert.deepEqual(told([family('Amira', [...here, away])], { audience: 'household' }), [
      'Amira Noor send email MSG-1',
      'Amira Yusuf covered email MSG-3',
      'Amira Dan send email MSG-1',
    ])
  })
  it('takes the one of the household who can be reached', () => {
    const gate = { householdKey: 'gate lane' }
    const mute = adult('Mute', [], gate)
    assert.deepEqual(
      told([family('Amira', [link(mute), link({ ...yusuf, ...gate }, { prime: false })])], { audience: 'household' }),
      ['Amira Mute withheld – LNK-7', 'Amira Yusuf send sms MSG-1'],
    )
  })
})

describe('MSG-2 every pupil and adult gets a verdict with its reason', () => {
  const cases: [why: string, families: AudienceFamily[], options: Partial<AudienceOptions>, verdicts: string[]][] = [
    ['no contact at all', [family('Joe', [])], {}, ['Joe – paper – LNK-7']],
    [
      'a leaver (IMP-19)',
      [family('Corey', [link(noor)], 'leaver')],
      {},
      ['Corey Noor withheld – IMP-19', 'Corey – withheld – IMP-19'],
    ],
    [
      'not on roll yet (IMP-18)',
      [family('New', [link(noor)], 'pre-admission')],
      {},
      ['New Noor withheld – IMP-18', 'New – withheld – IMP-18'],
    ],
    [
      'a court-order flag (IMP-14)',
      [family('Kit', [link(noor, { state: 'held: court order flagged' })])],
      {},
      ['Kit Noor withheld – IMP-14', 'Kit – paper – IMP-14'],
    ],
    [
      'a restriction (VIS-3)',
      [family('Kit', [link(noor, { state: 'restricted' })])],
      {},
      ['Kit Noor withheld – VIS-3', 'Kit – paper – VIS-3'],
    ],
    [
      'an ended link (LNK-6)',
      [family('Kit', [link(noor, { state: 'ended' })])],
      {},
      ['Kit Noor withheld – LNK-6', 'Kit – paper – LNK-7'],
    ],
    [
      'opted out of everything (OPT-2)',
      [family('Ada', [link({ ...noor, optOuts: ['all'] })])],
      {},
      ['Ada Noor withheld – OPT-2', 'Ada – paper – OPT-2'],
    ],
    [
      'opted out of emails only (OPT-2)',
      [family('Ada', [link({ ...noor, optOuts: ['email'] })])],
      {},
      ['Ada Noor send sms MSG-1'],
    ],
    [
      'opted out of texts, asked for a text (OPT-2)',
      [family('Ada', [link({ ...noor, optOuts: ['sms'] })])],
      { channel: 'sms' },
      ['Ada Noor withheld sms OPT-2', 'Ada – paper – OPT-2'],
    ],
    [
      'a blocked number (DLV-5)',
      [
        family('Ada', [
          link(adult('B', [point('+447700900009', { blockedAt: new Date(0), blockReason: '3 failures in a row' })])),
        ]),
      ],
      {},
      ['Ada B withheld – DLV-5', 'Ada – paper – DLV-5'],
    ],
    [
      'a landline only',
      [family('Wren', [link(adult('Ruth', [point('+442079460000', { kind: 'landline', smsCapable: false })]))])],
      {},
      ['Wren Ruth withheld – LNK-7', 'Wren – paper – LNK-7'],
    ],
    [
      'an unusable number beside a good one',
      [family('Alec', [link(adult('Petra', [point('+447700900010', { usable: false }), '+447700900011']))])],
      {},
      ['Alec Petra send sms MSG-1'],
    ],
    [
      'nobody prime',
      [family('Tariq', [link(noor, { prime: false })])],
      {},
      ['Tariq Noor withheld – MSG-1', 'Tariq – paper – LNK-7'],
    ],
    [
      'both channels',
      [family('Amira', [link(noor)])],
      { channel: 'both' },
      ['Amira Noor send email MSG-1', 'Amira Noor send sms MSG-1'],
    ],
    [
      'both channels where one is missing',
      [family('Amira', [link(yusuf)])],
      { channel: 'both' },
      ['Amira Yusuf withheld email LNK-7', 'Amira Yusuf send sms MSG-1'],
    ],
    [
      'marketing without consent (OPT-6)',
      [family('Amira', [link(noor)])],
      { kind: 'fundraising' },
      ['Amira Noor withheld – OPT-6', 'Amira – withheld – OPT-6'],
    ],
  ]
  for (const [why, families, options, verdicts] of cases) {
    it(`decides: ${why}`, () => assert.deepEqual(told(families, options), verdicts))
  }

  it('DLV-5 goes round a blocked contact point to the next that works', () => {
    const blocked = point('ruth@example.org', { blockedAt: new Date(0), blockReason: '3 failures in a row' })
    assert.deepEqual(told([family('Wren', [link(adult('Ruth', [blocked, '+447700900012']))])]), [
      'Wren Ruth send sms MSG-1',
    ])
  })

  it('gives both reasons where neither channel works', () => {
    const { verdicts } = audienceOf([family('Ada', [link({ ...yusuf, optOuts: ['sms'] })])], usual)
    assert.equal(verdicts[0]?.reason, 'has opted out of texts; no email address')
  })
})

describe('OPT-6 marketing needs a yes', () => {
  const home = [family('Amira', [link(noor), link(yusuf)])]
  const cases: [why: string, choices: Record<string, KindChoice>, verdicts: string[]][] = [
    ['a yes by email', { Noor: 'email' }, ['Amira Noor send email MSG-1', 'Amira Yusuf withheld – OPT-6']],
    ['a yes of each', { Noor: 'email', Yusuf: 'text' }, ['Amira Noor send email MSG-1', 'Amira Yusuf send sms MSG-1']],
    [
      'a no of each',
      { Noor: 'none', Yusuf: 'none' },
      ['Amira Noor withheld – OPT-6', 'Amira Yusuf withheld – OPT-6', 'Amira – withheld – OPT-6'],
    ],
    [
      'a yes that cannot be kept',
      { Yusuf: 'email' },
      ['Amira Yusuf withheld email LNK-7', 'Amira Noor withheld – OPT-6', 'Amira – paper – LNK-7'],
    ],
  ]
  for (const [why, choices, verdicts] of cases) {
    it(`decides: ${why}`, () => assert.deepEqual(told(home, { kind: 'fundraising', ...chose(choices) }), verdicts))
  }
  it('prints it for nobody who has no adult to agree', () => {
    assert.deepEqual(told([family('Joe', [])], { kind: 'fundraising' }), ['Joe – withheld – OPT-6'])
  })
})

describe('OPT-7 each kind by the way that was chosen', () => {
  const home = [family('Amira', [link(noor)])]
  const cases: [choice: KindChoice, options: Partial<AudienceOptions>, verdicts: string[]][] = [
    ['none', {}, ['Amira Noor withheld – OPT-7', 'Amira – withheld – OPT-7']],
    ['text', {}, ['Amira Noor send sms MSG-1']],
    ['email', { channel: 'sms' }, ['Amira Noor send email MSG-1']],
    ['text', { channel: 'email' }, ['Amira Noor send email MSG-1']],
    ['email', { channel: 'both' }, ['Amira Noor send email MSG-1', 'Amira Noor withheld sms OPT-7']],
    ['text', { channel: 'both' }, ['Amira Noor send sms MSG-1', 'Amira Noor withheld email OPT-7']],
    ['digest', { channel: 'sms' }, ['Amira Noor send email MSG-1']],
    ['text', { kind: 'safety', channel: 'both' }, ['Amira Noor send sms MSG-1', 'Amira Noor withheld email OPT-7']],
    // Choices that cannot be stored for a statutory kind: even so nothing is muted.
    ['none', { kind: 'safety' }, ['Amira Noor send email MSG-1']],
  ]
  for (const [choice, options, verdicts] of cases) {
    it(`${choice}, sent by ${options.channel ?? 'auto'}${options.kind ? `, ${options.kind}` : ''}`, () =>
      assert.deepEqual(told(home, { ...options, ...chose({ Noor: choice }) }), verdicts))
  }

  it('falls to the other way rather than to nothing where it is statutory, and only there', () => {
    const wished = [family('Amira', [link(yusuf)])]
    const chosen = chose({ Yusuf: 'email' })
    assert.deepEqual(told(wished, { kind: 'attendance', ...chosen }), ['Amira Yusuf send sms MSG-1'])
    assert.deepEqual(told(wished, { kind: 'news', ...chosen }), [
      'Amira Yusuf withheld email LNK-7',
      'Amira – paper – LNK-7',
    ])
  })
  it('keeps a child on paper where one chose nothing and the other cannot be reached', () => {
    const mute = adult('Mute', [])
    assert.deepEqual(told([family('Amira', [link(noor), link(mute)])], chose({ Noor: 'none' })), [
      'Amira Mute withheld – LNK-7',
      'Amira Noor withheld – OPT-7',
      'Amira – paper – LNK-7',
    ])
  })
  it('VIS-3 prints for no home that said no, whoever else is restricted', () => {
    const restricted = link(adult('Shaun', ['+447700900009']), { state: 'restricted' })
    assert.deepEqual(
      told([family('Amira', [link(noor), restricted])], chose({ Noor: 'none' })).at(-1),
      'Amira – withheld – OPT-7',
    )
  })
  const digestsOf = (families: AudienceFamily[], options: Partial<AudienceOptions>) =>
    audienceOf(families, { ...usual, ...options }).copies.map((copy) => copy.digestAt)
  it('waits for the digest of the person, unless it may not go out that late', () => {
    const chosen = chose({ Noor: 'digest' })
    assert.deepEqual(digestsOf(home, chosen), [digestAt])
    assert.deepEqual(digestsOf(home, { ...chosen, deadlineAt: new Date('2026-11-21T15:00:00Z') }), [null])
  })
  it('goes at once to a mailbox of two where one of them wants it now', () => {
    const shared = adult('Ann', ['noor@example.org'])
    assert.deepEqual(digestsOf([family('Amira', [link(noor), link(shared)])], chose({ Noor: 'digest' })), [null])
  })
})

describe('MSG-3 nobody gets it twice', () => {
  const twins = [family('Amira', [link(noor)]), family('Idris', [link(noor)])]
  it('sends a general message once however many children, and names them all', () => {
    const { copies } = audienceOf(twins, usual)
    assert.deepEqual(
      copies.map(({ pupilIds }) => pupilIds),
      [['Amira', 'Idris']],
    )
    assert.deepEqual(told(twins), ['Amira Noor send email MSG-1', 'Idris Noor covered email MSG-3'])
  })
  it('sends words about a child once for each child', () => {
    assert.equal(audienceOf(twins, { ...usual, childSpecific: true }).copies.length, 2)
  })
  it('sends one copy to a mobile that two adults share', () => {
    const ewa = adult('Ewa', ['+447700900020'])
    const tomasz = adult('Tomasz', ['+447700900020'])
    const kacper = [family('Kacper', [link(ewa), link(tomasz)])]
    assert.deepEqual(told(kacper, { audience: 'all', childSpecific: true }), [
      'Kacper Ewa send sms MSG-1',
      'Kacper Tomasz covered sms MSG-3',
    ])
  })
  it('does not let a held link be covered by the same adult’s other child', () => {
    const two = [family('Amira', [link(noor)]), family('Idris', [link(noor, { state: 'held: court order flagged' })])]
    const { copies } = audienceOf(two, usual)
    assert.deepEqual(
      copies.map(({ pupilIds }) => pupilIds),
      [['Amira']],
    )
    assert.ok(told(two).includes('Idris – paper – IMP-14'))
  })
})

describe('LNK-7 why a detail does not work', () => {
  it('goes on as a sentence does after a colon', () => {
    const wrong = point('nobody at home', { kind: 'email', usable: false, reason: 'There is no @ in it.' })
    const { verdicts } = audienceOf([family('Amira', [link(adult('Noor', [wrong]))])], { ...usual, channel: 'email' })
    assert.ok(verdicts.some(({ reason }) => reason.includes('no working email address: there is no @ in it')))
    assert.ok(!verdicts.some(({ reason }) => reason.includes('in it.')))
  })
})
