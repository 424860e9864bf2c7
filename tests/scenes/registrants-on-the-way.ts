import { forgetContactPoints } from '../../src/modules/importing/index.ts'
import {
  agreeAndFinish,
  askToChange,
  describeYourself,
  openLetter,
  signOwnLink,
} from '../../src/modules/registration/index.ts'
import { begin, beginAndProve, fatima, printAndRead } from '../../src/modules/registration/testing.ts'
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
  await agreeAndFinish(db, { token: finished, hash, clock, wish: 'both', forget: forgetContactPoints, siteAddress: '' })
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
  const adultId = await findRegisteredAdult(web)
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
  const places = ['/my', '/my/details', '/my/add-child', '/my/add-child/confirm']
  const ofSchool = ['name', 'email', 'mobile', 'code'].map((page) => `/my/at/${school.slug}/${page}`)
  return [...places, ...ofSchool].map((at) => ({ at, as }))
}

async function findRegisteredAdult({ db, school }: TestWeb): Promise<string> {
  const adult = await db.inSchool(school.id, (trx) =>
    trx.selectFrom('adults').select('id').where('origin', '=', 'web').executeTakeFirst(),
  )
  return adult?.id ?? ''
}
