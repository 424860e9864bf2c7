import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, it } from 'node:test'
import { sql } from 'kysely'
import { flaggedContactOf } from '../importing/index.ts'
import { type ContactRow, ImportScene, office } from '../importing/testing.ts'
import { decideCourtOrder, findFamily } from '../people/index.ts'
import { askToChange, decideClaim, listClaims, proveOwnChange } from './index.ts'
import { fatima, nobodyIsFlagged, printAndRead, register, testHash } from './testing.ts'

const ann: ContactRow = { name: 'Ann Hassan', mobile: '07700 900001' }
const bob: ContactRow = { name: 'Bob Hassan', relationship: 'Father', mobile: '07700 900002' }
const annHerself = { ...fatima, forename: 'Ann', surname: 'Hassan', email: 'ann@example.org', mobile: '07700 900001' }

describe('IMP-8 the rows of who registered by letter', () => {
  let scene: ImportScene
  before(async () => {
    scene = await ImportScene.open()
  })
  after(() => scene.close())
  beforeEach(() => scene.freshSchool())

  /** Her letter is printed, and she walks the whole way with it. */
  async function register_(registrant: typeof annHerself, flagged = nobodyIsFlagged): Promise<void> {
    const { members } = await scene.people()
    const letters = { kind: 'pupil', pupilId: members[0]?.id ?? '' } as const
    const { db, school, clock } = scene
    const [sheet] = await printAndRead(db, { school, letters, clock, hash: testHash })
    scene.later()
    const code = { reference: sheet?.reference ?? '', code: sheet?.codes[0] ?? '', clock: scene.clock }
    await register(db, { ...code, registrant, flaggedContactOf: flagged })
    scene.later()
  }

  async function unchangedBy(rows: (ContactRow | string)[]): Promise<{ links: string[]; issues: string[] }> {
    await scene.import(rows)
    return { links: await scene.links(), issues: (await scene.people()).issues }
  }

  const hers = 'Ann Hassan prime web +447700900001 ann@example.org'

  it('claims what was imported, and a new mobile in the MIS changes nothing and is shown once', async () => {
    await scene.import([ann])
    await register_(annHerself)
    assert.deepEqual(await scene.links(), [hers])
    const changed = [{ ...ann, mobile: '07700 900009' }]
    assert.deepEqual(await unchangedBy(changed), { links: [hers], issues: ['differs from MIS'] })
    assert.deepEqual(await unchangedBy(changed), { links: [hers], issues: ['differs from MIS'] })
  })

  it('makes no second Ann of who registered before the first import', async () => {
    await scene.import(['Amira Hassan'])
    await register_(annHerself)
    assert.deepEqual(await unchangedBy([ann]), { links: [hers], issues: [] })
  })

  it('brings no second prime beside her', async () => {
    await scene.import(['Amira Hassan'])
    await register_(annHerself)
    assert.deepEqual(await unchangedBy([bob]), { links: [hers], issues: ['differs from MIS'] })
  })

  it('keeps her link when the MIS forgets her', async () => {
    await scene.import([ann])
    await register_(annHerself)
    assert.deepEqual((await unchangedBy(['Amira Hassan'])).links, [hers])
  })

  it('IMP-5 and IMP-7 leave a mobile that she changed on her own page, and say once that the MIS differs', async () => {
    await scene.import([ann])
    await register_(annHerself)
    const { db, school, clock } = scene
    const { links } = await db.inSchool(school.id, async (trx) =>
      findFamily(trx, school.id, (await scene.people()).members[0]?.id ?? ''),
    )
    const acting = { schoolId: school.id, adultId: links[0]?.adultId ?? '', accountId: null, clock }
    await askToChange(db, { ...acting, channel: 'sms', typed: '07700 900007', hash: testHash })
    const { rows } = await db.asOwner((trx) =>
      sql<{ body: string }>`
        select t.body from deliveries d join delivery_texts t on t.school_id = d.school_id and t.id = d.text_id
        where d.to_address = '+447700900007'`.execute(trx),
    )
    assert.equal(await proveOwnChange(db, { ...acting, code: rows[0]?.body.slice(0, 6) ?? '', hash: testHash }), true)
    scene.later()
    const changed = 'Ann Hassan prime web ann@example.org +447700900007'
    assert.deepEqual(await scene.links(), [changed])
    assert.deepEqual(await unchangedBy([ann]), { links: [changed], issues: ['differs from MIS'] })
    assert.deepEqual(await unchangedBy([ann]), { links: [changed], issues: ['differs from MIS'] })
  })

  it('IMP-14 holds at once whom the MIS flags though he did not come in, writes him nothing, and imports agree', async () => {
    const flagged = [ann, { ...bob, priority: 2, courtOrder: 'T' as const }]
    await scene.import(flagged)
    const bobHimself = { ...annHerself, forename: 'Bob', email: 'bob@example.org', mobile: '07700 900002' }
    await register_({ ...bobHimself, relationship: 'Father' }, flaggedContactOf)
    const links = ['Ann Hassan prime mis +447700900001', 'Bob Hassan non-prime web held +447700900002 bob@example.org']
    const held = { links, issues: ['held: court order flagged'] }
    assert.deepEqual({ links: await scene.links(), issues: (await scene.people()).issues }, held)
    assert.deepEqual(await unchangedBy(flagged), held)
    const written = await scene.db.look<{ body: string }>(
      `select t.body from deliveries d join delivery_texts t on t.school_id = d.school_id and t.id = d.text_id
        where d.school_id = $1 and d.to_address in ('bob@example.org', '+447700900002')`,
      [scene.school.id],
    )
    assert.deepEqual(
      written.filter(({ body }) => !/\d{6}/.test(body)),
      [],
    )
  })

  describe('IMP-14 of a flag that a person looked at', () => {
    const flagged = [ann, { ...bob, priority: 2, courtOrder: 'T' as const }]
    const another = { ...annHerself, forename: 'Bob', email: 'other@example.org', mobile: '07700 900077' }
    const bobsLink = 'Bob Hassan non-prime mis'
    const theirs = 'Bob Hassan non-prime web +447700900077 other@example.org'
    const here = () => ({ schoolId: scene.school.id, actor: office, clock: scene.clock })
    const heldIssues = async () => (await scene.people()).issues.filter((kind) => kind.startsWith('held'))

    it('holds nobody of that name who registers once the link of that contact is released', async () => {
      await scene.set({ lowerPriorities: 'yes' })
      await scene.import(flagged)
      const { members } = await scene.people()
      await scene.db.inSchool(scene.school.id, async (trx) => {
        const { links } = await findFamily(trx, scene.school.id, members[0]?.id ?? '')
        const linkId = links.find(({ adult }) => adult.forename === 'Bob')?.id ?? ''
        await decideCourtOrder(trx, { ...here(), linkId, decision: 'released', evidence: 'the order ended' })
      })
      await register_({ ...another, relationship: 'Father' }, flaggedContactOf)
      assert.deepEqual((await scene.links()).slice(1), [`${bobsLink} +447700900002`, theirs])
      await scene.import(flagged)
      assert.deepEqual((await scene.links()).slice(1), [`${bobsLink} +447700900002`, theirs])
      assert.deepEqual(await heldIssues(), [])
    })

    it('holds nobody whom the office gives a record of their own beside that contact', async () => {
      await scene.import([ann])
      const { db, school } = scene
      const letters = { kind: 'pupil', pupilId: (await scene.people()).members[0]?.id ?? '' } as const
      const [sheet] = await printAndRead(db, { school, letters, clock: scene.clock, hash: testHash })
      await scene.set({ lowerPriorities: 'yes' })
      await scene.import(flagged)
      const code = { reference: sheet?.reference ?? '', code: sheet?.codes[0] ?? '', clock: scene.clock }
      await register(db, { ...code, registrant: { ...another, relationship: 'Father' }, flaggedContactOf })
      await db.inSchool(school.id, async (trx) => {
        const [claim] = await listClaims(trx, school.id)
        const decided = { claimId: claim?.typed.id ?? '', decision: 'own adult', reason: 'an uncle' } as const
        const by = { school, forget: async () => {}, flaggedContactOf, hash: testHash, siteAddress: '' }
        await decideClaim(trx, { ...here(), ...decided, ...by })
      })
      assert.deepEqual((await scene.links()).slice(1), [`${bobsLink} held +447700900002`, theirs])
    })

    it('asks once by whatever number, and no more once the MIS flags nothing', async () => {
      await scene.import([ann, { ...bob, priority: 2, id: '700', courtOrder: 'T' }])
      await register_({ ...another, relationship: 'Father' }, flaggedContactOf)
      await scene.set({ lowerPriorities: 'yes' })
      await scene.import([ann, { ...bob, priority: 2, id: '701', courtOrder: 'T' }])
      assert.deepEqual(await heldIssues(), ['held: court order flagged'])
      await scene.import([ann, { ...bob, priority: 2, id: '701', courtOrder: 'F' }])
      assert.ok((await scene.links()).includes(theirs))
      assert.deepEqual(await heldIssues(), [])
    })
  })

  it('leaves a mobile that she gave up behind, whatever the MIS says', async () => {
    await scene.import([{ ...ann, email: 'ann@example.org' }])
    await register_({ ...annHerself, mobile: '07700 900005' })
    const links = await scene.links()
    assert.deepEqual(links.length, 1)
    assert.match(links[0] ?? '', /prime web .*900005/)
    assert.deepEqual(await unchangedBy([{ ...ann, email: 'ann@example.org' }]), { links, issues: ['differs from MIS'] })
  })
})

describe('IMP-1 an adult member who registered by letter', () => {
  it('keeps their own email and mobile, whatever the list of staff says; others follow it', async () => {
    const scene = await ImportScene.open()
    try {
      const list = (ivy: string, abe: string) =>
        scene.write(
          `Staff Code,Title,Preferred Forename,Preferred Surname,Work Email\nIST,Ms,Ivy,Stone,${ivy}\nALO,Mr,Abe,Long,${abe}\n`,
          'staff.csv',
        )
      await scene.apply(await scene.plan([list('ivy@example.com', 'abe@example.com')]))
      const { db, clock } = scene
      const letters = { kind: 'staff', who: 'new' } as const
      const sheets = await printAndRead(db, { school: scene.school, letters, clock, hash: testHash })
      const hers = sheets.find(({ page }) => page.member.name === 'Ivy Stone')
      scene.later()
      const code = { reference: hers?.reference ?? '', code: hers?.codes[0] ?? '', clock: scene.clock }
      await register(db, { ...code, registrant: { ...fatima, email: 'ivy@example.org' } })
      scene.later()
      await scene.apply(await scene.plan([list('stone@example.com', 'long@example.com')]))
      const members = Object.fromEntries(
        (await scene.people()).members.map(({ forename, contactPoints }) => [
          forename,
          contactPoints.map(({ value }) => value).toSorted(),
        ]),
      )
      assert.deepEqual(members, { Ivy: ['+447700900123', 'ivy@example.org'], Abe: ['long@example.com'] })
    } finally {
      await scene.close()
    }
  })
})
