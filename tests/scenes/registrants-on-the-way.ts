import { systemActor } from '../../src/modules/audit/index.ts'
import { flaggedContactOf, forgetContactPoints, tellDataManager } from '../../src/modules/importing/index.ts'
import { sendMessage } from '../../src/modules/messaging/index.ts'
import {
  endLink,
  findFamily,
  findPupilsOf,
  linkAdultByHand,
  listIssues,
  loadChildren,
  raiseIssue,
} from '../../src/modules/people/index.ts'
import { choosePreferences } from '../../src/modules/preferences/index.ts'
import {
  agreeAndFinish,
  askToChange,
  describeYourself,
  openLetter,
  signOwnLink,
} from '../../src/modules/registration/index.ts'
import { begin, beginAndProve, fatima, printAndRead, register } from '../../src/modules/registration/testing.ts'
import { fixedClock } from '../../src/platform/clock/index.ts'
import { signedInAsAdult, strangersBrowser, type TestBrowser, type TestWeb } from '../../src/web/testing.ts'

/** Four adults of one child, each at another step of registering; and a letter that somebody guessed at. */
export async function registrantsOnTheWay(web: TestWeb): Promise<{ at: string; as: TestBrowser }[]> {
  const { db, school, clock } = web
  const hash = web.app.keyedHash
  const [sheet, guessed] = await printAndRead(db, { school, letters: { kind: 'new' }, hash, clock })
  const typed = { reference: sheet?.reference ?? '', clock, hash }
  const code = (place: number) => ({ ...typed, code: sheet?.codes[place - 1] ?? '' })
  const described = await begin(db, code(2))
  await describeYourself(db, { token: described, hash, clock, typed: fatima })
  const finished = await beginAndProve(db, { ...code(3), registrant: { ...fatima, forename: 'Ruth' } })
  await agreeAndFinish(db, {
    token: finished,
    hash,
    clock,
    wish: 'both',
    forget: forgetContactPoints,
    flaggedContactOf,
    siteAddress: '',
  })
  const steps = {
    you: await begin(db, code(1)),
    prove: described,
    agree: await beginAndProve(db, { ...code(1), registrant: { ...fatima, forename: 'Kate' } }),
    // She shares the mailbox of a parent who signs in (see `signing-in.ts`).
    known: await beginAndProve(db, { ...code(1), registrant: { ...fatima, email: 'parent0@example.org' } }),
    done: finished,
  }
  const wrong = { reference: guessed?.reference ?? '', code: '0000000000', token: '' }
  for (let tries = 0; tries < 5; tries += 1) await openLetter(db, { typed: wrong, hash, clock, pause: async () => {} })
  await leaveSomethingToDecide(web)
  const adultId = await findRegisteredAdult(web)
  await letTheMisDiffer(web, adultId)
  await writeTo(web, adultId)
  const own = signOwnLink({ schoolId: school.id, adultId, hash, clock })
  const family = await signedInFamily(web, { adultId, begun: await begin(db, code(4)) })
  const registering = Object.entries(steps).map(([step, token]) => ({
    at: `/register/${step}`,
    as: strangersBrowser(web, { 'gatehouse-registration': token }),
  }))
  return [
    ...registering,
    ...family,
    { at: `/my/${own}`, as: strangersBrowser(web) },
    { at: `/my/${own}/messages`, as: strangersBrowser(web, { 'gatehouse-own': own }) },
    { at: '/my', as: strangersBrowser(web, { 'gatehouse-own': own }) },
    { at: '/my/sign-in', as: strangersBrowser(web, { 'gatehouse-own': own }) },
  ]
}

/** Somebody who registered and has an account: a new email waits for its code, and a second child's letter was typed. */
async function signedInFamily(
  web: TestWeb,
  { adultId, begun }: { adultId: string; begun: string },
): Promise<{ at: string; as: TestBrowser }[]> {
  const { db, school, app, clock } = web
  const as = await signedInAsAdult(web, { schoolId: school.id, adultId, cookies: { 'gatehouse-registration': begun } })
  const acting = { schoolId: school.id, adultId, accountId: as.accountId, clock }
  await askToChange(db, { ...acting, channel: 'email', typed: 'ruth.new@example.org', hash: app.keyedHash })
  const places = ['/my', '/my/details', '/my/add-child', '/my/add-child/confirm', '/my/data']
  const ofSchool = ['name', 'email', 'mobile', 'code'].map((page) => `/my/at/${school.slug}/${page}`)
  return [...places, ...ofSchool].map((at) => ({ at, as }))
}

/** A newsletter and a text that came, and what the person then chose to get. */
async function writeTo({ db, school }: TestWeb, adultId: string): Promise<void> {
  const actor = { kind: 'system' as const, accountId: null, name: 'Sam Okafor' }
  // Before the messages of today, so that these stay the newest ones of the school.
  const clock = fixedClock('2026-11-20T15:00:00Z')
  const children = await db.inSchool(school.id, (trx) => loadChildren(trx, { schoolId: school.id, adultId }))
  const to = children.map(({ pupilId }) => `pupil:${pupilId}`)
  const all = { to, audience: 'all', deadlineAt: null } as const
  const letter = `Dear {{adult.name}},\n\n${'A good deal went on this half term. '.repeat(20)}\n\nhttps://hill.example/news`
  const news = { ...all, channel: 'email', kind: 'news', subject: 'News from Hill Primary', body: letter } as const
  const text = { ...all, channel: 'sms', kind: 'dates', subject: '', body: 'The trip is back at 16:30.' } as const
  for (const content of [news, text]) await sendMessage(db, { school, content, again: false, actor, clock })
  await db.asOwner((trx) =>
    trx.updateTable('deliveries').set({ state: 'delivered' }).where('recipient_id', '=', adultId).execute(),
  )
  const wanted = { digestHour: 17, kinds: { news: 'digest', fundraising: 'email' } } as const
  await db.inSchool(school.id, (trx) =>
    choosePreferences(trx, { schoolId: school.id, adultId, wanted, actor: { ...actor, kind: 'family' }, clock }),
  )
}

async function findRegisteredAdult({ db, school }: TestWeb): Promise<string> {
  const adult = await db.inSchool(school.id, (trx) =>
    trx.selectFrom('adults').select('id').where('origin', '=', 'web').executeTakeFirst(),
  )
  return adult?.id ?? ''
}

/** One registers whose link the school had ended, and one beside an adult of the same name. */
async function leaveSomethingToDecide({ db, school, app, clock }: TestWeb): Promise<void> {
  const [hash, schoolId] = [app.keyedHash, school.id]
  const [pupilId = ''] = await db.inSchool(schoolId, (trx) =>
    findPupilsOf(trx, { schoolId, selectors: ['pupil:004310'] }),
  )
  const by = { schoolId, actor: systemActor, clock, reason: 'Asked for by the other parent' }
  const uncle = { forename: 'Owen', surname: 'Pryce', relationship: 'Uncle', phone: '07700 900871', prime: false }
  const { linkId } = await db.inSchool(schoolId, (trx) => linkAdultByHand(trx, { ...by, pupilId, adult: uncle }))
  await db.inSchool(schoolId, (trx) => endLink(trx, { ...by, linkId }))
  const { links } = await db.inSchool(schoolId, (trx) => findFamily(trx, schoolId, pupilId))
  const [sheet] = await printAndRead(db, { school, letters: { kind: 'pupil', pupilId }, hash, clock })
  for (const [at, { adult }] of links.entries()) {
    const code = sheet?.codes[at] ?? ''
    const registrant = { ...fatima, forename: adult.forename, surname: adult.surname, email: `alike${at}@example.org` }
    await register(db, { reference: sheet?.reference ?? '', code, registrant, hash, clock })
  }
}

/** The MIS holds another number than the one that was registered, and the data manager was told. */
async function letTheMisDiffer({ db, school, clock }: TestWeb, adultId: string): Promise<void> {
  const schoolId = school.id
  await db.inSchool(schoolId, async (trx) => {
    const [child] = await loadChildren(trx, { schoolId, adultId })
    const about = { schoolId, pupilId: child?.pupilId ?? null, adultId, clock }
    const said = { kind: 'differs from MIS', detail: 'The MIS holds 07700 900555; the details here were registered.' }
    await raiseIssue(trx, { ...about, ...said, key: `adult|${adultId}|differs|+447700900555` })
    const [issue] = await listIssues(trx, schoolId, { kind: 'differs from MIS' })
    if (issue) await tellDataManager(trx, { schoolId, issueId: issue.id, actor: systemActor, clock })
  })
}
