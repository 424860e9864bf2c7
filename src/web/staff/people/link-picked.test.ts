import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { systemActor } from '../../../modules/audit/index.ts'
import { applyPlan, planImport } from '../../../modules/importing/index.ts'
import { findFamily, findPupilsOf, placeRestriction } from '../../../modules/people/index.ts'
import { signedInAs, type TestBrowser, type TestWeb, testWeb } from '../../testing.ts'

describe('LNK-2 picking a contact out of the MIS data', () => {
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse-pick-'))
  const ours = '/schools/hill/people/pupils'
  let web: TestWeb
  let child = ''
  let clerk: TestBrowser
  after(async () => {
    await web.close()
    rmSync(folder, { recursive: true })
  })
  before(async () => {
    web = await testWeb()
    const { db, clock, school } = web
    const head =
      'Adno,P_Surname,P_Forename,ContactID,Forename,Surname,Relationship,Priority,Telephone,Opted out,Court order'
    const rows = {
      'pupils.csv': ['primary_id,Adno,Surname,Forename,DOB,Year,Reg', '1,001001,Cope,Ellie,03/11/2015,Year 6,6 Beech'],
      'contacts.csv': [
        head,
        '001001,Cope,Ellie,71,Joanne,Marsh,Mother,1,07700 900041,F,',
        '001001,Cope,Ellie,72,Daniel,Cope,Father,2,07700 900042,F,',
        '001001,Cope,Ellie,73,Hari,Cope,Grandparent,3,07700 900043,T,',
        '001001,Cope,Ellie,74,Daniel,Cope,Father,4,07700 900044,F,',
        '001001,Cope,Ellie,75,Ruth,Vale,Aunt,5,07700 900045,F,Non-molestation order',
      ],
    }
    const files = Object.entries(rows).map(([name, lines]) => {
      writeFileSync(join(folder, name), `${lines.join('\n')}\n`)
      return { name, path: join(folder, name) }
    })
    const { id } = await planImport(db, { school, files, actor: systemActor, clock })
    await applyPlan(db, { school, planId: id, confirmHeld: true, actor: systemActor, clock })
    const found = await db.inSchool(school.id, (trx) =>
      findPupilsOf(trx, { schoolId: school.id, selectors: ['pupil:001001'] }),
    )
    child = found[0] ?? ''
    clerk = await signedInAs(web, { role: 'office' })
  })

  it('shows whom the MIS holds, those linked already not to be chosen', async () => {
    const { body } = await clerk.get(`${ours}/${child}/pick`)
    assert.match(body, /Father · priority 2 · 07700 900042/)
    assert.match(body, /linked already · Mother/)
    assert.match(body, /disabled[^>]*>\s*<div><label[^>]*>Joanne Marsh/)
  })

  it('OPT-2 shows and takes no details of somebody who opted out in the MIS', async () => {
    assert.doesNotMatch((await clerk.get(`${ours}/${child}/pick`)).body, /900043/)
  })

  it('IMP-14 holds at once whom the MIS flags, also where the school links by hand', async () => {
    const ruth = { forename: 'Ruth', surname: 'Vale', relationship: 'Aunt', reason: 'came in' }
    const answer = await clerk.post(`${ours}/${child}/link`, ruth)
    assert.equal(answer.statusCode, 303)
    const { body } = await clerk.get(`${ours}/${child}`)
    assert.match(body, /Ruth Vale[\s\S]*Held: court order flagged/)
  })

  it('wants a choice and a reason, and keeps both', async () => {
    const { body } = await clerk.get(`${ours}/${child}/pick`)
    const [, key = ''] = /value="([^"]+)"[^>]*>\s*<div><label[^>]*>Daniel Cope/.exec(body) ?? []
    const bare = await clerk.post(`${ours}/${child}/pick`, { contact: key })
    assert.match(bare.body, /id="field-reason-error"/)
    assert.match(bare.body, new RegExp(`value="${key}" checked`))
    assert.match((await clerk.post(`${ours}/${child}/pick`, { reason: 'x' })).body, /id="field-contact-error"/)
    const done = await clerk.post(`${ours}/${child}/pick`, { contact: key, reason: 'He asked' })
    assert.equal(done.headers.location, `${ours}/${child}`)
    assert.match((await clerk.get(`${ours}/${child}`)).body, /Daniel Cope<\/a><span[^>]*>Picked from/)
  })

  it('VIS-3 picks nobody who is restricted by another number of the MIS', async () => {
    const { db, clock, school } = web
    const by = { schoolId: school.id, actor: systemActor, clock }
    const seen = { evidence: 'Order seen', seenBy: 'Mrs Hill', seenOn: '2026-11-20', reviewOn: '2027-05-12' }
    await db.inSchool(school.id, async (trx) => {
      const { links } = await findFamily(trx, school.id, child)
      const linkId = links.find(({ adult }) => adult.forename === 'Daniel')?.id ?? ''
      await placeRestriction(trx, { ...by, ...seen, linkId, close: [] })
    })
    const { body } = await clerk.get(`${ours}/${child}/pick`)
    const key = [...body.matchAll(/value="([^"]+)"[^>]*>\s*<div><label[^>]*>Daniel Cope/g)].at(-1)?.[1] ?? ''
    const refused = await clerk.post(`${ours}/${child}/pick`, { contact: key, reason: 'He asked' })
    assert.equal(refused.statusCode, 422)
    assert.match(refused.body, /id="field-contact-error"[\s\S]*Daniel Cope is restricted for Ellie/)
    const links = await db.inSchool(school.id, async (trx) => (await findFamily(trx, school.id, child)).links)
    assert.equal(links.filter(({ adult }) => adult.forename === 'Daniel').length, 1)
  })
})
