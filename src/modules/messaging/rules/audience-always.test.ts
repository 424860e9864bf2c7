import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { choicesOf, type MessageKind, messageKinds } from '../../preferences/index.ts'
import { type AudienceOptions, audienceOf } from './audience.ts'
import { adult, chose, family, link, point } from './testing.ts'

// What must hold whatever the families and whatever was chosen.

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
            state: fc.constantFrom(
              'current' as const,
              'held: court order flagged' as const,
              'restricted' as const,
              'ended' as const,
            ),
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

  it('never sends to a held, restricted or ended link, an opted-out channel, a blocked or unusable point, or a pupil not on roll', () => {
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
