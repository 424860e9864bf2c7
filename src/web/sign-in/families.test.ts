import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { codeSentTo, parentWithPassword, sentTo, testPassword } from '../../modules/accounts/testing.ts'
import { addPupil, beginAndProve, fatima, printAndRead, type Sheet } from '../../modules/registration/testing.ts'
import { strangersBrowser, type TestWeb, testWeb } from '../testing.ts'

let now = Date.parse('2026-11-21T09:00:00Z')
const clock = { now: () => new Date(now), today: () => '2026-11-21' }

let web: TestWeb
before(async () => {
  web = await testWeb({ clock })
})
after(() => web.close())

const secrets = () => ({ hash: web.app.keyedHash, secretBox: web.app.secretBox })
const parent = (of: Partial<Parameters<typeof parentWithPassword>[1]> = {}) =>
  parentWithPassword(web.db, { school: web.school, clock, secrets: secrets(), ...of })
const cookieOf = (answer: { headers: Record<string, unknown> }, name: string) =>
  new RegExp(`${name}=([^;]+)`).exec(String(answer.headers['set-cookie']))?.[1] ?? ''

/** What a stranger could compare: the page without what was typed and without the token of the form. */
const bare = (body: string) => body.replaceAll(/ value="[^"]*"/g, '')

describe('SEC-3 pages answer known and unknown names alike', () => {
  for (const [what, url, fields] of [
    ['signing in', '/sign-in', (name: string) => ({ name, password: 'not the right one' })],
    ['finding a way back in', '/sign-in/recover', (name: string) => ({ name })],
  ] as const) {
    it(`in status, length and body: ${what}`, async () => {
      const { adultId } = await parent({ second: 'none' })
      const known = `${adultId}@example.org`
      const answers = []
      for (const name of [known, known.replace(/^./, 'z')]) {
        const answer = await strangersBrowser(web).post(url, fields(name))
        answers.push([answer.statusCode, answer.headers.location, answer.body.length, bare(answer.body)])
      }
      assert.deepEqual(answers[0], answers[1])
    })
  }

  it('and on the page where both codes are typed', async () => {
    const { adultId } = await parent({ second: 'none' })
    const bodies: string[] = []
    for (const name of [`${adultId}@example.org`, 'nobody@example.org']) {
      const started = await strangersBrowser(web).post('/sign-in/recover', { name })
      const browser = strangersBrowser(web, { 'gatehouse-new-sign-in': cookieOf(started, 'gatehouse-new-sign-in') })
      bodies.push(bare((await browser.get('/sign-in/prove')).body))
      const wrong = await browser.post('/sign-in/prove', { emailCode: '000000', savedCode: '00000000' })
      bodies.push(`${wrong.statusCode} ${bare(wrong.body)}`)
      assert.equal((await browser.get('/sign-in/new')).headers.location, '/sign-in/prove')
    }
    assert.equal(bodies[0], bodies[2])
    assert.equal(bodies[1], bodies[3])
  })
})

describe('SEC-1 a parent signs in', () => {
  it('goes from password and texted code to their own pages', async () => {
    const mobile = '+447700900150'
    const { adultId } = await parent({ mobile, second: 'text' })
    const first = await strangersBrowser(web).post('/sign-in', {
      name: `${adultId}@example.org`,
      password: testPassword,
    })
    assert.equal(first.headers.location, '/sign-in/code?next=%2F')
    const half = strangersBrowser(web, { 'gatehouse-second-factor': cookieOf(first, 'gatehouse-second-factor') })
    assert.match((await half.get('/sign-in/code')).body, /Text a code to 07700 900150/)
    assert.equal((await half.post('/sign-in/code/send', { channel: 'sms' })).statusCode, 303)
    const done = await half.post('/sign-in/code', { code: await codeSentTo(web.db, mobile) })
    assert.equal(done.headers.location, '/')
    const family = strangersBrowser(web, { 'gatehouse-session': cookieOf(done, 'gatehouse-session') })
    assert.equal((await family.get('/')).headers.location, '/my')
  })

  it('speaks Welsh', async () => {
    const answer = await strangersBrowser(web).get('/sign-in?lang=cy')
    assert.match(answer.body, /<html lang="cy"/)
    assert.match(answer.body, /Mewngofnodi/)
  })

  it('S-17 asks for a fresh proof before how they sign in is changed', async () => {
    const { token } = await parent()
    const family = strangersBrowser(web, { 'gatehouse-session': token })
    assert.match((await family.get('/account/security')).body, /Make a card of 10 codes/)
    now += 16 * 60_000
    const again = '/sign-in?again=yes&next=%2Faccount%2Fsecurity%2Fapp'
    assert.equal((await family.get('/account/security/app')).headers.location, again)
    assert.match((await family.get(again)).body, /Sign in once more/)
    assert.match(String((await family.post('/account/security/card')).headers.location), /^\/sign-in\?again=yes/)
  })

  it('SEC-2 leads who has a password alone to where a second step is added, instead of asking for it again', async () => {
    const { token } = await parent({ second: 'none' })
    const family = strangersBrowser(web, { 'gatehouse-session': token })
    const again = String((await family.get('/my/data')).headers.location)
    assert.equal(again, '/sign-in?again=yes&next=%2Fmy%2Fdata')
    assert.equal((await family.get(again)).headers.location, '/account/security')
  })

  it('S-17 says until when the record stays shut', async () => {
    const { token } = await parent()
    now += 61 * 60_000
    await web.db.asOwner((trx) =>
      trx.updateTable('account_sessions').set({ proved_at: clock.now() }).where('stage', '=', 'signed in').execute(),
    )
    const family = strangersBrowser(web, { 'gatehouse-session': token })
    await family.post('/account/security/recovery-code')
    assert.equal((await family.get('/my/data')).headers.location, '/account/security')
    assert.match((await family.get('/account/security')).body, /open again on 22 November 2026/)
  })

  it('S-11 shows the codes of a card in one answer and never again', async () => {
    const { token } = await parent()
    const family = strangersBrowser(web, { 'gatehouse-session': token })
    const made = await family.post('/account/security/card')
    assert.equal(made.body.match(/<li>[0-9A-Z]{4} [0-9A-Z]{4}<\/li>/g)?.length, 10)
    assert.equal(made.headers['cache-control'], 'no-store')
    const page = (await family.get('/account/security')).body
    assert.match(page, /a card with 10 unused codes/)
    assert.doesNotMatch(page, /<li>[0-9A-Z]{4} [0-9A-Z]{4}</)
  })
})

describe('LET-11 who registers with the mailbox or phone of somebody’s sign-in', () => {
  let sheet: Sheet
  before(async () => {
    const schoolId = web.school.id
    const pupilId = await web.db.inSchool(schoolId, (trx) =>
      addPupil(trx, { schoolId, forename: 'Amira', surname: 'Al-Hassan' }),
    )
    const letters = { kind: 'pupil', pupilId } as const
    const [printed] = await printAndRead(web.db, { school: web.school, letters, hash: web.app.keyedHash, clock })
    if (!printed) throw new Error('nothing was printed')
    sheet = printed
  })

  const proved = async (place: number, registrant = fatima) => {
    const code = sheet.codes[place - 1] ?? ''
    const typed = { reference: sheet.reference, code, registrant, clock, hash: web.app.keyedHash }
    const token = await beginAndProve(web.db, typed)
    return { token, browser: strangersBrowser(web, { 'gatehouse-registration': token }) }
  }
  const agree = { agreed: 'yes', wish: 'both' }

  it('keeps a way to sign in after registering, and is asked nothing while nobody has one', async () => {
    const { browser } = await proved(1)
    assert.equal((await browser.get('/register/known')).headers.location, '/register/agree')
    await browser.post('/register/agree', agree)
    assert.match((await browser.get('/register/done')).body, /Choose how to sign in/)
    const opened = await browser.post('/register/sign-in')
    assert.equal(opened.headers.location, '/sign-in/new')
    const choosing = strangersBrowser(web, { 'gatehouse-new-sign-in': cookieOf(opened, 'gatehouse-new-sign-in') })
    assert.match((await choosing.get('/sign-in/new')).body, /You sign in as fatima@example.org/)
    const wrong = await choosing.post('/sign-in/new', { newPassword: 'short', second: 'text' })
    assert.match(wrong.body, /Use at least 12 characters/)
    const done = await choosing.post('/sign-in/new', { newPassword: testPassword, second: 'text' })
    assert.equal(done.headers.location, '/my')
    assert.notEqual(cookieOf(done, 'gatehouse-session'), '')
  })

  it('is asked whether it is them, and goes on apart when it is not', async () => {
    const { browser } = await proved(2, { ...fatima, forename: 'Karim', mobile: '07700 900160' })
    assert.equal((await browser.get('/register/agree')).headers.location, '/register/known')
    const asked = (await browser.get('/register/known')).body
    assert.match(asked, /Is this you\?/)
    assert.doesNotMatch(asked, /Fatima/)
    // The question cannot be passed over.
    await browser.post('/register/agree', agree)
    assert.doesNotMatch((await browser.get('/register/known')).headers.location ?? '', /done/)
    assert.equal((await browser.post('/register/known')).headers.location, '/register/agree')
    assert.equal((await browser.post('/register/agree', agree)).headers.location, '/register/done')
    const opened = await browser.post('/register/sign-in')
    const choosing = strangersBrowser(web, { 'gatehouse-new-sign-in': cookieOf(opened, 'gatehouse-new-sign-in') })
    assert.match((await choosing.get('/sign-in/new')).body, /You sign in as 07700 900160/)
    const made = await choosing.post('/sign-in/new', { newPassword: 'four quiet words here', second: 'none' })
    assert.equal(made.headers.location, '/my')
    const name = await web.db.asOwner((trx) =>
      trx.selectFrom('accounts').select(['email', 'mobile']).where('name', 'like', 'Karim%').executeTakeFirst(),
    )
    assert.deepEqual(name, { email: null, mobile: '+447700900160' })
  })

  it('signs in and adds the child, and nothing else about them changes', async () => {
    const schoolId = web.school.id
    const pupilId = await web.db.inSchool(schoolId, (trx) =>
      addPupil(trx, { schoolId, forename: 'Bilal', surname: 'Al-Hassan' }),
    )
    const letters = { kind: 'pupil', pupilId } as const
    const [second] = await printAndRead(web.db, { school: web.school, letters, hash: web.app.keyedHash, clock })
    const typed = { reference: second?.reference ?? '', code: second?.codes[0] ?? '', clock, hash: web.app.keyedHash }
    const token = await beginAndProve(web.db, { ...typed, registrant: { ...fatima, forename: 'Fatimah' } })
    const known = await strangersBrowser(web, { 'gatehouse-registration': token }).get('/register/known')
    assert.match(known.body, /href="\/sign-in\?next=%2Fmy%2Fadd-child%2Fconfirm"/)
    const first = await strangersBrowser(web).post('/sign-in', { name: fatima.email, password: testPassword })
    const half = strangersBrowser(web, { 'gatehouse-second-factor': cookieOf(first, 'gatehouse-second-factor') })
    await half.post('/sign-in/code/send', { channel: 'sms' })
    const done = await half.post('/sign-in/code', { code: await codeSentTo(web.db, '+447700900123') })
    const family = strangersBrowser(web, {
      'gatehouse-session': cookieOf(done, 'gatehouse-session'),
      'gatehouse-registration': token,
    })
    assert.match((await family.get('/register/known')).body, /Add Bilal to my sign-in/)
    const added = await family.post('/my/add-child/confirm', { relationship: 'Mother', agreed: 'yes' })
    assert.equal(added.headers.location, '/my')
    const rows = await web.db.asOwner((trx) =>
      trx
        .selectFrom('links')
        .innerJoin('adults', (join) =>
          join.onRef('adults.school_id', '=', 'links.school_id').onRef('adults.id', '=', 'links.adult_id'),
        )
        .select('adults.forename')
        .where('links.pupil_id', '=', pupilId)
        .execute(),
    )
    assert.deepEqual(rows, [{ forename: 'Fatima' }])
  })

  it('S-16 replaces a sign-in after a fresh letter, when both proved channels are the account’s', async () => {
    const schoolId = web.school.id
    const pupilId = await web.db.inSchool(schoolId, (trx) =>
      addPupil(trx, { schoolId, forename: 'Dina', surname: 'Al-Hassan' }),
    )
    const letters = { kind: 'pupil', pupilId } as const
    const [sheetOfDina] = await printAndRead(web.db, { school: web.school, letters, hash: web.app.keyedHash, clock })
    const codes = sheetOfDina?.codes ?? []
    const walk = async (place: number, registrant: typeof fatima) => {
      const typed = {
        reference: sheetOfDina?.reference ?? '',
        code: codes[place] ?? '',
        clock,
        hash: web.app.keyedHash,
      }
      const token = await beginAndProve(web.db, { ...typed, registrant })
      const browser = strangersBrowser(web, { 'gatehouse-registration': token })
      await browser.post('/register/known')
      await browser.post('/register/agree', agree)
      return browser.post('/register/sign-in')
    }
    assert.equal((await walk(0, { ...fatima, mobile: '07700 900170' })).headers.location, '/sign-in')
    now += 60_000
    await web.db.asOwner((trx) =>
      trx
        .insertInto('account_channels')
        .columns(['account_id', 'kind', 'value', 'proved_at'])
        .expression((select) =>
          select
            .selectFrom('accounts')
            .select((row) => [
              'id',
              row.val('mobile').as('kind'),
              row.val('+447700900170').as('value'),
              row.val(clock.now()).as('proved_at'),
            ])
            .where('email', '=', fatima.email),
        )
        .execute(),
    )
    const opened = await walk(1, { ...fatima, mobile: '07700 900170' })
    assert.equal(opened.headers.location, '/sign-in/new')
    const choosing = strangersBrowser(web, { 'gatehouse-new-sign-in': cookieOf(opened, 'gatehouse-new-sign-in') })
    assert.match((await choosing.get('/sign-in/new')).body, /What opened your sign-in before opens it no more/)
    const done = await choosing.post('/sign-in/new', { newPassword: 'seven quiet otters swim', second: 'email' })
    assert.equal(done.headers.location, '/my')
    assert.match((await sentTo(web.db, '+447700900170'))[0] ?? '', /earlier ones work no more/)
  })
})
