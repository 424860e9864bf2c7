import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { applyPlan, planImport } from '../../../../modules/importing/index.ts'
import { loadChildren, placeRestriction } from '../../../../modules/people/index.ts'
import { signedInAs, type TestBrowser, type TestWeb, testWeb } from '../../../testing.ts'

let web: TestWeb
let office: TestBrowser
let head: TestBrowser
const base = '/schools/hill/people/duplicates'
const captions = 'Adno,Forename,Surname,DOB,Reg,Contact Forename,Contact Surname,Relationship,Priority,Mobile,ContactID'
const rows = [
  '1001,Joe,Thwaite,04/05/2016,6 Beech,Dawn,Thwaite,Mother,1,07700 900111,51',
  '1002,Ada,Thwaite,04/05/2018,4 Elm,Dawn,Thwaite,Mother,1,07700 900111,52',
  '1003,Zofia,Nowak,14/05/2016,6 Oak,Anna,Nowak,Mother,1,07700 900222,53',
  '1004,Jan,Nowak,14/05/2014,6 Oak,Anna,Nowak,Mother,1,07700 900222,54',
]

before(async () => {
  web = await testWeb()
  office = await signedInAs(web, { role: 'office', name: 'Sam Okafor' })
  head = await signedInAs(web, { role: 'head' })
  const folder = await mkdtemp(join(tmpdir(), 'gatehouse-'))
  const path = join(folder, 'contacts.csv')
  await writeFile(path, `${[captions, ...rows].join('\n')}\n`)
  const { db, school, clock } = web
  const actor = { kind: 'staff' as const, accountId: null, name: 'Sam Okafor' }
  const { id } = await planImport(db, { school, files: [{ name: 'contacts.csv', path }], actor, clock })
  await applyPlan(db, { school, planId: id, actor, clock })
  await rm(folder, { recursive: true })
})
after(() => web.close())

const page = async (at: string) => (await office.get(at)).body.replaceAll('<!-- -->', '')
const pairs = async () => [
  ...(await page(base)).matchAll(/href="(\/schools\/hill\/people\/duplicates\/[^"]+)">([^<]+)</g),
]
const pairOf = async (name: string) => (await pairs()).find(([, , words]) => words?.startsWith(name))?.[1] ?? ''

describe('IMP-22 one person, two records', () => {
  it('lists pairs with why, and shows both side by side with what they share', async () => {
    assert.equal((await pairs()).length, 2)
    assert.match(await page(base), /Same name, same phone/)
    const body = await page(await pairOf('Dawn Thwaite'))
    for (const part of ['Joe Thwaite (mother)', 'Ada Thwaite (mother)', '07700 900111', 'the same'])
      assert.ok(body.includes(part), part)
    assert.match(await page('/schools/hill/people'), /One person, two records\?/)
  })

  it('asks how it is known, merges, and takes it back', async () => {
    const at = await pairOf('Dawn Thwaite')
    const refused = await office.post(at, { act: 'merge' })
    assert.equal(refused.statusCode, 422)
    assert.match(refused.body, /Say how you know/)
    for (const kept of at.split('/').slice(-2)) {
      const { body } = await office.post(at, { act: 'merge', kept })
      const chosen = [...body.matchAll(/<input[^>]*name="kept"[^>]*>/g)].find(([box]) => / checked/.test(box))?.[0]
      assert.ok(chosen?.includes(`value="${kept}"`), 'the record that was chosen to stay is still the one')
    }
    await office.post(at, { act: 'merge', kept: at.split('/').at(-1) ?? '', reason: 'Asked her at the gate' })
    assert.equal((await pairs()).length, 1)
    const list = await page(base)
    assert.match(list, /Asked her at the gate/)
    const [keptId, goneId] = [at.split('/').at(-1) ?? '', at.split('/').at(-2) ?? '']
    const people = '/schools/hill/people/adults'
    assert.ok((await page(`${people}/${goneId}`)).includes(`stand with <a href="${people}/${keptId}"`))
    const [, merge = ''] = /name="merge" value="([^"]+)"/.exec(list) ?? []
    await office.post(`${base}/undo`, { merge })
    assert.match(await page(base), /Taken back by Sam Okafor/)
    assert.equal((await pairs()).length, 2)
    assert.doesNotMatch(await page(`${people}/${goneId}`), /was merged with/)
  })

  it('VIS-3 shows who is restricted, and leaves it to those who restrict to say or make them two', async () => {
    const { db, clock, school } = web
    const at = await pairOf('Dawn Thwaite')
    const [one = '', other = ''] = at.split('/').slice(-2)
    const actor = { kind: 'staff' as const, accountId: null, name: 'Ngozi Hill' }
    const by = { schoolId: school.id, actor, clock }
    const seen = { evidence: 'Order seen', seenBy: 'Mrs Hill', seenOn: '2026-11-20', reviewOn: '2027-05-12', close: [] }
    const [link] = await db.inSchool(school.id, (trx) => loadChildren(trx, { schoolId: school.id, adultId: one }))
    await db.inSchool(school.id, (trx) => placeRestriction(trx, { ...by, ...seen, linkId: link?.id ?? '' }))
    assert.match(await page(at), /\(mother\), restricted[\s\S]*for the head or the safeguarding lead/)
    assert.doesNotMatch(await page(at), /Not the same</)
    assert.equal((await office.post(at, { act: 'not-same' })).statusCode, 422)
    assert.equal(await pairOf('Dawn Thwaite'), at)
    await office.post(at, { act: 'merge', kept: other, reason: 'Asked her' })
    const isOne = async () => !(await pairOf('Dawn Thwaite'))
    const [, merge = ''] = /name="merge" value="([^"]+)"/.exec((await head.get(base)).body) ?? []
    assert.doesNotMatch(await page(base), /name="merge"/)
    await office.post(`${base}/undo`, { merge })
    assert.equal(await isOne(), true)
    await head.post(`${base}/undo`, { merge })
    assert.equal(await isOne(), false)
    assert.equal((await head.post(at, { act: 'merge', kept: other, reason: 'Asked her' })).statusCode, 422)
    assert.equal((await head.post(at, { act: 'not-same' })).statusCode, 303)
    assert.equal(await pairOf('Dawn Thwaite'), '')
  })

  it('remembers that two are not the same', async () => {
    await office.post(await pairOf('Anna Nowak'), { act: 'not-same' })
    assert.equal(await pairOf('Anna Nowak'), '')
  })
})
