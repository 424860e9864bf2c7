import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { defaultSettings } from '../../schools/index.ts'
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
  id: `link-${name}`,
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
  courtOrder: { flag: 'no', flaggedAt: null, decision: null, decidedAt: null },
  restricted: false,
  optedOut: false,
  knownToMis: true,
  ...facts,
})

const decide = (contacts: FileContact[], links: StandingLink[] = [], settings = {}) =>
  decidePupil({ contacts, links, settings: { ...defaultSettings, ...settings }, complete: true })

/** `Ann: add (IMP-2)` for every decision. */
const inWords = (decision: ReturnType<typeof decidePupil>) =>
  decision.links.map((one) => `${one.contact?.forename ?? one.link?.forename}: ${one.act} (${one.rule})`)

describe('IMP-22 somebody whom the ids do not say, and who was linked once', () => {
  const ended = link('Ann', { endedOn: '2026-01-01' })
  const unknown = contact('Ann', { contactKey: 'id:new', adultId: null })
  const adultsOf = (contacts: FileContact[]) => decide(contacts, [ended]).links.map((one) => one.contact?.adultId)
  it('is that adult by name', () => {
    assert.deepEqual(adultsOf([unknown]), ['Ann'])
  })
  it('is not, where a record of another name is that adult: a person made the two one', () => {
    assert.deepEqual(adultsOf([unknown, contact('Anna', { adultId: 'Ann', priority: 2 })]), [null, 'Ann'])
  })
  it('is not, where another of the name might be', () => {
    assert.deepEqual(adultsOf([unknown, { ...unknown, contactKey: 'id:newer' }]), [null, null])
  })
})

describe('IMP-2 who becomes prime by priority 1', () => {
  it('brings the priority-1 contact of a pupil whom nobody closes', () => {
    assert.deepEqual(inWords(decide([contact('Ann')])), ['Ann: add (IMP-2)'])
  })
  for (const origin of ['web', 'manual', 'picked'] as const) {
    it(`a prime link of origin ${origin} closes the pupil`, () => {
      const decision = decide([contact('Bob')], [link('Ann', { origin })])
      assert.deepEqual(inWords(decision), ['Bob: leave out (IMP-8)', 'Ann: keep (IMP-5)'])
    })
  }
  it('a prime link of origin mis never does', () => {
    assert.deepEqual(inWords(decide([contact('Bob')], [link('Ann')])), ['Bob: add (IMP-2)', 'Ann: end (IMP-8)'])
  })
  it('a link that ended closes nothing', () => {
    assert.deepEqual(inWords(decide([contact('Bob')], [link('Ann', { origin: 'web', endedOn: '2026-01-01' })])), [
      'Bob: add (IMP-2)',
    ])
  })
  it('two contacts of priority 1 are two primes, and a person is told', () => {
    const decision = decide([contact('Ann'), contact('Bob')])
    assert.deepEqual(inWords(decision), ['Ann: add (IMP-2)', 'Bob: add (IMP-2)'])
    assert.deepEqual(
      decision.issues.map((issue) => issue.kind),
      ['two priority-1 contacts'],
    )
  })
})

describe('VIS-3 an import leaves a restricted adult alone, and brings none back', () => {
  const dan = (facts: Partial<StandingLink> = {}) => link('Dan', { relationship: 'Father', restricted: true, ...facts })
  const cases: [what: string, contacts: FileContact[], links: StandingLink[], expected: string[]][] = [
    ['a link that the file says otherwise', [contact('Dan', { priority: 2 })], [dan()], ['Dan: keep (VIS-3)']],
    ['a link that the file does not name', [], [dan()], ['Dan: keep (VIS-3)']],
    [
      'a link of a relationship that is no family',
      [contact('Dan', { relationship: 'Doctor' })],
      [dan()],
      ['Dan: keep (VIS-3)'],
    ],
    [
      'a link of somebody who registered, who does not become prime',
      [contact('Dan')],
      [dan({ origin: 'web', prime: false })],
      ['Dan: keep (VIS-3)'],
    ],
    ['a link that has ended', [contact('Dan')], [dan({ endedOn: '2026-01-01' })], ['Dan: leave out (VIS-3)']],
    [
      'somebody of the name under another number',
      [contact('Dan'), contact('Dan', { adultId: null, contactKey: 'id:new', relationship: 'Father' })],
      [dan()],
      ['Dan: keep (VIS-3)', 'Dan: leave out (VIS-3)'],
    ],
    [
      'somebody of the name whom a person said to be another (IMP-22)',
      [contact('Dan', { adultId: 'other Dan', relationship: 'Father' })],
      [dan({ endedOn: '2026-01-01', notSame: ['other Dan'] })],
      ['Dan: add (IMP-2)'],
    ],
    [
      'a prime adult who is restricted closes nobody out',
      [contact('Ann')],
      [dan({ origin: 'web' })],
      ['Ann: add (IMP-2)', 'Dan: keep (VIS-3)'],
    ],
  ]
  for (const [what, contacts, links, expected] of cases)
    it(what, () => assert.deepEqual(inWords(decide(contacts, links)), expected))
  it('LNK-7 says that nobody is prime where the only one is restricted', () => {
    const kinds = (links: StandingLink[]) => decide([contact('Dan')], links).issues.map(({ kind }) => kind)
    assert.deepEqual(kinds([dan()]), ['no prime adult'])
    assert.deepEqual(kinds([dan(), link('Ann', { origin: 'web' })]), [])
  })
})

describe('IMP-5 what the person or the school owns stays', () => {
  it('a link picked by the school is not made prime by the MIS', () => {
    assert.deepEqual(inWords(decide([contact('Ann')], [link('Ann', { origin: 'picked', prime: false })])), [
      'Ann: keep (IMP-5)',
    ])
  })
  it('an adult of the same name is recognised within the pupil, unless something speaks against it', () => {
    const unknown = contact('Ann', { adultId: null, title: 'Mrs' })
    assert.deepEqual(inWords(decide([unknown], [link('Ann', { origin: 'manual' })])), ['Ann: keep (IMP-5)'])
    const father = link('Ann', { origin: 'manual', title: 'Mr', relationship: 'Father' })
    assert.deepEqual(inWords(decide([unknown], [father])), ['Ann: leave out (IMP-8)', 'Ann: keep (IMP-5)'])
  })
  it('two contacts of one name are not guessed between', () => {
    const contacts = [
      contact('Ann', { adultId: null, contactKey: 'a' }),
      contact('Ann', { adultId: null, contactKey: 'b', priority: 2 }),
    ]
    assert.deepEqual(inWords(decide(contacts, [link('Ann', { origin: 'web' })])).at(-1), 'Ann: keep (IMP-5)')
    assert.equal(
      decide(contacts, [link('Ann', { origin: 'web' })]).links.filter((one) => one.link && one.contact).length,
      0,
    )
  })
})

describe('IMP-7 a difference is raised and nothing is overwritten', () => {
  it('says who would have been prime', () => {
    const [issue] = decide([contact('Bob')], [link('Ann', { origin: 'web' })]).issues
    assert.equal(issue?.kind, 'differs from MIS')
    assert.match(issue?.detail ?? '', /Bob Hassan priority 1; here Ann Hassan is prime and registered/)
  })
  it('says so also where somebody else becomes prime by this very import', () => {
    const standing = [link('Ann', { origin: 'manual', prime: false }), link('Bob', { origin: 'web', prime: false })]
    const decision = decide([contact('Ann'), contact('Bob')], standing)
    assert.deepEqual(inWords(decision), ['Ann: keep (IMP-5)', 'Bob: make prime (IMP-8)'])
    assert.ok(decision.issues.some(({ detail }) => detail.includes('Ann Hassan priority 1; here Bob Hassan is prime')))
  })
  it('is silent about a contact who would not come in anyway', () => {
    assert.deepEqual(
      decide([contact('Bob', { relationship: 'Social Worker' })], [link('Ann', { origin: 'web' })]).issues,
      [],
    )
  })
})

describe('IMP-16 silence of a file that could not be read whole', () => {
  it('ends nothing', () => {
    const decision = decidePupil({ contacts: [], links: [link('Ann')], settings: defaultSettings, complete: false })
    assert.deepEqual(inWords(decision), ['Ann: keep (IMP-16)'])
  })
})

describe('IMP-5 for any links and any file', () => {
  const origins = fc.constantFrom('mis', 'web', 'manual', 'picked')
  const anyLink = fc
    .record({
      name: fc.constantFrom('Ann', 'Bob', 'Cleo'),
      origin: origins,
      prime: fc.boolean(),
      ended: fc.boolean(),
      optedOut: fc.boolean(),
      knownToMis: fc.boolean(),
    })
    .map(({ name, origin, prime, ended, optedOut, knownToMis }) =>
      link(name, {
        origin,
        prime,
        endedOn: ended ? '2026-01-01' : null,
        optedOut,
        knownToMis,
      } as Partial<StandingLink>),
    )
  const links = fc.uniqueArray(anyLink, { selector: (one) => one.adultId, maxLength: 3 })
  const anyContact = fc
    .record({
      name: fc.constantFrom('Ann', 'Bob', 'Cleo', 'Dora'),
      priority: fc.constantFrom(1, 2, 3, null),
      optedOut: fc.boolean(),
      known: fc.boolean(),
    })
    .map(({ name, priority, optedOut, known }) => contact(name, { priority, optedOut, adultId: known ? name : null }))
  const contacts = fc.uniqueArray(anyContact, { selector: (one) => one.contactKey, maxLength: 4 })
  const settings = fc.record({ lowerPriorities: fc.boolean() })

  it('every contact and every current link gets exactly one verdict, and no protected link changes but to prime', () => {
    fc.assert(
      fc.property(contacts, links, settings, (inFile, standing, chosen) => {
        const { links: verdicts } = decide(inFile, standing, chosen)
        for (const { contactKey: key } of inFile)
          assert.equal(verdicts.filter((verdict) => verdict.contact?.contactKey === key).length, 1)
        for (const one of standing.filter((each) => each.endedOn === null)) {
          const about = verdicts.filter((verdict) => verdict.link === one)
          assert.equal(about.length, 1)
          if (one.origin !== 'mis') assert.ok(['keep', 'make prime'].includes(about[0]?.act ?? ''))
        }
      }),
    )
  })

  it('a newcomer is never prime beside a prime link that a person or the school owns', () => {
    fc.assert(
      fc.property(contacts, links, settings, (inFile, standing, chosen) => {
        const closed = standing.some((one) => one.endedOn === null && one.prime && one.origin !== 'mis')
        const { links: verdicts } = decide(inFile, standing, chosen)
        for (const verdict of verdicts) if (closed && verdict.act === 'add') assert.equal(verdict.after.prime, false)
      }),
    )
  })

  it('nobody who opted out comes in', () => {
    fc.assert(
      fc.property(contacts, links, settings, (inFile, standing, chosen) => {
        const { links: verdicts } = decide(inFile, standing, chosen)
        assert.ok(!verdicts.some((verdict) => verdict.act === 'add' && verdict.contact?.optedOut))
      }),
    )
  })

  it('IMP-6 whoever decides again when it is done finds nothing to do, and raises the same', () => {
    fc.assert(
      fc.property(contacts, links, settings, (inFile, standing, chosen) => {
        const first = decide(inFile, standing, chosen)
        const again = decide(asKnownSince(first, inFile), asDone(first, standing), chosen)
        const changes = again.links.filter(({ act }) => act !== 'keep' && act !== 'leave out')
        assert.deepEqual(changes, [])
        assert.deepEqual(again.issues.map(({ key }) => key).sort(), first.issues.map(({ key }) => key).sort())
      }),
      { numRuns: 5000 },
    )
  })

  /** The MIS's id of everybody who came or stayed is remembered. */
  const asKnownSince = ({ links: verdicts }: ReturnType<typeof decidePupil>, inFile: FileContact[]) =>
    inFile.map((one) => {
      const verdict = verdicts.find(({ contact: said }) => said?.contactKey === one.contactKey)
      if (one.adultId !== null || !verdict || ['leave out', 'end'].includes(verdict.act)) return one
      return { ...one, adultId: verdict.link?.adultId ?? verdict.contact?.adultId ?? one.forename }
    })

  const asDone = ({ links: verdicts }: ReturnType<typeof decidePupil>, standing: StandingLink[]) => {
    const changed = standing.map((one) => {
      const verdict = verdicts.find((each) => each.link === one)
      if (verdict?.contact && verdict.act === 'keep') return { ...one, knownToMis: true }
      if (verdict?.act === 'end') return { ...one, endedOn: '2026-11-22' }
      if (verdict?.act === 'update') return { ...one, ...verdict.after, knownToMis: true }
      if (verdict?.act === 'make prime') return { ...one, prime: true, knownToMis: true }
      return one
    })
    const added = verdicts.flatMap((one) =>
      one.act === 'add' && one.contact
        ? [link(one.contact.adultId ?? one.contact.forename, { ...one.after, forename: one.contact.forename })]
        : [],
    )
    return [...changed, ...added]
  }
})
