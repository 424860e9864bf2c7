import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { choicesOf, type KindChoice, type MessageKind, messageKinds } from '../../preferences/index.ts'
import { type AudienceAdult, type AudienceFamily, type AudienceOptions, audienceOf } from './audience.ts'
import type { AudiencePoint } from './reachable-point.ts'

const usual: AudienceOptions = {
  audience: 'prime',
  channel: 'auto',
  childSpecific: false,
  kind: 'news',
  choices: new Map(),
  deadlineAt: null,
}
const digestAt = new Date('2026-11-21T18:00:00Z')
const chose = (choices: Record<string, KindChoice>) => ({
  choices: new Map(Object.entries(choices).map(([id, choice]) => [id, { choice, digestAt }])),
})

let serial = 0
function point(value: string, more: Partial<AudiencePoint> = {}): AudiencePoint {
  serial += 1
  const kind = value.includes('@') ? 'email' : 'mobile'
  const works = { smsCapable: kind === 'mobile', usable: true, reason: null, blockedAt: null, blockReason: null }
  return { id: `point ${serial}`, kind, value, position: serial, ...works, ...more }
}

function adult(name: string, points: (string | AudiencePoint)[], more: Partial<AudienceAdult> = {}): AudienceAdult {
  const contactPoints = points.map((given) => (typeof given === 'string' ? point(given) : given))
  return { id: name, forename: name, surname: 'X', householdKey: null, optOuts: [], contactPoints, ...more }
}

type Link = AudienceFamily['links'][number]
const link = (who: AudienceAdult, more: Partial<Link> = {}): Link => ({
  prime: true,
  priority: 1,
  state: 'current',
  adult: who,
  ...more,
})
const family = (
  name: string,
  links: Link[],
  status: AudienceFamily['pupil']['status'] = 'on roll',
): AudienceFamily => ({
  pupil: { id: name, forename: name, surname: 'X', status },
  links,
})

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

const values = ['+447700900001', '+447700900002', '+447700900003', 'a@example.org', 'b@example.org', 'A@example.org']
const anyPoint = fc
  .record({ value: fc.constantFrom(...values), usable: fc.boolean(), blocked: fc.boolean(), sms: fc.boolean() })
  .map(({ value, usable, blocked, sms }) =>
    point(value, { usable, blockedAt: blocked ? new Date(0) : null, smsCapable: sms && !value.includes('@') }),
  )
const anyAdults = fc.array(
  fc.record({
    optOuts: fc.subarray(['all', 'sms', 'email']),
    contactPoints: fc.array(anyPoint, { maxLength: 3 }),
    householdKey: fc.constantFrom(null, 'one', 'two'),
  }),
  { minLength: 1, maxLength: 6 },
)
const anyFamilies = anyAdults.chain((adults) =>
  fc
    .array(
      fc.record({
        status: fc.constantFrom('on roll' as const, 'on roll' as const, 'pre-admission' as const, 'leaver' as const),
        links: fc.uniqueArray(
          fc.record({
            who: fc.nat({ max: adults.length - 1 }),
            prime: fc.boolean(),
            priority: fc.option(fc.nat({ max: 5 })),
            state: fc.constantFrom('current' as const, 'held: court order flagged' as const, 'ended' as const),
          }),
          { selector: ({ who }) => who, maxLength: 4 },
        ),
      }),
      { maxLength: 6 },
    )
    .map((drawn) =>
      drawn.map(({ status, links }, at) =>
        family(
          `pupil ${at}`,
          links.map(({ who, ...rest }) => link({ ...adult(`adult ${who}`, []), ...adults[who] }, rest)),
          status,
        ),
      ),
    ),
)
const anyOptions: fc.Arbitrary<AudienceOptions> = fc.constantFrom(...messageKinds).chain((kind: MessageKind) =>
  fc.record({
    audience: fc.constantFrom('prime' as const, 'all' as const, 'household' as const),
    channel: fc.constantFrom('sms' as const, 'email' as const, 'auto' as const, 'both' as const),
    childSpecific: fc.boolean(),
    kind: fc.constant(kind),
    deadlineAt: fc.constantFrom(null, new Date('2026-11-21T12:00:00Z'), new Date('2026-11-22T12:00:00Z')),
    choices: fc
      .array(fc.option(fc.constantFrom(...choicesOf(kind))), { minLength: 6, maxLength: 6 })
      .map(
        (drawn) => chose(Object.fromEntries(drawn.flatMap((one, at) => (one ? [[`adult ${at}`, one]] : [])))).choices,
      ),
  }),
)

describe('MSG-2 the parts add up to the whole', () => {
  it('puts every pupil in exactly one of reached, paper and withheld, and every pair somewhere', () => {
    fc.assert(
      fc.property(anyFamilies, anyOptions, (families, options) => {
        const { verdicts } = audienceOf(families, options)
        for (const { pupil, links } of families) {
          const own = verdicts.filter(({ pupilId }) => pupilId === pupil.id)
          const reached = own.some(({ verdict }) => verdict === 'send' || verdict === 'covered')
          const settled = own.filter(({ adultId }) => adultId === null)
          assert.equal(settled.length, reached ? 0 : 1)
          assert.ok(settled.every(({ verdict }) => verdict === 'paper' || verdict === 'withheld'))
          for (const { adult: who } of links) assert.ok(own.some(({ adultId }) => adultId === who.id))
        }
        assert.equal(
          verdicts.every(({ reason, rule }) => reason !== '' && /^[A-Z]{3}-\d+$/.test(rule)),
          true,
        )
      }),
    )
  })

  it('makes as many copies as verdicts to send, and every covered pair has a copy that names the child', () => {
    fc.assert(
      fc.property(anyFamilies, anyOptions, (families, options) => {
        const { copies, verdicts } = audienceOf(families, options)
        const sends = verdicts.filter(({ verdict }) => verdict === 'send')
        assert.deepEqual(
          sends.map(({ copy }) => copy),
          copies.map((_, at) => at),
        )
        for (const { verdict, copy, pupilId } of verdicts) {
          if (verdict === 'covered') assert.ok(copies[copy ?? -1]?.pupilIds.includes(pupilId))
        }
      }),
    )
  })

  it('never sends to a held or ended link, an opted-out channel, a blocked or unusable point, or a pupil not on roll', () => {
    fc.assert(
      fc.property(anyFamilies, anyOptions, (families, options) => {
        const { copies, verdicts } = audienceOf(families, options)
        for (const { verdict, pupilId, adultId, copy } of verdicts) {
          if (verdict !== 'send') continue
          const found = families.find(({ pupil }) => pupil.id === pupilId)
          const used = found?.links.find(({ adult: who }) => who.id === adultId)
          const sent = copies[copy ?? -1]
          const to = used?.adult.contactPoints.find(({ id }) => id === sent?.pointId)
          assert.equal(found?.pupil.status, 'on roll')
          assert.equal(used?.state, 'current')
          assert.ok(!used.adult.optOuts.some((channel) => channel === 'all' || channel === sent?.channel))
          assert.ok(to?.usable && to.blockedAt === null)
        }
      }),
    )
  })

  it('OPT-6, OPT-7: sends nothing that was not chosen, and mutes nothing that must be told', () => {
    fc.assert(
      fc.property(anyFamilies, anyOptions, (families, options) => {
        const { verdicts } = audienceOf(families, options)
        const plain = audienceOf(families, { ...options, choices: new Map() })
        for (const { verdict, adultId, channel } of verdicts) {
          const choice = options.choices.get(adultId ?? '')?.choice
          if (verdict !== 'send') continue
          assert.notEqual(choice, 'none')
          if (options.kind === 'fundraising') assert.ok(choice)
          if (choice === 'digest') assert.equal(channel, 'email')
        }
        if (options.kind !== 'safety' && options.kind !== 'attendance') return
        const reached = (all: typeof verdicts) =>
          new Set(all.filter(({ copy }) => copy !== null).map(({ pupilId }) => pupilId))
        assert.ok(reached(plain.verdicts).isSubsetOf(reached(verdicts)))
      }),
    )
  })

  it('brings no address the same words twice (MSG-3)', () => {
    fc.assert(
      fc.property(anyFamilies, anyOptions, (families, options) => {
        const { copies } = audienceOf(families, options)
        const keys = copies.map(({ channel, address, pupilIds }) =>
          [channel, address.toLowerCase(), ...(options.childSpecific ? pupilIds : [])].join(' '),
        )
        assert.equal(new Set(keys).size, keys.length)
      }),
    )
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
