import assert from 'node:assert/strict'
import { readdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import type { LightMyRequestResponse } from 'fastify'
import { systemActor } from '../../../modules/audit/index.ts'
import { createSchool, type School } from '../../../modules/schools/index.ts'
import { withFamiliesTold } from '../../../modules/schools/testing.ts'
import { inProject } from '../../../platform/paths/index.ts'
import { signedInAs, type TestBrowser, type TestWeb, testWeb } from '../../testing.ts'

let web: TestWeb
let administrator: TestBrowser
let office: TestBrowser
const base = '/schools/hill/imports'

before(async () => {
  web = await testWeb()
  administrator = await signedInAs(web, { role: 'administrator' })
  office = await signedInAs(web, { role: 'office' })
})
after(async () => {
  await web.close()
  await rm(join(web.app.config.dataFolder, 'imports'), { recursive: true, force: true })
})

const captions = 'Adno,Forename,Surname,DOB,Reg,Contact Forename,Contact Surname,Relationship,Priority,Mobile,ContactID'
const rows = (mobile = '07700 900111') =>
  [
    `1001,Joe,Thwaite,04/05/2016,6 Beech,Dawn,Thwaite,Mother,1,${mobile},51`,
    '1002,Zofia,Nowak,14/05/2016,6 Oak,Anna,Nowak,Mother,1,07700 900222,52',
    '1003,Late,Row,24/05/2016',
  ].join('\n')
const csv = (mobile?: string) => `${captions}\n${rows(mobile)}\n`

const whereTo = (answer: LightMyRequestResponse) => String(answer.headers.location)
const send = (content: string | Buffer, { filename = 'contacts.csv', as = administrator, at = base } = {}) =>
  as.upload(`${at}/new`, {}, [{ field: 'files', filename, content }])
const filesOnDisk = async (school: School = web.school) =>
  (await readdir(join(web.app.config.dataFolder, 'imports', school.id)).catch(() => [])).length
/** Sends a file and gives the address of its plan. */
const planned = async (content: string, options = {}) => whereTo(await send(content, options))
const page = async (at: string, as = administrator) => (await as.get(at)).body

describe('importing by the pages', () => {
  it('says what to do first where nothing was imported', async () => {
    assert.match(await page(base), /Nothing was imported yet/)
    assert.match(await page(`${base}/how-to-export`), /<td data-label="column[^"]*"><code>/)
    assert.match(await page(`${base}/new`), /Excel workbook \(\.xlsx\)/)
  })

  it('says for each MIS, not for SIMS alone, what to export, and shows no other file of the project', async () => {
    const sims = await page(`${base}/how-to-export`)
    const names = [...sims.matchAll(/how-to-export\?from=([a-z-]+)"/g)].map(([, name = '']) => name)
    const written = (await readdir(inProject('docs', 'mis'))).map((file) => file.replace(/\.md$/, ''))
    assert.deepEqual(
      [...names, 'sims'].sort(),
      written.filter((name) => !['README', 'every-day'].includes(name)).sort(),
    )
    for (const name of names) assert.match(await page(`${base}/how-to-export?from=${name}`), /How to import from/, name)
    assert.match(await page(`${base}/how-to-export?from=arbor`), /Custom Report Writer/)
    for (const odd of ['../../README', 'constructor', 'every-day'])
      assert.match(await page(`${base}/how-to-export?from=${odd}`), /How to export from SIMS/, odd)
  })

  let first = ''
  it('IMP-9 shows the plan, counts first, and changes nothing', async () => {
    first = await planned(csv())
    const body = await page(first)
    for (const part of ['What this import would do', 'Nothing has been changed yet', '6 Beech', 'Joe Thwaite'])
      assert.ok(body.includes(part), part)
    assert.match(body, /Link to +<ins>Dawn Thwaite<\/ins>/)
    assert.match(body, /3<!-- -->? rows read|3 rows read/)
    assert.match(await page(base), /Ready to look at/)
  })

  it('IMP-16 lists a rejected row with its line and reason', async () => {
    assert.match(await page(first), /1 rejected row/)
    assert.match(await page(first), /Line 4/)
    assert.match(await page(first), /The row has 4 cells where the captions have 11/)
  })

  it('lets the office look and leaves applying to those who may', async () => {
    const body = await page(first, office)
    assert.match(body, /applies it/)
    assert.doesNotMatch(body, /Apply \d/)
    assert.equal((await office.post(`${first}/apply`)).statusCode, 403)
  })

  it('applies by a button that says the number, and deletes the files', async () => {
    assert.match(await page(first), /Apply \d+ changes/)
    assert.equal(await filesOnDisk(), 1)
    assert.equal(whereTo(await administrator.post(`${first}/apply`)), first)
    assert.match(await page(first), /What this import did/)
    assert.match(await page(base), /Applied/)
    assert.equal(await filesOnDisk(), 0)
  })

  it('IMP-6 says that there is nothing to change for the same file', async () => {
    const again = await planned(csv())
    assert.match(await page(again), /Nothing to change/)
    assert.match(await page(again), /Note that nothing changed/)
    assert.match(whereTo(await administrator.post(`${again}/throw-away`)), /imports$/)
    assert.equal(await filesOnDisk(), 0)
  })

  it('IMP-9 refuses a plan that was overtaken, and makes it again from the same files', async () => {
    const [stale, other] = [await planned(csv('07700 900333')), await planned(csv('07700 900444'))]
    assert.match(await page(stale), /<del>07700 900111<\/del> +<ins>07700 900333<\/ins>/)
    await administrator.post(`${other}/apply`)
    await administrator.post(`${stale}/apply`)
    assert.match(await page(stale), /Something changed here since this plan was made/)
    assert.match(await page(stale), new RegExp(`href="${other}">A newer plan of [^<]+</a> was applied`))
    const fresh = whereTo(await administrator.post(`${stale}/again`))
    assert.notEqual(fresh, stale)
    assert.match(await page(fresh), /<del>07700 900444<\/del> +<ins>07700 900333<\/ins>/)
    assert.match(await page(stale), new RegExp(`href="${fresh}">A newer plan of [^<]+</a> waits`))
    await administrator.post(`${fresh}/throw-away`)
    assert.equal(await filesOnDisk(), 0)
  })

  it('IMP-11 undoes a run as one step', async () => {
    const run = await planned(csv('07700 900555'))
    await administrator.post(`${run}/apply`)
    assert.match(await page(run), /Undo 1 change/)
    await administrator.post(`${run}/undo`)
    assert.match(await page(run), /and was undone/)
    assert.doesNotMatch(await page(run), /Undo 1 change/)
  })
})

describe('files that need help', () => {
  const odd = 'Student ref;Fam;Giv;Rings\n1001;Thwaite;Joe;07700 900777\n'

  it('asks which column is which, keeps the answer under a name, and plans', async () => {
    const upload = whereTo(await send(odd, { filename: 'odd.csv' }))
    assert.match(await page(upload), /Say which column is which/)
    const columns = await page(`${upload}/columns`)
    for (const part of ['Student ref', '07700 900777', 'Contact: mobile']) assert.ok(columns.includes(part), part)
    const chosen = { 'field-0-0': 'admissionNumber', 'field-0-1': 'pupilSurname', 'field-0-2': 'pupilForename' }
    const plan = whereTo(
      await administrator.post(`${upload}/columns`, { ...chosen, 'field-0-3': 'pupilMobile', name: 'Odd list' }),
    )
    assert.match(await page(plan), /What this import would do/)
    assert.match(await page(`${base}/new`), /As saved: Odd list/)
    await administrator.post(`${plan}/throw-away`)
  })

  it('asks before children come in without their names, and lays the new plan in the place of the old', async () => {
    const welsh = "Rhif derbyn;Enw'r plentyn;Cyfenw;Dyddiad geni\n1;Llŷr;ap Rhys;28/02/2016\n"
    const nameless = whereTo(await send(welsh, { filename: 'llaw.csv' }))
    const asked = await page(nameless)
    assert.match(asked, /The children would come in without their names/)
    assert.match(asked, /Enw&#39;r plentyn|Enw'r plentyn/)
    assert.doesNotMatch(asked, /Apply \d/)
    const columns = /href="([^"]*\/columns)"/.exec(asked)?.[1] ?? ''
    const named = whereTo(await administrator.post(columns, { 'field-0-1': 'pupilForename' }))
    assert.match(await page(named), /Llŷr ap Rhys/)
    assert.doesNotMatch(await page(named), /without their names/)
    assert.match(await page(nameless), /This plan was thrown away/)
    await administrator.post(`${named}/throw-away`)
    assert.equal(await filesOnDisk(), 0)
  })

  it('IMP-2 says why no contact comes in where no column gives a priority', async () => {
    const list = 'Adno,Forename,Surname,DOB,Year,Contact Forename,Contact Surname,Mobile\n'
    const plan = whereTo(await send(`${list}77,Zoë,Odd,28/02/2016,5,Ann,Odd,07700 900123\n`))
    assert.match(await page(plan), /No contact would come in/)
    assert.doesNotMatch(await page(plan), /without their names/)
    await administrator.post(`${plan}/throw-away`)
  })

  it('refuses the same field for two columns and keeps what was chosen', async () => {
    const upload = whereTo(await send(odd))
    const answer = await administrator.post(`${upload}/columns`, { 'field-0-0': 'upn', 'field-0-1': 'upn' })
    assert.equal(answer.statusCode, 422)
    assert.match(answer.body, /chosen for two columns/)
    assert.match(answer.body, /value="upn" selected/)
    const [, at = ''] = /<a href="#([^"]+)">[^<]*chosen for two columns/.exec(answer.body) ?? []
    assert.match(answer.body, new RegExp(`<select id="${at}" name="field-0-1"`), 'leads to the column, not to the name')
    await administrator.post(`${upload}/forget`)
  })

  it('says what is wrong with a file that is no table, and keeps nothing of it when told so', async () => {
    const upload = whereTo(await send(Buffer.from('PK\u0003\u0004 not a table'), { filename: 'export.xlsx' }))
    assert.match(await page(upload), /workbook or zip that is not whole/)
    assert.match(await page(base), /Could not be read/)
    await administrator.post(`${upload}/forget`)
    assert.equal(await filesOnDisk(), 0)
  })

  it('says so when no file was chosen', async () => {
    const answer = await administrator.upload(`${base}/new`, {}, [])
    assert.equal(answer.statusCode, 422)
    assert.match(answer.body, /No file was chosen/)
  })
})

describe('OPT-1 the first contacts of a school', () => {
  it('ask on the plan’s page when and how families were told, and come in with the answer', async () => {
    const { db, clock } = web
    const school = await createSchool(db, { name: 'Fern', slug: 'fern', actor: systemActor, clock })
    const head = await signedInAs(web, { role: 'administrator', school })
    const plan = await planned(csv(), { as: head, at: '/schools/fern/imports' })
    assert.match(await page(plan, head), /Do families know\?/)
    const asked = await head.post(`${plan}/apply`)
    assert.match(asked.body, /Contacts come in for the first time/)
    const late = await head.post(`${plan}/apply`, { toldOn: '2030-01-01', channel: 'email' })
    assert.match(late.body, /href="#field-toldOn">That day is still to come/)
    assert.match(late.body, /value="2030-01-01"/)
    assert.match(late.body, /value="email" checked/)
    assert.match(await page(plan, head), /What this import would do/)
    await head.post(`${plan}/apply`, { toldOn: '2026-11-01', channel: 'letter' })
    assert.match(await page(plan, head), /What this import did/)
    const settings = (await head.get('/schools/fern/settings/families-told')).body
    assert.match(settings, /By letter/)
    const wrong = await head.post('/schools/fern/settings/families-told', { toldOn: '2030-01-01', channel: 'email' })
    assert.match(wrong.body, /still to come/)
    const words = { words: 'We use what the MIS holds of you to write to you. Tell the office if you do not want it.' }
    await head.post('/schools/fern/settings/families-told/text', words)
    assert.match((await head.get('/schools/fern/settings/families-told')).body, /The words, text 2/)
  })
})

describe('IMP-10 a held plan', () => {
  it('is confirmed by an administrator alone, with a tick', async () => {
    const { db, clock } = web
    const made = await createSchool(db, { name: 'Moor', slug: 'moor', actor: systemActor, clock })
    const moor = await withFamiliesTold(db, made, clock)
    const [head, owner] = [
      await signedInAs(web, { role: 'administrator', school: moor }),
      await signedInAs(web, { role: 'data-owner', school: moor }),
    ]
    const at = '/schools/moor/imports'
    const first = await planned(csv(), { as: head, at })
    await head.post(`${first}/apply`)
    // Half of the links end.
    const fewer = csv().replace(/,Anna,Nowak,Mother,1,07700 900222,52/, ',,,,,,')
    const held = await planned(fewer, { as: head, at })
    assert.match(await page(held, head), /Held, so that nothing is lost by mistake/)
    assert.match(await page(held, owner), /An administrator has to confirm it/)
    await owner.post(`${held}/apply`, { confirmHeld: 'yes' })
    await head.post(`${held}/apply`)
    assert.match(await page(held, head), /What this import would do/)
    await head.post(`${held}/apply`, { confirmHeld: 'yes' })
    assert.match(await page(held, head), /What this import did/)
  })
})

describe('a plan of a whole school', () => {
  it('opens on its classes and shows one at a time', async () => {
    const names = ['pupils.csv', 'contacts.csv', 'staff.csv']
    const files = await Promise.all(
      names.map(async (filename) => ({
        field: 'files',
        filename,
        content: await readFile(inProject('demo', 'sims', filename)),
      })),
    )
    const { db, clock } = web
    const school = await createSchool(db, { name: 'Elm', slug: 'elm', actor: systemActor, clock })
    const head = await signedInAs(web, { role: 'administrator', school })
    const plan = whereTo(await head.upload('/schools/elm/imports/new', {}, files))
    const body = await page(plan, head)
    assert.match(body, /Apply 1,885 changes/)
    assert.match(body, /By class/)
    assert.doesNotMatch(body, /Amira Al-Hassan/)
    const beech = await page(`${plan}?class=6+Beech`, head)
    assert.match(beech, /Amira Al-Hassan/)
    const next = /href="([^"]*after=\d+[^"]*)"/.exec(beech)?.[1]?.replaceAll('&amp;', '&') ?? ''
    const more = await page(next.split('#')[0] ?? '', head)
    assert.match(more, /Back to the start/)
    assert.doesNotMatch(more, /Amira Al-Hassan/)
    assert.match(await page(`${plan}?show=issues`, head), /Data issue/)
  })
})
