import assert from 'node:assert/strict'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { signedInAs, type TestBrowser, type TestWeb, testWeb } from '../../testing.ts'

let web: TestWeb
let administrator: TestBrowser
let office: TestBrowser
const base = '/schools/hill/imports'
const captions = 'Adno,Forename,Surname,DOB,Reg,Contact Forename,Contact Surname,Relationship,Priority,Mobile,ContactID'
const joe = (mobile = '07700 900111') => `1001,Joe,Thwaite,04/05/2016,6 Beech,Dawn,Thwaite,Mother,1,${mobile},51`
const zofia = '1002,Zofia,Nowak,14/05/2016,6 Oak,Anna,Nowak,Mother,1,07700 900222,52'

before(async () => {
  web = await testWeb()
  administrator = await signedInAs(web, { role: 'administrator', name: 'Ruth Adeyemi' })
  office = await signedInAs(web, { role: 'office', name: 'Sam Okafor' })
})
after(async () => {
  await web.close()
  await rm(join(web.app.config.dataFolder, 'imports'), { recursive: true, force: true })
})

const planned = async (...rows: string[]) => {
  const file = { field: 'files', filename: 'contacts.csv', content: `${[captions, ...rows].join('\n')}\n` }
  return String((await administrator.upload(`${base}/new`, {}, [file])).headers.location)
}
const page = async (at: string, as = administrator) => (await as.get(at)).body
/** What is told at the top of the next page. */
const saidIn = (answer: { headers: Record<string, unknown> }) => {
  const [, flash = ''] = /gatehouse-said=([^;]+)/.exec(String(answer.headers['set-cookie'])) ?? []
  return String(JSON.parse(Buffer.from(flash, 'base64url').toString()).words)
}
/** The values of the boxes that leave a row out, by the words beside them. */
const boxes = (body: string) =>
  [...body.matchAll(/name="seqs" value="([\d ]+)"[^>]*>\s*<span[^>]*>([\s\S]*?)<\/span>/g)].map(
    ([, seqs = '', words = '']) => ({
      seqs,
      words: words.replaceAll(/<!--.*?-->/g, ''),
    }),
  )

describe('IMP-9 the plan as a tool for people', () => {
  let plan = ''
  it('finds by a part of a name, by admission number, and by the rule', async () => {
    plan = await planned(joe(), zofia)
    const found = async (query: string) => {
      const body = await page(`${plan}?${query}`)
      return ['Joe Thwaite', 'Zofia Nowak'].filter((name) => body.includes(name))
    }
    assert.deepEqual(await found('name=thwai'), ['Joe Thwaite'])
    assert.deepEqual(await found('name=1002'), ['Zofia Nowak'])
    assert.deepEqual(await found('name=anna'), ['Zofia Nowak'])
    assert.deepEqual(await found('rule=IMP-2&name=joe'), ['Joe Thwaite'])
    assert.deepEqual(await found('rule=IMP-19'), [])
    assert.match(await page(`${plan}?name=nobody`), /Nothing fits what you look for/)
    assert.match(await page(plan), /IMP-2 \(\d+\): The priority 1 contact of a child becomes prime/)
  })

  it('leaves a ticked row out, shows it and who left it out, and applies the rest', async () => {
    const box = boxes(await page(plan)).find(({ words }) => words.startsWith('Zofia Nowak, Anna Nowak'))
    const back = '?show=all&name=nowak'
    const answer = await office.post(`${plan}/leave-out`, { seqs: box?.seqs ?? '', act: 'leave', back })
    assert.equal(answer.headers.location, `${plan}${back}#changes`)
    const body = await page(plan)
    assert.match(body, /left out by hand/)
    assert.match(await page(`${plan}?show=left+out`), /Zofia Nowak/)
    assert.doesNotMatch(await page(`${plan}?show=left+out`), /Joe Thwaite/)
    assert.match(body, /Left out<\/span> <small class="muted">by (<!-- -->)?Sam Okafor/)
    await administrator.post(`${plan}/apply`)
    const next = await planned(joe(), zofia)
    assert.match(await page(next), /<ins>Anna Nowak<\/ins>/)
    assert.doesNotMatch(await page(next), /Dawn Thwaite/)
    await administrator.post(`${next}/apply`)
  })

  it('shows a child before and after side by side, each reason as a sentence with its rule', async () => {
    const changed = await planned(joe('07700 900333'), zofia)
    const at = /href="([^"]*\/pupils\/[^"]*)"/.exec(await page(changed))?.[1] ?? ''
    const body = await page(at)
    assert.match(body, /Joe Thwaite/)
    assert.match(body, /<del>07700 900111<\/del>/)
    assert.match(body, /<ins>07700 900333<\/ins>/)
    assert.match(body, /What came from the MIS follows the MIS\./)
    const [box] = boxes(body)
    await office.post(`${changed}/leave-out`, { seqs: box?.seqs ?? '', act: 'leave', back: at.slice(changed.length) })
    assert.match(await page(at), /Take what is ticked again/)
    assert.equal((await page(at)).split('<ins>').length, 2, 'only the list of each change has it')
    await office.post(`${changed}/leave-out`, { seqs: box?.seqs ?? '', act: 'take', back: at.slice(changed.length) })
    assert.equal((await page(at)).split('<ins>').length, 3)
    const pupil = at.split('/').at(-1) ?? ''
    await office.post(`${changed}/leave-out`, { pupil, act: 'leave', back: '//evil.example' })
    assert.match(await page(changed), /Note that nothing changed/)
    await administrator.post(`${changed}/throw-away`)
  })

  it('OPT-2 says that what somebody opted out of is erased whatever is left out', async () => {
    const file = {
      ...{ field: 'files', filename: 'contacts.csv' },
      content: `${captions},Opted out\n${joe()},T\n${zofia},F\n`,
    }
    const opted = String((await administrator.upload(`${base}/new`, {}, [file])).headers.location)
    assert.match(await page(opted), /OPT-2 \(\d+\): Who opted out keeps no details here/)
    const pupil = /\/pupils\/([0-9a-f-]{36})/.exec(await page(`${opted}?name=joe`))?.[1] ?? ''
    const back = `/pupils/${pupil}`
    const left = await administrator.post(`${opted}/leave-out`, { pupil, act: 'leave', back })
    assert.match(saidIn(left), /erased all the same: no plan leaves that out/)
    await administrator.post(`${opted}/throw-away`)
  })

  it('IMP-14 counts a court order flag that comes upon a link which stands already', async () => {
    const file = {
      field: 'files',
      filename: 'contacts.csv',
      content: `${captions},Court order\n${joe()},T\n${zofia},F\n`,
    }
    const flagged = String((await administrator.upload(`${base}/new`, {}, [file])).headers.location)
    const body = await page(flagged)
    assert.match(body, /Court order flagged: the link is held until a person decides/)
    assert.match(body, /Apply 1 change</)
    assert.doesNotMatch(body, /Nothing to change/)
    await administrator.post(`${flagged}/throw-away`)
  })

  it('counts the end of an adult’s last link once, as the list shows it', async () => {
    const ending = await planned(`${joe()}`, zofia.replace('Anna,Nowak', 'Maria,Nowak').replace(/52$/, '53'))
    const body = await page(ending)
    const counted = Number(/Apply (\d+) changes/.exec(body)?.[1])
    const shown = await page(`${ending}?show=ends`)
    assert.match(shown, /<del>Anna Nowak<\/del>/)
    // The new link, its prime flag, its adult and mobile, and one link that ends.
    assert.equal(counted, 4)
    await administrator.post(`${ending}/throw-away`)
  })

  it('IMP-10 lets nobody note that nothing changed where a plan is held for what it would do', async () => {
    const rows = Array.from(
      { length: 30 },
      (_, at) => `20${at + 10},Kim,Fell${at},04/05/2016,6 Oak,Pat,Fell${at},Mother,1,,${at + 100}`,
    )
    const many = await planned(joe(), zofia, ...rows)
    await administrator.post(`${many}/apply`, { confirmHeld: 'yes' })
    const renumbered = await planned(joe(), zofia, ...rows.map((row) => row.replace(/(\d+)$/, '9$1')))
    const body = await page(renumbered)
    assert.match(body, /It would change the person ids of/)
    assert.doesNotMatch(body, /Note that nothing changed/)
    assert.match(body, /Apply it all the same/)
    await administrator.post(`${renumbered}/throw-away`)
  })

  it('keeps a note, and says who planned', async () => {
    await office.post(`${plan}/note`, { words: 'Asked Mrs Nowak on Monday.' })
    const body = await page(plan)
    assert.match(body, /Asked Mrs Nowak on Monday\./)
    assert.match(body, /Planned <time[^>]*>[^<]*<\/time> by (<!-- -->)?Ruth Adeyemi/)
    assert.equal((await office.post(`${plan}/note`, { words: '' })).statusCode, 303)
    assert.match(body, /<textarea[^>]*maxlength="2000"/i, 'a longer one would be refused, and lost')
  })

  it('answers odd addresses and fields in words, never as a fault of its own', async () => {
    for (const query of ['name=%00', 'rule=%00', 'class=%00', 'class=6+Beech&from=%00&after=999999999999999', 'show=x'])
      assert.equal((await administrator.get(`${plan}?${query}`)).statusCode, 200, query)
    assert.equal((await administrator.get('/schools/hill%00x/imports')).statusCode, 404)
    for (const [at, fields] of [
      [`${plan}/leave-out`, { pupil: 'Joe' }],
      [`${base}/changeover`, { links: 'Joe' }],
    ] as const)
      assert.ok((await administrator.post(at, fields)).statusCode < 500, at)
    assert.equal((await office.post(`${plan}/note`, { words: 'a\0b' })).statusCode, 303)
  })

  it('compares two runs: what is in one and not in the other', async () => {
    const changed = await planned(joe('07700 900444'), zofia)
    const body = await page(`${base}/compare?one=${changed.split('/').at(-1)}&other=${plan.split('/').at(-1)}`)
    assert.match(body, /Only in the plan of/)
    assert.match(body, /<ins>07700 900444<\/ins>/)
    assert.match(await page(`${base}/compare`), /Compare two imports/)
    await administrator.post(`${changed}/throw-away`)
    const [thrownAway] = changed.split('/').slice(-1)
    const again = await page(`${base}/compare?one=${thrownAway}&other=${plan.split('/').at(-1)}`)
    assert.match(again, new RegExp(`<option value="${thrownAway}" selected`), 'the form says what stands below it')
  })

  it('finds nothing in one alone when the same files were planned twice, not even about a child who is not here yet', async () => {
    const newcomer = '1009,Nia,New,01/02/2016,6 Oak,,,,,,'
    const plans = [await planned(joe(), zofia, newcomer), await planned(joe(), zofia, newcomer)]
    const [one, other] = plans.map((at) => at.split('/').at(-1))
    assert.match(await page(`${plans[0]}?show=issues`), /Nia New[\s\S]*Data issue/)
    assert.doesNotMatch(await page(`${base}/compare?one=${one}&other=${other}`), /Nia New/)
    for (const at of plans) await administrator.post(`${at}/throw-away`)
  })
})
