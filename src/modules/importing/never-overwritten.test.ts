import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import fc from 'fast-check'
import { sql } from 'kysely'
import { endLink, linkAdultByHand, optOutAdult, setPrime } from '../people/index.ts'
import { forgetContactPoints } from './applying.ts'
import { type ContactRow, ImportScene, office, report } from './testing.ts'

/** One step of a school's life, small enough to shrink. Numbers choose among what there is. */
type Step =
  | {
      do: 'import'
      rows: { pupil: number; contact: number; priority: number; mobile: number; court: boolean }[]
      lower: boolean
    }
  | { do: 'link by hand'; pupil: number; name: number; prime: boolean }
  | { do: 'register' | 'make prime' | 'make non-prime' | 'end' | 'opt out'; which: number }

const pupils = ['Amira Hassan', 'Idris Hassan']
const names = ['Ann Hassan', 'Bob Hassan', 'Cleo Other']

const anyStep: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('import' as const),
      rows: fc.uniqueArray(
        fc.record({
          pupil: fc.nat(1),
          contact: fc.nat(2),
          priority: fc.integer({ min: 1, max: 3 }),
          mobile: fc.nat(9),
          court: fc.boolean(),
        }),
        { selector: (row) => `${row.pupil} ${row.contact}`, maxLength: 6 },
      ),
      lower: fc.boolean(),
    }),
  },
  fc.record({ do: fc.constant('link by hand' as const), pupil: fc.nat(1), name: fc.nat(2), prime: fc.boolean() }),
  fc.record({
    do: fc.constantFrom(
      'register' as const,
      'make prime' as const,
      'make non-prime' as const,
      'end' as const,
      'opt out' as const,
    ),
    which: fc.nat(20),
  }),
)

describe('IMP-5 whatever happens in whatever order, an import overwrites nothing that is not the MIS’s', () => {
  let scene: ImportScene
  before(async () => {
    scene = await ImportScene.open()
  })
  after(() => scene.close())

  it('keeps every row of a person or the school as it was, but for becoming prime, and brings nothing back that was opted out of', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyStep, { minLength: 3, maxLength: 9 }), async (steps) => {
        await scene.freshSchool()
        await scene.import(pupils)
        for (const step of steps) await take(step)
      }),
      { numRuns: 25 },
    )
  })

  async function take(step: Step): Promise<void> {
    scene.later()
    if (step.do === 'import') return importAndCompare(step)
    if (step.do === 'link by hand') return linkByHand(step)
    const links = await currentLinks()
    const link = links[step.which % Math.max(1, links.length)]
    if (!link) return
    const by = { schoolId: scene.school.id, actor: office, clock: scene.clock }
    await scene.db.inSchool(scene.school.id, async (trx) => {
      if (step.do === 'make prime') await setPrime(trx, { ...by, linkId: link.id, prime: true })
      if (step.do === 'make non-prime') await setPrime(trx, { ...by, linkId: link.id, prime: false })
      if (step.do === 'end') await endLink(trx, { ...by, linkId: link.id, reason: 'a test' })
      if (step.do === 'opt out')
        await optOutAdult(trx, {
          ...by,
          adultId: link.adult_id,
          channel: 'all',
          reason: 'a test',
          forget: forgetContactPoints,
        })
    })
    if (step.do === 'register') await register(link)
  }

  async function linkByHand(step: { pupil: number; name: number; prime: boolean }): Promise<void> {
    const { members } = await scene.people()
    const pupil = members.find((member) => member.forename === pupils[step.pupil]?.split(' ')[0])
    const [forename = '', surname = ''] = names[step.name]?.split(' ') ?? []
    const wanted = {
      schoolId: scene.school.id,
      actor: office,
      clock: scene.clock,
      pupilId: pupil?.id ?? '',
      reason: 'a test',
    }
    // Refused where somebody of that name is linked already: that is a rule of its own.
    await scene.db
      .inSchool(scene.school.id, (trx) =>
        linkAdultByHand(trx, { ...wanted, adult: { forename, surname, phone: '07700 900500', prime: step.prime } }),
      )
      .catch(() => {})
  }

  /** What registering will do, seen from here: the link and the details become the person's. */
  const register = (link: { id: string; adult_id: string }) =>
    scene.db.asOwner(async (trx) => {
      const school = scene.school.id
      await sql`update links set origin = 'web' where school_id = ${school} and id = ${link.id}`.execute(trx)
      await sql`update adults set origin = 'web', registered_at = now() where school_id = ${school} and id = ${link.adult_id}`.execute(
        trx,
      )
      await sql`update contact_points set origin = 'web' where school_id = ${school} and adult_id = ${link.adult_id}`.execute(
        trx,
      )
    })

  const currentLinks = () =>
    scene.db.asOwner(async (trx) => {
      const { rows } = await sql<{ id: string; adult_id: string }>`
        select id, adult_id from links where school_id = ${scene.school.id} and ended_on is null order by id`.execute(
        trx,
      )
      return rows
    })

  async function importAndCompare(step: Extract<Step, { do: 'import' }>): Promise<void> {
    // Only where it changes: otherwise this import stands on the last one and decides no more than what is new.
    if (scene.school.settings.lowerPriorities !== step.lower)
      await scene.set({ lowerPriorities: step.lower ? 'yes' : 'no' })
    const rows: ContactRow[] = step.rows.map((row) => ({
      pupil: pupils[row.pupil] ?? '',
      name: names[row.contact] ?? '',
      priority: row.priority,
      relationship: 'Carer',
      mobile: `07700 90010${row.mobile}`,
      courtOrder: row.court ? 'T' : 'F',
    }))
    const before = await protectedRows()
    const missing = pupils.filter((pupil) => !rows.some((row) => row.pupil === pupil))
    const content = report([...rows, ...missing])
    await scene.apply(await scene.plan(content), { confirmHeld: true })
    assert.deepEqual(await protectedRows(), before)
    assert.deepEqual(await pointsOfOptedOut(), [])
    await scene.set({ undoAbove: '61' })
    const again = await scene.plan(content)
    assert.deepEqual(await scene.entries(again), [], 'IMP-6')
    await scene.apply(again)
  }

  /** Everything that is not the MIS's, without the one thing that an import may do to it (IMP-8). */
  const protectedRows = () =>
    scene.db.asOwner(async (trx) => {
      const school = scene.school.id
      const { rows } = await sql<{ row: unknown }>`
        select to_jsonb(l) - 'prime' - 'updated_at' as row from links l where school_id = ${school} and origin <> 'mis'
        union all select to_jsonb(a) from adults a where school_id = ${school} and origin <> 'mis'
        union all select to_jsonb(c) from contact_points c where school_id = ${school} and origin <> 'mis'
        union all select to_jsonb(o) from opt_outs o where school_id = ${school} order by 1`.execute(trx)
      return rows
    })

  const pointsOfOptedOut = () =>
    scene.db.asOwner(async (trx) => {
      const { rows } = await sql<{ raw: string }>`
        select c.raw from contact_points c join opt_outs o on o.school_id = c.school_id and o.adult_id = c.adult_id
        where c.school_id = ${scene.school.id} and o.channel = 'all'`.execute(trx)
      return rows
    })
})
