import { sql } from 'kysely'
import type { Trx } from '../../platform/db/index.ts'
import type { Link } from './people.types.ts'

type Row = Record<string, unknown>

/** A table whose rows are about adults: the columns that name one, and its primary key. */
type AboutAdults = { table: string; columns: string[]; key: string[] }

/** What was sent to somebody, and what plans said, stays with the record it was about. */
const history = ['message_verdicts', 'import_plan_entries', 'account_openings', 'adult_merges']

/** Moved by rules of their own; every other table that names an adult simply follows the kept record. */
const ruled = [
  'adults',
  'links',
  'contact_points',
  'adult_mis_ids',
  'court_order_flags',
  'court_order_decisions',
  'opt_outs',
]

/** From the schema itself, so that a table made later is not forgotten. As the role of the transaction may write it. */
export async function tablesAboutAdults(trx: Trx): Promise<AboutAdults[]> {
  const { rows } = await sql<AboutAdults>`
    select c.relname as "table", array_agg(distinct a.attname::text) as columns,
      (select array_agg(k.attname::text order by k.attnum) from pg_index i
        join pg_attribute k on k.attrelid = i.indrelid and k.attnum = any(i.indkey)
        where i.indrelid = c.oid and i.indisprimary) as key
    from pg_class c
    join pg_attribute s on s.attrelid = c.oid and s.attname = 'school_id'
    join pg_attribute a on a.attrelid = c.oid and a.atttypid = 'uuid'::regtype and not a.attisdropped
      and (a.attname = 'adult_id' or a.attname like '%\\_adult\\_id' or (c.relname = 'adults' and a.attname = 'id'))
    where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and c.relname <> all(${history})
      and has_table_privilege(c.oid, 'select') and has_table_privilege(c.oid, 'update')
    group by c.oid, c.relname order by c.relname`.execute(trx)
  return rows
}

/** Every row about these adults, by table. */
export async function rowsAbout(
  trx: Trx,
  of: { schoolId: string; adultIds: string[]; tables: AboutAdults[] },
): Promise<{ table: string; row: Row }[]> {
  const parts = of.tables.map(({ table, columns }) => {
    const named = sql.join(
      columns.map((column) => sql`t.${sql.ref(column)} = any(${of.adultIds}::uuid[])`),
      sql` or `,
    )
    return sql`select ${table} as "table", to_jsonb(t) as row from ${sql.table(table)} t where t.school_id = ${of.schoolId} and (${named})`
  })
  const { rows } = await sql<{ table: string; row: Row }>`${sql.join(parts, sql` union all `)}`.execute(trx)
  return rows
}

type Pair = { schoolId: string; keptId: string; goneId: string; at: Date }

/** Rows of all the tables without rules of their own follow the kept record, unless it has one of its own in that place. */
export async function moveTheRest(trx: Trx, pair: Pair, tables: AboutAdults[]): Promise<void> {
  for (const { table, columns, key } of tables.filter((one) => !ruled.includes(one.table))) {
    for (const column of columns) {
      const others = key.filter((part) => part !== column && part !== 'school_id')
      const same = others.map((part) => sql`and o.${sql.ref(part)} = t.${sql.ref(part)}`)
      const taken = key.includes(column)
        ? sql`and not exists (select from ${sql.table(table)} o where o.school_id = t.school_id and o.${sql.ref(column)} = ${pair.keptId} ${sql.join(same, sql` `)})`
        : sql``
      await sql`
        update ${sql.table(table)} t set ${sql.ref(column)} = ${pair.keptId}
        where t.school_id = ${pair.schoolId} and t.${sql.ref(column)} = ${pair.goneId} ${taken}`.execute(trx)
    }
  }
}

/** A link that becomes one with another of the kept record. It ends as one of the MIS, so that it bars no way back later (IMP-24). */
export async function endMergedLink(trx: Trx, pair: Pair, ended: { linkId: string; on: string }): Promise<void> {
  await sql`
    update links set adult_id = ${pair.keptId}, origin = 'mis', prime = false, ended_on = ${ended.on},
      end_reason = 'Two records of one person were merged', updated_at = ${pair.at}
    where school_id = ${pair.schoolId} and id = ${ended.linkId}`.execute(trx)
}

export async function setFactsOfLink(
  trx: Trx,
  pair: Pair,
  link: Pick<Link, 'id' | 'origin' | 'relationship' | 'priority' | 'parentalResponsibility' | 'livesWith' | 'prime'>,
): Promise<void> {
  await sql`
    update links set origin = ${link.origin}, relationship = ${link.relationship}, priority = ${link.priority}, prime = ${link.prime},
      parental_responsibility = ${link.parentalResponsibility}, lives_with = ${link.livesWith}, updated_at = ${pair.at}
    where school_id = ${pair.schoolId} and id = ${link.id}`.execute(trx)
}

export async function moveLinks(trx: Trx, pair: Pair): Promise<void> {
  await sql`
    update links set adult_id = ${pair.keptId}, updated_at = ${pair.at}
    where school_id = ${pair.schoolId} and adult_id = ${pair.goneId}`.execute(trx)
}

/** Flags of both: a yes of either is a yes. Decisions of people come along. */
export async function moveCourtOrders(trx: Trx, { schoolId, keptId, goneId }: Pair): Promise<void> {
  await sql`
    update court_order_flags k set flag = 'yes', flagged_at = greatest(k.flagged_at, g.flagged_at)
    from court_order_flags g
    where k.school_id = ${schoolId} and k.adult_id = ${keptId} and g.school_id = k.school_id and g.adult_id = ${goneId}
      and g.pupil_id = k.pupil_id and (g.flag = 'yes' or k.flag = 'yes')`.execute(trx)
  await sql`
    delete from court_order_flags g where g.school_id = ${schoolId} and g.adult_id = ${goneId}
      and exists (select from court_order_flags k where k.school_id = g.school_id and k.adult_id = ${keptId} and k.pupil_id = g.pupil_id)`.execute(
    trx,
  )
  await sql`update court_order_flags set adult_id = ${keptId} where school_id = ${schoolId} and adult_id = ${goneId}`.execute(
    trx,
  )
  await sql`update court_order_decisions set adult_id = ${keptId} where school_id = ${schoolId} and adult_id = ${goneId}`.execute(
    trx,
  )
}

/** A link that was held under either record asks again. */
export async function holdAgain(trx: Trx, { schoolId, keptId, at }: Pair, pupilId: string): Promise<void> {
  await sql`
    insert into court_order_flags (school_id, pupil_id, adult_id, flag, origin, flagged_at)
    values (${schoolId}, ${pupilId}, ${keptId}, 'yes', 'manual', ${at})
    on conflict (school_id, pupil_id, adult_id) do update set flag = 'yes', flagged_at = excluded.flagged_at`.execute(
    trx,
  )
}

const strength = (point: ReturnType<typeof sql>) =>
  sql`(case ${point} when 'web' then 2 when 'manual' then 1 else 0 end)`

/** Details of the gone record that the kept one lacks; of one address in both, the one with the stronger owner stays in use. */
export async function movePoints(trx: Trx, pair: Pair, which: { ofTheMis: boolean }): Promise<void> {
  const { schoolId, keptId, goneId, at } = pair
  const same = sql`g.school_id = k.school_id and k.adult_id = ${keptId} and g.adult_id = ${goneId} and k.ended_at is null and g.ended_at is null
    and k.value = g.value`
  await sql`
    update contact_points k set ended_at = ${at}, updated_at = ${at} from contact_points g
    where k.school_id = ${schoolId} and ${same} and ${strength(sql`g.origin`)} > ${strength(sql`k.origin`)}`.execute(
    trx,
  )
  await sql`
    update contact_points g set ended_at = ${at}, updated_at = ${at} from contact_points k
    where g.school_id = ${schoolId} and ${same}`.execute(trx)
  if (!which.ofTheMis)
    await sql`
      update contact_points set ended_at = ${at}, updated_at = ${at}
      where school_id = ${schoolId} and adult_id = ${goneId} and ended_at is null and origin = 'mis'`.execute(trx)
  await sql`
    update contact_points g set adult_id = ${keptId}, updated_at = ${at}, position = g.position +
      (select coalesce(max(k.position) + 1, 0) from contact_points k where k.school_id = ${schoolId} and k.adult_id = ${keptId} and k.ended_at is null)
    where g.school_id = ${schoolId} and g.adult_id = ${goneId} and g.ended_at is null`.execute(trx)
}

/** The records of the MIS that were the gone one are the kept one: a decision of a person, which no import changes. */
export async function moveMisIds(trx: Trx, { schoolId, keptId, goneId }: Pair): Promise<void> {
  await sql`
    update adult_mis_ids set adult_id = ${keptId}, origin = 'manual' where school_id = ${schoolId} and adult_id = ${goneId}`.execute(
    trx,
  )
}

export async function markMerged(trx: Trx, { schoolId, keptId, goneId, at }: Pair): Promise<void> {
  await sql`
    update adults set merged_into = ${keptId}, updated_at = ${at} where school_id = ${schoolId} and id = ${goneId}`.execute(
    trx,
  )
  await sql`
    update data_issues set settled_at = ${at}, settled_how = 'merged'
    where school_id = ${schoolId} and kind = 'possible duplicate' and adult_id in (${keptId}, ${goneId}) and settled_at is null`.execute(
    trx,
  )
}

export async function hasAccount(trx: Trx, schoolId: string, adultId: string): Promise<boolean> {
  const { rows } =
    await sql`select from account_adults where school_id = ${schoolId} and adult_id = ${adultId}`.execute(trx)
  return rows.length > 0
}

export async function mergedInto(trx: Trx, schoolId: string, adultId: string): Promise<string | null> {
  const { rows } = await sql<{ merged_into: string | null }>`
    select merged_into from adults where school_id = ${schoolId} and id = ${adultId}`.execute(trx)
  return rows[0]?.merged_into ?? null
}
