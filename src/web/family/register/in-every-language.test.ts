import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { sql } from 'kysely'
import { languageOfAdult } from '../../../modules/preferences/index.ts'
import {
  addPupil,
  beginAndProve,
  codesSent,
  fatima,
  printAndRead,
  register,
  type Sheet,
} from '../../../modules/registration/testing.ts'
import { type Clock, fixedClock } from '../../../platform/clock/index.ts'
import { strangersBrowser, type TestWeb, testWeb } from '../../testing.ts'
import { type Language, languages } from '../language.ts'
import { askIn, registerWords, sayVerdictIn } from './register.words.ts'

let now = '2026-11-21T09:00:00Z'
const clock: Clock = { now: () => fixedClock(now).now(), today: () => fixedClock(now).today() }

describe('LET-9 each answer on the way to register, in every language', () => {
  let web: TestWeb
  let children = 0
  before(async () => {
    web = await testWeb({ clock })
  })
  after(() => web.close())

  const here = { pupilId: '', sheet: { reference: '', codes: [''] } as Pick<Sheet, 'reference' | 'codes'> }
  const hashOf = () => web.app.keyedHash

  async function newChild(): Promise<void> {
    now = '2026-11-21T09:00:00Z'
    children += 1
    const schoolId = web.school.id
    here.pupilId = await web.db.inSchool(schoolId, (trx) =>
      addPupil(trx, { schoolId, forename: 'Amira', surname: `Al-Hassan ${children}` }),
    )
    const letters = { kind: 'pupil', pupilId: here.pupilId } as const
    const [printed] = await printAndRead(web.db, { school: web.school, letters, hash: hashOf(), clock })
    if (!printed) throw new Error('nothing was printed')
    here.sheet = printed
  }

  const code = (place: number) => ({
    reference: here.sheet.reference,
    code: here.sheet.codes[place - 1] ?? '',
    hash: hashOf(),
    clock,
  })

  /** How many adults of a child may register. */
  const allow = (places: number) =>
    web.db.asOwner((trx) =>
      sql`
        update schools set settings = settings || jsonb_build_object('letterPlaces', ${places}::int)
        where id = ${web.school.id}`.execute(trx),
    )

  /** Somebody of a name and channels of their own. */
  function somebody() {
    people += 1
    const mobile = `07700 900${String(people).padStart(3, '0')}`
    return { ...fatima, surname: `Al-Hassan ${people}`, email: `adult${people}@example.org`, mobile }
  }
  let people = 0

  async function typed(language: Language, place: number): Promise<string> {
    const browser = strangersBrowser(web, { 'gatehouse-language': language })
    const { reference, code: secret } = code(place)
    const answer = await browser.post('/register', { reference, code: secret })
    assert.equal(answer.statusCode, 422)
    assert.equal(answer.headers['set-cookie'], undefined)
    assert.match(answer.body, new RegExp(`<html lang="${language === 'en' ? 'en-GB' : language}"`))
    assert.doesNotMatch(answer.body, /Amira|Hassan|adult\d|Hill/)
    if (language !== 'en') assert.doesNotMatch(answer.body, />[^<]*\b(the|your|letter|code)\b[^<]*</i)
    return answer.body
  }

  /** Agrees in the last step, and gives the words at the top of the page that comes next. */
  async function agreed(language: Language, token: string): Promise<{ at: string; said: string; page: string }> {
    const cookies = { 'gatehouse-language': language, 'gatehouse-registration': token }
    const answer = await strangersBrowser(web, cookies).post('/register/agree', { agreed: 'yes', wish: 'both' })
    const at = String(answer.headers.location)
    const flash = /gatehouse-said=([^;]+)/.exec(String(answer.headers['set-cookie']))?.[1] ?? ''
    const said = Buffer.from(flash, 'base64url').toString()
    return { at, said, page: (await strangersBrowser(web, cookies).get(at)).body }
  }

  for (const language of languages) {
    describe(`in ${language}`, () => {
      const office = 'the school office'
      before(newChild)

      it('LET-5 a wrong code', async () => {
        const browser = strangersBrowser(web, { 'gatehouse-language': language })
        const answer = await browser.post('/register', { reference: here.sheet.reference, code: '0000000000' })
        assert.ok(answer.body.includes(registerWords(language).wrong(askIn(language))))
      })

      it('LET-2 a used code, and the fifth adult', async () => {
        await register(web.db, { ...code(1), registrant: somebody() })
        assert.ok((await typed(language, 1)).includes(sayVerdictIn(language, 'used', office)))
        const late = await beginAndProve(web.db, { ...code(4), registrant: somebody() })
        for (const place of [2, 3]) await register(web.db, { ...code(place), registrant: somebody() })
        await allow(3)
        assert.ok((await typed(language, 4)).includes(sayVerdictIn(language, 'full', office)))
        const { at, said } = await agreed(language, late)
        assert.equal(at, '/register')
        assert.ok(said.includes(`${sayVerdictIn(language, 'full', office)} ${registerWords(language).nothingSaved}`))
      })

      it('LET-6 an expired letter, and a pupil who left', async () => {
        await allow(4)
        await newChild()
        const late = await beginAndProve(web.db, { ...code(2), registrant: somebody() })
        now = '2026-12-22T09:00:00Z'
        assert.ok((await typed(language, 1)).includes(sayVerdictIn(language, 'expired', office)))
        now = '2026-11-21T09:10:00Z'
        await web.db.asOwner((trx) => sql`update members set status = 'leaver' where id = ${here.pupilId}`.execute(trx))
        assert.ok((await typed(language, 1)).includes(sayVerdictIn(language, 'left', office)))
        const { said } = await agreed(language, late)
        assert.ok(said.includes(registerWords(language).nothingSaved))
      })

      it('LET-13 VIS-4 an adult who is held: thanks, and no reason', async () => {
        await newChild()
        const held = somebody()
        await register(web.db, { ...code(1), registrant: held })
        await web.db.asOwner((trx) =>
          sql`
            insert into court_order_flags (school_id, pupil_id, adult_id, flag, flagged_at)
            select school_id, pupil_id, adult_id, 'yes', ${clock.now()} from links where pupil_id = ${here.pupilId}`.execute(
            trx,
          ),
        )
        const token = await beginAndProve(web.db, { ...code(2), registrant: held })
        const { at, page } = await agreed(language, token)
        assert.equal(at, '/register/done')
        assert.doesNotMatch(page, /court|order|held|restrict|llys|sąd|عدالت|محكمة/i)
      })

      it('OPT-7 what is sent, and what is kept for the next time', async () => {
        await newChild()
        const registrant = somebody()
        const cookies = { 'gatehouse-language': language }
        const begun = await strangersBrowser(web, cookies).post('/register', plain(code(1)))
        const token = /gatehouse-registration=([^;]+)/.exec(String(begun.headers['set-cookie']))?.[1] ?? ''
        const browser = strangersBrowser(web, { ...cookies, 'gatehouse-registration': token })
        await browser.post('/register/you', { ...registrant, mainContact: '' })
        await browser.post('/register/prove', await codesSent(web.db, token))
        assert.equal((await agreed(language, token)).at, '/register/done')
        const sent = await textsTo(registrant.email)
        const name = { en: 'your code', cy: 'eich cod', pl: 'kod do', ur: 'آپ کا کوڈ', ar: 'رمزكم' }[language]
        assert.equal(sent.length, 2)
        assert.ok(
          sent.some(({ body, subject }) => body.includes(name) && subject.toLowerCase().includes(name.slice(0, 3))),
        )
        assert.ok(sent.some(({ body }) => body.includes('/my/')))
        assert.equal(await languageKept(registrant.email), language === 'en' ? null : language)
      })
    })
  }

  const plain = ({ reference, code: secret }: ReturnType<typeof code>) => ({ reference, code: secret })

  async function textsTo(address: string) {
    const { rows } = await web.db.asOwner((trx) =>
      sql<{ body: string; subject: string }>`
        select t.body, coalesce(t.subject, '') as subject
        from deliveries d join delivery_texts t on t.school_id = d.school_id and t.id = d.text_id
        where d.to_address = ${address}`.execute(trx),
    )
    return rows
  }

  async function languageKept(email: string) {
    const { rows } = await web.db.asOwner((trx) =>
      sql<{ adult_id: string }>`select adult_id from contact_points where value = ${email}`.execute(trx),
    )
    const of = { schoolId: web.school.id, adultId: rows[0]?.adult_id ?? '' }
    return web.db.inSchool(of.schoolId, (trx) => languageOfAdult(trx, of))
  }
})
