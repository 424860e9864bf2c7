import assert from 'node:assert/strict'
import { sql } from 'kysely'
import { Refusal } from '../../../platform/errors/index.ts'
import type { School } from '../../schools/index.ts'
import { leaveOut } from '../leaving-out.ts'
import type { Plan } from '../plans.store.ts'
import { rejectedOf } from '../rejected-rows.store.ts'
import { type ContactRow, type ImportScene, office, report } from '../testing.ts'

/** Families that say the same every day: the end of a file is always looked at, and the first of these are passed over. */
export const others = Array.from({ length: 45 }, (_, index) => ({
  name: `Ada Last${index}`,
  pupil: `Zed Last${index}`,
}))

/** A row that cannot be read names its pupil nevertheless. */
export type Line = ContactRow | string | { broken: ContactRow }

export function fileOf(rows: Line[], tail: (ContactRow | string)[] = others): string {
  const whole = report([...rows.map((row) => (isBroken(row) ? row.broken : row)), ...tail])
  const [head = '', ...lines] = whole.split('\n')
  return [head, ...lines.map((line, at) => (isBroken(rows[at]) ? `${line},too,many,cells` : line))].join('\n')
}

const isBroken = (row: Line | undefined): row is { broken: ContactRow } =>
  row !== undefined && typeof row !== 'string' && 'broken' in row

/** What one school planned on a day, and what stood afterwards. */
export type DayAtSchool = { plan: Plan; said: unknown; left: unknown; unsettled: string[] }

/** Two schools with the same days, of which one forgets its families every evening, so that it decides about everybody. */
export class TwoSchools {
  readonly #scene: ImportScene
  readonly #school: School
  readonly #forgetful: School
  #day = 0
  #lastRuns: Plan[] = []

  private constructor(scene: ImportScene, school: School, forgetful: School) {
    this.#scene = scene
    this.#school = school
    this.#forgetful = forgetful
  }

  static async open(scene: ImportScene, settings: Record<string, string> = {}): Promise<TwoSchools> {
    await scene.freshSchool(settings)
    const school = scene.school
    await scene.freshSchool(settings)
    return new TwoSchools(scene, school, scene.school)
  }

  /** Fails where one plans or remembers anything else than the other. `without`: the admission number of a child who is left out of the plan. */
  async import(file: string, without: string | null = null): Promise<{ here: DayAtSchool; there: DayAtSchool }> {
    const here = await this.#importOf(this.#school, file, without)
    const there = await this.#importOf(this.#forgetful, file, without)
    this.#lastRuns = [here.plan, there.plan]
    this.#day += 1
    const day = `day ${this.#day}, ${here.plan.follows ? 'compared with the last' : 'on its own'}`
    assert.deepEqual(here.said, there.said, `planned on ${day}`)
    assert.deepEqual(here.left, there.left, `left on ${day}`)
    assert.ok(there.plan.unchanged || !there.plan.follows)
    await this.#scene.db.asOwner((trx) =>
      sql`delete from mis_families where school_id = ${this.#forgetful.id}`.execute(trx),
    )
    return { here, there }
  }

  /** Takes the last run back, if that can be done; fails where it can be at one school only. */
  async undo(): Promise<boolean> {
    const done: boolean[] = []
    await this.inEach(async () => {
      const last = this.#lastRuns[done.length]
      done.push(last !== undefined && (await hasWorked(this.#scene.undo(last))))
    })
    assert.equal(done[0], done[1], 'taken back at both')
    return done[0] ?? false
  }

  async inEach(act: () => Promise<unknown>): Promise<void> {
    for (const school of [this.#school, this.#forgetful]) {
      this.#scene.school = school
      await act()
    }
  }

  async #importOf(school: School, file: string, without: string | null): Promise<DayAtSchool> {
    this.#scene.school = school
    const plan = await this.#scene.plan(file)
    const said = await this.#saidBy(plan)
    if (without !== null) await this.#leaveOut(plan, without)
    await this.#scene.apply(plan, { confirmHeld: true })
    const unsettled = await this.#lines(
      sql`select id from mis_families where school_id = ${school.id} and not settled order by 1`,
    )
    return { plan, said, left: await this.#left(plan), unsettled }
  }

  async #leaveOut(plan: Plan, admissionNumber: string): Promise<void> {
    this.#scene.later()
    const { db, school, clock } = this.#scene
    // A plan may have nothing about that child.
    await hasWorked(leaveOut(db, { school, planId: plan.id, chosen: { admissionNumber }, actor: office, clock }))
  }

  /** What a plan comes to, whatever ids newcomers were given, and when. */
  async #saidBy(plan: Plan): Promise<unknown> {
    const scene = this.#scene
    const idsAndTimes = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f-]{22}|\d{4}-\d\d-\d\dT[\d:.]+Z/g
    const entries = (await scene.entries(plan)).map(
      ({ entity, act, rule, reason, pupilName, adultName, before, after }) =>
        JSON.stringify([entity, act, rule, reason, pupilName, adultName, before, after]).replaceAll(idsAndTimes, 'so'),
    )
    const rejected = await scene.db.inSchool(scene.school.id, (trx) => rejectedOf(trx, scene.school.id, plan.id))
    // Who was passed over is not counted as left out.
    const { leftOut: _, ...changes } = plan.changes
    return { entries: entries.sort(), rejected, rows: plan.rows, changes, held: plan.held?.reason ?? null }
  }

  /**
   * Everything that an import leaves behind. Which of somebody’s numbers stands in which place follows the order of the rows, and decides
   * nothing; nor does whether a flag that the files do not tell any more (IMP-13) is kept with the hash of what they say or what stands.
   */
  async #left({ unchanged }: Plan): Promise<unknown> {
    const { id } = this.#scene.school
    return {
      links: await this.#scene.links(),
      snapshot: await this.#lines(
        sql`select kind, case when kind = 'point' then '' else key end as key, parent, other,
            case when kind = 'link' and data ->> 'courtOrder' = 'yes' then data::text else hash end as said
          from mis_records where school_id = ${id} order by 1, 2, 3, 5`,
      ),
      // A file that says the same in another order leaves all as it was, and what was forgotten.
      families: unchanged
        ? []
        : await this.#lines(
            sql`select id, array(select unnest(pupils) order by 1) as pupils from mis_families where school_id = ${id} order by 1`,
          ),
      issues: await this.#lines(
        sql`select kind, detail from data_issues where school_id = ${id} and settled_at is null order by 1, 2`,
      ),
    }
  }

  async #lines(query: ReturnType<typeof sql>): Promise<string[]> {
    return this.#scene.db.asOwner(async (trx) => (await query.execute(trx)).rows.map((one) => JSON.stringify(one)))
  }
}

/** False where it was refused. */
async function hasWorked(work: Promise<unknown>): Promise<boolean> {
  try {
    await work
    return true
  } catch (error) {
    if (error instanceof Refusal) return false
    throw error
  }
}
