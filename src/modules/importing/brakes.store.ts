import { sql } from 'kysely'
import type { Trx } from '../../platform/db/index.ts'
import type { YearsMoved } from './rules/new-school-year.ts'
import type { Compared } from './rules/slipped-columns.ts'

type Plan = { schoolId: string; planId: string }

const ofPlan = ({ schoolId, planId }: Plan) => sql`e.school_id = ${schoolId} and e.plan_id = ${planId}`

/** How many there are of each kind on record and in the file. */
export type OnRecord = { pupil: number; adult: number; link: number; email: number; phone: number }

/**
 * Of those who are on record and in the file, for how many each kind of value would become another. Where it was not counted how
 * many they are, it is counted only as far as matters: up to where `share` of them is no more than those that differ.
 */
export async function comparedWithRecord(
  trx: Trx,
  plan: Plan,
  { onRecord, share }: { onRecord: OnRecord | null; share: number },
): Promise<Compared[]> {
  const found = await countChanged(trx, plan)
  const compared: Compared[] = []
  for (const { what, base, different } of found) {
    const enough = Math.ceil(different / share) + 1
    const counted =
      onRecord && base !== 'linked' ? onRecord[base] : await countOnRecord(trx, plan.schoolId, { base, enough })
    compared.push({ what, of: nounOf[base], compared: counted, different })
  }
  return compared
}

/** A run that passed families over names everybody whom it had named before: all who are on record from the MIS, but for who is of leavers alone. */
async function countOnRecord(
  trx: Trx,
  schoolId: string,
  { base, enough }: { base: Base; enough: number },
): Promise<number> {
  const isOnRoll = sql`
    m.school_id = ${schoolId} and m.id = l.pupil_id and m.role = 'pupil' and m.status = 'on roll'`
  const someOfLeavers = await haveLeaversLinks(trx, schoolId)
  const links = someOfLeavers
    ? sql`from links l join members m on ${isOnRoll} where l.school_id = ${schoolId} and l.ended_on is null and l.origin = 'mis'`
    : sql`from links l where l.school_id = ${schoolId} and l.ended_on is null and l.origin = 'mis'`
  const ofPupils = someOfLeavers ? sql`and exists (select ${links} and l.adult_id = p.adult_id)` : sql``
  const points = (isEmail: boolean) => sql`
    select p.adult_id as id from contact_points p where p.school_id = ${schoolId} and p.ended_at is null and p.origin = 'mis'
      and p.adult_id is not null and (p.kind = 'email') = ${isEmail} ${ofPupils}`
  const ids: Record<Base, ReturnType<typeof sql>> = {
    email: points(true),
    phone: points(false),
    adult: sql`select l.adult_id as id ${links}`,
    linked: sql`select l.adult_id as id ${links}`,
    link: sql`select l.id ${links}`,
    pupil: sql`
      select id from members where school_id = ${schoolId} and role = 'pupil' and status = 'on roll' and mis_key is not null`,
  }
  const count = async (limit: number | null) => {
    const { rows } = await sql<{ count: number }>`
      select count(distinct id)::int as count from (${ids[base]} limit ${limit}) found`.execute(trx)
    return rows[0]?.count ?? 0
  }
  // Somebody may have several numbers, and several children.
  for (const times of [1.5, 4]) {
    const some = await count(Math.ceil(enough * times))
    if (some >= enough) return some
  }
  return count(null)
}

/** Links to children who left stand as they were. */
async function haveLeaversLinks(trx: Trx, schoolId: string): Promise<boolean> {
  const { rows } = await sql<{ some: boolean }>`
    select exists (select from links where school_id = ${schoolId} and ended_on is null and origin = 'mis' and pupil_id = any(array(
      select id from members where school_id = ${schoolId} and role = 'pupil' and status <> 'on roll'))) as some`.execute(
    trx,
  )
  return rows[0]?.some ?? false
}

type Base = 'pupil' | 'adult' | 'link' | 'email' | 'phone' | 'linked'
const nounOf: Record<Base, Compared['of']> = {
  pupil: 'pupils',
  adult: 'contacts',
  link: 'links',
  email: 'contacts',
  phone: 'contacts',
  linked: 'contacts',
}

const columnsCompared: { base: 'pupil' | 'adult' | 'link'; column: string; what: string }[] = [
  { base: 'pupil', column: 'legal_surname', what: 'the legal surnames' },
  { base: 'pupil', column: 'legal_forename', what: 'the legal forenames' },
  { base: 'pupil', column: 'surname', what: 'the surnames' },
  { base: 'pupil', column: 'forename', what: 'the forenames' },
  { base: 'pupil', column: 'birth_date', what: 'the dates of birth' },
  { base: 'pupil', column: 'admission_number', what: 'the admission numbers' },
  { base: 'pupil', column: 'mis_id', what: 'the ids in the MIS' },
  { base: 'pupil', column: 'upn', what: 'the UPNs' },
  { base: 'adult', column: 'surname', what: 'the surnames' },
  { base: 'adult', column: 'forename', what: 'the forenames' },
  { base: 'adult', column: 'postcode', what: 'the postcodes' },
  { base: 'link', column: 'relationship', what: 'the relationships' },
  { base: 'link', column: 'priority', what: 'the priorities' },
  { base: 'link', column: 'parental_responsibility', what: 'the parental responsibility' },
  { base: 'link', column: 'lives_with', what: 'whether child and adult live together, in the records' },
]

async function countChanged(trx: Trx, plan: Plan): Promise<{ what: string; base: Base; different: number }[]> {
  const columns = columnsCompared.map(({ base, column, what }) => {
    const [before, after] = [sql`e.before ->> ${column}`, sql`e.after ->> ${column}`]
    return sql`
      select ${what} as what, ${base} as base, count(*)::int as different from import_plan_entries e
      where ${ofPlan(plan)} and e.entity = ${base} and e.act in ('update', 'leave')
        and e.after ? ${column} and ${before} is not null and ${before} is distinct from ${after}`
  })
  const points = (['email', 'phone'] as const).map(
    (base) => sql`
      select ${base === 'email' ? 'the emails' : 'the phones'}, ${base}, count(distinct e.adult_id)::int from import_plan_entries e
      where ${ofPlan(plan)} and e.entity = 'contact point' and e.act in ('update', 'end') and e.adult_id is not null
        and (e.before ->> 'kind' = 'email') = ${base === 'email'} and e.before ->> 'value' is distinct from e.after ->> 'value'`,
  )
  const flags = sql`
    select 'the court order flags', 'link', count(*)::int from import_plan_entries e
    where ${ofPlan(plan)} and e.entity = 'court order' and e.after ->> 'flag' = 'yes'
      and exists (select from links l where l.school_id = e.school_id and l.pupil_id = e.pupil_id and l.adult_id = e.adult_id and l.ended_on is null)`
  const ids = sql`
    select 'the person ids', 'linked', count(distinct e.adult_id)::int from import_plan_entries e
    where ${ofPlan(plan)} and e.entity = 'mis id' and left(e.after ->> 'mis_key', 3) = 'id:'
      and exists (select from adult_mis_ids i where i.school_id = e.school_id and i.adult_id = e.adult_id and left(i.mis_key, 3) = 'id:')`
  const { rows } = await sql<{ what: string; base: Base; different: number }>`
    ${sql.join([...columns, ...points, flags, ids], sql` union all `)}`.execute(trx)
  return rows.filter((row) => row.different > 0)
}

/** How many court order flags the plan takes back, and, where it does, how many links that stand are flagged. */
export async function flagsTakenBack(trx: Trx, plan: Plan): Promise<{ standing: number; takenBack: number }> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from import_plan_entries e
    where ${ofPlan(plan)} and e.entity = 'court order' and e.before ->> 'flag' = 'yes' and e.after ->> 'flag' = 'no'`.execute(
    trx,
  )
  const takenBack = rows[0]?.count ?? 0
  if (takenBack === 0) return { standing: 0, takenBack }
  const { rows: standing } = await sql<{ count: number }>`
    select count(*)::int as count from court_order_flags f where f.school_id = ${plan.schoolId} and f.flag = 'yes'
      and exists (select from links l where l.school_id = f.school_id and l.pupil_id = f.pupil_id and l.adult_id = f.adult_id
        and l.ended_on is null)`.execute(trx)
  return { standing: standing[0]?.count ?? 0, takenBack }
}

export async function yearsMoved(trx: Trx, plan: Plan): Promise<YearsMoved> {
  const { rows: moves } = await sql<{ from: string | null; to: string | null; pupils: number }>`
    select e.before ->> 'year' as "from", e.after ->> 'year' as "to", count(*)::int as pupils from import_plan_entries e
    where ${ofPlan(plan)} and e.entity = 'pupil' and e.act = 'update' and e.after ? 'year' group by 1, 2`.execute(trx)
  const { rows: years } = await sql<{ year: string | null; on_roll: number; leavers: number }>`
    select m.year, count(*)::int as on_roll,
      count(*) filter (where m.id in (select e.entity_id from import_plan_entries e
        where ${ofPlan(plan)} and e.entity = 'pupil' and e.act = 'leave'))::int as leavers
    from members m where m.school_id = ${plan.schoolId} and m.role = 'pupil' and m.status = 'on roll' group by m.year`.execute(
    trx,
  )
  const leavers = years.map((row) => ({ year: row.year, pupils: row.leavers })).filter(({ pupils }) => pupils > 0)
  const onRoll = years.map((row) => ({ year: row.year, pupils: row.on_roll }))
  const sum = (list: { pupils: number }[]) => list.reduce((total, { pupils }) => total + pupils, 0)
  return { staying: sum(onRoll) - sum(leavers), moves, leavers, onRoll }
}

/** Keys of the last children in the order of the file, and of the last who have a contact there. */
export type Tail = { pupils: string[]; contacts: string[] }

/** How many of the last file's last children would leave by this plan, or lose every contact. */
export async function goneOfTail(
  trx: Trx,
  plan: Plan,
  { tail, withContacts }: { tail: Tail; withContacts: string[] },
): Promise<{ asked: number; gone: number; without: number }> {
  const { rows } = await sql<{ gone: number; without: number }>`
    select
      (select count(*)::int from import_plan_entries e join members m on m.school_id = e.school_id and m.id = e.entity_id
        where ${ofPlan(plan)} and e.entity = 'pupil' and e.act = 'leave' and m.mis_key = any(${tail.pupils})) as gone,
      (select count(*)::int from members m
        where m.school_id = ${plan.schoolId} and m.mis_key = any(${tail.contacts}) and not m.mis_key = any(${withContacts})
          and exists (select from import_plan_entries e where ${ofPlan(plan)} and e.pupil_id = m.id and e.entity = 'link' and e.act = 'end')) as without`.execute(
    trx,
  )
  return { asked: Math.max(tail.pupils.length, tail.contacts.length), gone: 0, without: 0, ...rows[0] }
}
