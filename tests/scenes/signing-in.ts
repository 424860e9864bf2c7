import { openForAdult, openRecovery, setSignIn, signInWithPassword } from '../../src/modules/accounts/index.ts'
import { strangersBrowser, type TestBrowser, type TestWeb } from '../../src/web/testing.ts'

/** Parents at each step of signing in, of finding a way back in and of choosing one, and one who is in. */
export async function parentsSigningIn(web: TestWeb): Promise<{ at: string; as: TestBrowser }[]> {
  const { db, school, app, clock } = web
  const opened = { language: 'en', hash: app.keyedHash, secretBox: app.secretBox, browser: 'Chrome on Android', clock }
  const adults = await db.inSchool(school.id, (trx) =>
    trx.selectFrom('adults').select(['id', 'forename', 'surname']).where('origin', '=', 'mis').limit(2).execute(),
  )
  const [one, other] = adults.map(({ id, forename, surname }, index) => ({
    kind: 'registered' as const,
    school,
    adultId: id,
    name: `${forename} ${surname}`,
    email: `parent${index}@example.org`,
    mobile: `+4477009007${index}0`,
    accountId: null,
  }))
  if (!one || !other) throw new Error('the scene has no adults')
  const password = 'copper kettle harbour'
  const way = { way: 'password' as const, password, second: 'text' as const, appCode: '' }
  const token = await openForAdult(db, { ...one, ...opened })
  const set = await setSignIn(db, { ...opened, token, way })
  if (set.outcome !== 'done') throw new Error('the scene has no sign-in')
  const half = await signInWithPassword(db, {
    name: one.email,
    password,
    knownBrowser: null,
    browser: 'Firefox',
    clock,
  })
  const choosing = await openForAdult(db, { ...other, ...opened })
  const lost = await openRecovery(db, { ...opened, name: one.email })
  const stranger = (cookie: string, value: string) => strangersBrowser(web, { [cookie]: value })
  return [
    { at: '/sign-in/code', as: stranger('gatehouse-second-factor', half.outcome === 'right' ? half.token : '') },
    { at: '/sign-in/prove', as: stranger('gatehouse-new-sign-in', lost) },
    { at: '/sign-in/new', as: stranger('gatehouse-new-sign-in', choosing) },
    { at: '/account/security', as: strangersBrowser(web, { 'gatehouse-session': set.token }) },
  ]
}
