import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, it } from 'node:test'
import { sql } from 'kysely'
import { fixedClock } from '../../platform/clock/index.ts'
import type { Trx } from '../../platform/db/index.ts'
import { type TestDb, testDatabase } from '../../platform/db/testing.ts'
import { Refusal } from '../../platform/errors/index.ts'
import { newId } from '../../platform/ids/index.ts'
import { listEntries, systemActor } from '../audit/index.ts'
import { endLink, findFamily, linkAdultByHand, listIssues, listMerges, undoMerge } from '../people/index.ts'
import { choosePreferences, findPreferences, type WantedPreferences } from '../preferences/index.ts'
import { createSchool, type School } from '../schools/index.ts'
import { type ClaimDecision, decideAlike, decideClaim, findAlike, findClaim, listClaims } from './index.ts'
import type { FirstChoices } from './rules/what-to-receive.ts'
import {
  addPupil,
  fatima,
  nobodyIsFlagged,
  printAndRead,
  register,
  type Sheet,
  testClock,
  testHash,
} from './testing.ts'

let db: TestDb
let school: School
let amira = ''
let sheet: Sheet
const staff = { kind: 'staff' as const, accountId: null, name: 'Sam Okafor' }
const karim = { ...fatima, forename: 'Karim', email: 'karim@example.org', mobile: '07700 900126' }

before(async () => {
  db = await testDatabase()
})
after(async () => db.close())
beforeEach(async () => {
  school = await createSchool(db, { name: 'Hill Primary', slug: `s-${newId()}`, actor: systemActor, clock: testClock })
  amira = await here((trx) => addPupil(trx, { schoolId: school.id, forename: 'Amira', surname: 'Al-Hassan' }))
  const [printed] = await printAndRead(db, { school, letters: { kind: 'pupil', pupilId: amira } })
  if (!printed) throw new Error('nothing was printed')
  sheet = printed
})

const here = <T>(work: (trx: Trx) => Promise<T>): Promise<T> => db.inSchool(school.id, work)
const refuses = (code: string) => (error: unknown) => error instanceof Refusal && error.code === code
const with_ = (place: number) => ({ reference: sheet.reference, code: sheet.codes[place - 1] ?? '' })
const by = () => ({ schoolId: school.id, actor: staff, clock: testClock, reason: 'Seen at the desk with a passport' })
const current = async (pupilId = amira) =>
  (await here((trx) => findFamily(trx, school.id, pupilId))).links.filter(({ endedOn }) => endedOn === null)
const values = (link: Awaited<ReturnType<typeof current>>[number] | undefined) =>
  link?.adult.contactPoints.map(({ value }) => value).sort()
const forget = async () => {}

/** Karim, whose link a court order holds, registers all the same. */
async function heldKarim(choices?: FirstChoices): Promise<{ adultId: string; linkId: string; claimId: string }> {
  const adult = { forename: 'Karim', surname: 'Al-Hassan', email: 'old@example.org', prime: false }
  const linked = await here((trx) => linkAdultByHand(trx, { ...by(), pupilId: amira, adult }))
  await here((trx) =>
    sql`insert into court_order_flags (school_id, pupil_id, adult_id, flag, flagged_at)
      values (${school.id}, ${amira}, ${linked.adultId}, 'yes', ${testClock.now()})`.execute(trx),
  )
  await register(db, { ...with_(1), registrant: karim, ...(choices ? { choices } : {}) })
  const [claim] = await here((trx) => listClaims(trx, school.id))
  return { ...linked, claimId: claim?.typed.id ?? '' }
}

const decide = (claimId: string, decision: ClaimDecision, reason = by().reason) =>
  here((trx) =>
    decideClaim(trx, {
      ...by(),
      ...{
        school,
        claimId,
        decision,
        reason,
        forget,
        flaggedContactOf: nobodyIsFlagged,
        hash: testHash,
        siteAddress: 'https://gate.example',
      },
    }),
  )

/** Of news and of fundraising, and who said the latter. */
const chosenBy = async (adultId: string) => {
  const { news, fundraising } = (await here((trx) => findPreferences(trx, { schoolId: school.id, adultId }))).kinds
  return [news.choice, fundraising.choice, fundraising.stored?.setByKind]
}
/** By themselves, an hour after they registered. */
const choose = (adultId: string, wanted: WantedPreferences) => {
  const clock = fixedClock(new Date(testClock.now().getTime() + 3_600_000).toISOString())
  const actor = { kind: 'family' as const, accountId: null, name: 'Karim Al-Hassan' }
  return here((trx) => choosePreferences(trx, { schoolId: school.id, adultId, wanted, actor, clock }))
}
const storedOf = async (claimId: string) => {
  const { rows } = await here((trx) =>
    sql`select state, email, news, consent from registrations
      where school_id = ${school.id} and id = ${claimId}`.execute(trx),
  )
  return rows[0]
}

describe('LET-13 a claim that a person decides', () => {
  it('keeps what was typed beside what is held, apart from the words of the list', async () => {
    const { claimId, adultId } = await heldKarim()
    const claim = await here((trx) => findClaim(trx, { schoolId: school.id, id: claimId }))
    assert.deepEqual(
      [claim.typed.forename, claim.typed.email, claim.typed.mobile, claim.typed.claimWhy, claim.typed.wish],
      ['Karim', 'karim@example.org', '+447700900126', 'held', 'both'],
    )
    assert.deepEqual([claim.held?.id, claim.link?.state], [adultId, 'held: court order flagged'])
    const [issue] = await here((trx) => listIssues(trx, school.id, { kind: 'registration to decide' }))
    assert.doesNotMatch(issue?.detail ?? '', /@|\+44/)
  })

  it('links the same person, leaves a held link held, sends them nothing and says who decided and why', async () => {
    const { claimId, linkId } = await heldKarim()
    const before = await deliveries()
    await decide(claimId, 'same person')
    const [link, ...others] = await current()
    assert.deepEqual(
      [others.length, link?.id, link?.origin, link?.state],
      [0, linkId, 'web', 'held: court order flagged'],
    )
    assert.deepEqual(values(link), ['+447700900126', 'karim@example.org'])
    assert.equal(await deliveries(), before)
    assert.deepEqual(await here((trx) => listIssues(trx, school.id, { kind: 'registration to decide' })), [])
    const [entry] = await here((trx) => listEntries(trx, school.id, { act: 'claim.decided' }))
    assert.deepEqual([entry?.actorName, entry?.pupilId], ['Sam Okafor', amira])
    await assert.rejects(decide(claimId, 'refused'), refuses('claim.decided'))
  })

  it('gives somebody else a record of their own, leaving the held one as it was', async () => {
    const { claimId, adultId } = await heldKarim()
    await decide(claimId, 'own adult')
    const links = await current()
    assert.deepEqual(links.map(({ origin }) => origin).sort(), ['manual', 'web'])
    assert.deepEqual(values(links.find((link) => link.adultId === adultId)), ['old@example.org'])
  })

  it('links nobody when it is refused, and forgets what was typed', async () => {
    const { claimId } = await heldKarim()
    await decide(claimId, 'refused')
    assert.deepEqual(
      (await current()).map(({ origin }) => origin),
      ['manual'],
    )
    assert.deepEqual(await storedOf(claimId), { state: 'refused', email: null, news: null, consent: null })
  })

  for (const decision of ['same person', 'own adult'] as const) {
    it(`OPT-7 does what they chose on the way once they are linked: ${decision}`, async () => {
      const { claimId, adultId: heldId } = await heldKarim({ news: 'digest', consent: true })
      assert.deepEqual(await chosenBy(heldId), ['usual', 'none', undefined], 'nothing before it is decided')
      await decide(claimId, decision)
      const { adultId } = (await current()).find(({ origin }) => origin === 'web') ?? { adultId: '' }
      assert.deepEqual(await chosenBy(adultId), ['digest', 'email', 'family'])
      const others = decision === 'own adult' ? await chosenBy(heldId) : null
      assert.deepEqual(others, decision === 'own adult' ? ['usual', 'none', undefined] : null)
      assert.deepEqual(await storedOf(claimId), { state: 'registered', email: null, news: null, consent: null })
    })
  }

  it('OPT-3 leaves what they chose themselves since', async () => {
    const { claimId, adultId } = await heldKarim({ news: 'digest', consent: true })
    await choose(adultId, { language: 'pl', kinds: { news: 'none' } })
    await decide(claimId, 'same person')
    assert.deepEqual(await chosenBy(adultId), ['none', 'email', 'family'])
    assert.equal((await here((trx) => findPreferences(trx, { schoolId: school.id, adultId }))).language, 'pl')
  })

  it('chooses nothing for who was not asked', async () => {
    const { claimId, adultId } = await heldKarim()
    await decide(claimId, 'same person')
    assert.deepEqual(await chosenBy(adultId), ['usual', 'none', undefined])
  })

  it('is not decided without a reason, nor where every place is taken (LET-1)', async () => {
    const { claimId } = await heldKarim()
    await assert.rejects(decide(claimId, 'refused', ' '), refuses('reason-missing'))
    const full = { ...school, settings: { ...school.settings, letterPlaces: 0 } }
    const deciding = {
      ...by(),
      school: full,
      claimId,
      forget,
      flaggedContactOf: nobodyIsFlagged,
      hash: testHash,
      siteAddress: '',
    }
    await assert.rejects(
      here((trx) => decideClaim(trx, { ...deciding, decision: 'own adult' })),
      refuses('claim.full'),
    )
    assert.equal((await here((trx) => listClaims(trx, school.id))).length, 1)
  })

  it('links again whom the school had ended, with a fresh link, and writes to them', async () => {
    const adult = { forename: 'Fatima', surname: 'Al-Hassan', prime: true }
    const { linkId, adultId } = await here((trx) => linkAdultByHand(trx, { ...by(), pupilId: amira, adult }))
    await here((trx) => endLink(trx, { ...by(), linkId }))
    await register(db, { ...with_(1), registrant: fatima })
    const before = await deliveries()
    const [claim] = await here((trx) => listClaims(trx, school.id))
    await decide(claim?.typed.id ?? '', 'same person')
    const [link] = await current()
    assert.deepEqual([link?.adultId, link?.origin, link?.id === linkId], [adultId, 'web', false])
    assert.equal(await deliveries(), before + 1)
  })

  it('may have the link to their own page sent again, as who registers at once', async () => {
    const { claimId, adultId } = await heldKarim()
    await decide(claimId, 'same person')
    const { rows } = await db.inInstance((trx) =>
      sql<{ channel: string }>`
        select channel from proved_channels where adult_id = ${adultId} order by channel`.execute(trx),
    )
    assert.deepEqual(rows, [{ channel: 'email' }, { channel: 'sms' }])
  })
})

describe('LET-13 registered beside somebody alike', () => {
  it('makes two records one: the one held keeps its links and takes what was registered', async () => {
    const { issueId, held, registered } = await twoFatimas()
    await decideAs(issueId, 'same person')
    const [link, ...others] = await current()
    assert.deepEqual([others.length, link?.adultId, link?.origin, link?.prime], [0, held, 'web', true])
    assert.deepEqual(values(link), ['+447700900123', 'fatima@example.org'])
    const { rows } = await here((trx) =>
      sql<{ adult_id: string }>`select adult_id from registrations where school_id = ${school.id}`.execute(trx),
    )
    assert.deepEqual(rows, [{ adult_id: held }])
    assert.notEqual(registered, held)
    await assert.rejects(decideAs(issueId, 'refused'), refuses('no-such-issue'))
  })

  it('parts the two again as they were, when it was a mistake', async () => {
    const { issueId, held } = await twoFatimas()
    const before = (await current()).map((link) => [link.adultId, link.origin, link.prime, values(link)])
    await decideAs(issueId, 'same person')
    const [merge] = await here((trx) => listMerges(trx, school.id))
    assert.equal(merge?.keptId, held)
    await here((trx) => undoMerge(trx, { ...by(), mergeId: merge?.id ?? '' }))
    assert.deepEqual(
      (await current()).map((link) => [link.adultId, link.origin, link.prime, values(link)]),
      before,
    )
  })

  it('makes nobody one while a link of who registered is held: the hold would be lost (IMP-14)', async () => {
    const { issueId, registered } = await twoFatimas()
    await db.asOwner((trx) =>
      sql`insert into court_order_flags (school_id, pupil_id, adult_id, flag, flagged_at)
        values (${school.id}, ${amira}, ${registered}, 'yes', ${testClock.now()})`.execute(trx),
    )
    await assert.rejects(decideAs(issueId, 'same person'), refuses('adult.held'))
    assert.equal((await current()).length, 2)
  })

  it('remembers that they are two, and asks no more', async () => {
    const { issueId } = await twoFatimas()
    await decideAs(issueId, 'somebody else')
    assert.equal((await current()).length, 2)
    assert.deepEqual(await here((trx) => listIssues(trx, school.id, { kind: 'registered beside somebody alike' })), [])
  })

  it('ends the link of who registered when it is refused', async () => {
    const { issueId, held } = await twoFatimas()
    await decideAs(issueId, 'refused')
    assert.deepEqual(
      (await current()).map(({ adultId }) => adultId),
      [held],
    )
  })
})

async function twoFatimas() {
  const adult = { forename: 'Fatima', surname: 'Al-Hassan', email: 'other@example.org', prime: true }
  const { adultId: held } = await here((trx) => linkAdultByHand(trx, { ...by(), pupilId: amira, adult }))
  await register(db, { ...with_(1), registrant: fatima })
  const [issue] = await here((trx) => listIssues(trx, school.id, { kind: 'registered beside somebody alike' }))
  const issueId = issue?.id ?? ''
  const { registered } = await here((trx) => findAlike(trx, { schoolId: school.id, issueId }))
  return { issueId, held, registered: registered.adultId }
}

const decideAs = (issueId: string, decision: 'same person' | 'somebody else' | 'refused') =>
  here((trx) => decideAlike(trx, { ...by(), issueId, decision, forget, close: [] }))

async function deliveries(): Promise<number> {
  const { rows } = await db.asOwner((trx) =>
    sql<{ rows: number }>`select count(*)::int as rows from deliveries where school_id = ${school.id}`.execute(trx),
  )
  return rows[0]?.rows ?? 0
}
