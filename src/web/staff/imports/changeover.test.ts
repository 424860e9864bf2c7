import assert from 'node:assert/strict'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { linkAdultByHand, searchPeople } from '../../../modules/people/index.ts'
import { signedInAs, type TestBrowser, type TestWeb, testWeb } from '../../testing.ts'

let web: TestWeb
let administrator: TestBrowser
const base = '/schools/hill/imports'
const captions = 'Adno,Forename,Surname,DOB,Reg,Contact Forename,Contact Surname,Relationship,Priority,Mobile,ContactID'
const joe = '1001,Joe,Thwaite,04/05/2016,6 Beech,Dawn,Thwaite,Mother,1,07700 900111,51'
const zofia = '1002,Zofia,Nowak,14/05/2016,6 Oak,Anna,Nowak,Mother,1,07700 900222,52'
const alone = '1003,Kit,Mercer,24/05/2016,6 Oak,,,,,,'

before(async () => {
  web = await testWeb()
  administrator = await signedInAs(web, { role: 'administrator', name: 'Ruth Adeyemi' })
})
after(async () => {
  await web.close()
  await rm(join(web.app.config.dataFolder, 'imports'), { recursive: true, force: true })
})

const page = async (at: string) => (await administrator.get(at)).body.replaceAll('<!-- -->', '')
const planned = async (...rows: string[]) => {
  const file = { field: 'files', filename: 'contacts.csv', content: `${[captions, ...rows].join('\n')}\n` }
  return String((await administrator.upload(`${base}/new`, {}, [file])).headers.location)
}
const linkByHand = (pupil: string, forename: string, surname: string) =>
  web.db.inSchool(web.school.id, async (trx) => {
    const [found] = await searchPeople(trx, { schoolId: web.school.id, text: pupil })
    const adult = { forename, surname, phone: '07700 900333', prime: true }
    const by = {
      schoolId: web.school.id,
      actor: { kind: 'staff' as const, accountId: null, name: 'Sam' },
      clock: web.clock,
    }
    return linkAdultByHand(trx, { ...by, pupilId: found?.id ?? '', adult, reason: 'asked' })
  })

describe('LNK-4 the changeover wizard', () => {
  it('says what to do first where no file was read', async () => {
    assert.match(await page(`${base}/changeover`), /No file of the MIS was read yet/)
  })

  it('shows links by owner, each child’s branch, and what the next import would do and why', async () => {
    await administrator.post(`${await planned(joe, zofia, alone)}/apply`)
    await linkByHand('Kit Mercer', 'Dana', 'Mercer')
    const body = await page(`${base}/changeover`)
    assert.match(body, /As the MIS said at the last import/)
    assert.match(body, /<b>2<\/b>[\s\S]{0,120}links from the MIS/)
    assert.match(body, /<b>1<\/b>[\s\S]{0,120}linked by hand/)
    assert.match(body, /Prime, linked by hand; the MIS has no contact/)
    assert.match(body, /Dana Mercer stays as it is\.<\/strong> Linked by hand, so the MIS does not change it/)
    assert.match(body, /The link to Dana Mercer ends\.<\/strong> No longer a contact/)
    const byHand = await page(`${base}/changeover?today=manual`)
    assert.doesNotMatch(byHand, /Joe Thwaite/)
    assert.match(byHand, /Kit Mercer/)
  })

  it('takes what a waiting plan read before what the last import said', async () => {
    const plan = await planned(joe, zofia, '1003,Kit,Mercer,24/05/2016,6 Oak,Dana,Mercer,Mother,1,07700 900444,53')
    const body = await page(`${base}/changeover?today=manual`)
    assert.match(body, /As the plan that waits says/)
    assert.ok(body.includes(plan), 'leads to the import itself')
    assert.match(body, /the MIS has the same adult first \(Dana Mercer\)/)
    assert.match(body, /The details of Dana Mercer stay as they are/)
  })

  it('LNK-3 gives ticked links to the MIS, and the next import maintains them', async () => {
    const [, link = ''] = /name="links" value="([^"]+)"/.exec(await page(`${base}/changeover?today=manual`)) ?? []
    await administrator.post(`${base}/changeover`, { links: link })
    assert.match(await page(`${base}/changeover`), /<b>3<\/b>[\s\S]{0,120}links from the MIS/)
    const plan = await planned(joe, zofia, '1003,Kit,Mercer,24/05/2016,6 Oak,Dana,Mercer,Mother,1,07700 900444,53')
    assert.match(await page(plan), /<del>07700 900333<\/del> +<ins>07700 900444<\/ins>/)
  })

  it('LNK-3 gives all of the school’s own at once, and refuses where nothing is ticked', async () => {
    await linkByHand('Joe Thwaite', 'Pat', 'Reed')
    await linkByHand('Zofia Nowak', 'Jan', 'Nowak')
    assert.match(await page(`${base}/changeover`), /Give 2 links to the MIS/)
    await administrator.post(`${base}/changeover`, {})
    assert.match(await page(`${base}/changeover`), /Give 2 links to the MIS/)
    await administrator.post(`${base}/changeover`, { which: 'all', reason: 'one place for contacts' })
    assert.doesNotMatch(await page(`${base}/changeover`), /Give \d+ links to the MIS/)
  })
})
