import { sql } from 'kysely'
import type { Trx } from '../../platform/db/index.ts'
import type { RowChange } from './merges.store.ts'

/** A detail that more people than this share, such as the school's own number, says nothing of who they are. */
const mostWhoShare = 6

/**
 * Pairs of adults with a name or a detail in common, whom nobody has decided about: those that a person may have to look at. What of
 * them is alike enough is for the rule to say.
 */
export async function pairsToCompare(trx: Trx, schoolId: string, limit: number): Promise<[string, string][]> {
  const { rows } = await sql<{ one: string; other: string }>`
    with current as (
      select a.id, a.name_key from adults a
      where a.school_id = ${schoolId} and a.merged_into is null
        and exists (select from links l where l.school_id = a.school_id and l.adult_id = a.id and l.ended_on is null)),
    shared as (
      select p.value, array_agg(distinct p.adult_id) as ids from contact_points p join current c on c.id = p.adult_id
      where p.school_id = ${schoolId} and p.ended_at is null and p.value is not null
      group by p.value having count(distinct p.adult_id) between 2 and ${mostWhoShare}),
    pairs as (
      select c.id as one, d.id as other from current c join current d on d.name_key = c.name_key and c.id < d.id
      union
      select x.id, y.id from shared s, unnest(s.ids) x(id), unnest(s.ids) y(id) where x.id < y.id)
    select one, other from pairs p
    where not exists (select from adults_not_same n where n.school_id = ${schoolId} and n.one_id = p.one and n.other_id = p.other)
    order by one, other limit ${limit}`.execute(trx)
  return rows.map((row) => [row.one, row.other])
}

/** The children now linked to each of these adults. */
export async function pupilsOfAdults(trx: Trx, schoolId: string, adultIds: string[]): Promise<Map<string, string[]>> {
  const { rows } = await sql<{ adult_id: string; pupil_ids: string[] }>`
    select adult_id, array_agg(pupil_id) as pupil_ids from links
    where school_id = ${schoolId} and adult_id = any(${adultIds}) and ended_on is null group by adult_id`.execute(trx)
  return new Map(rows.map((row) => [row.adult_id, row.pupil_ids]))
}

/** In words, the child and the relationship, for showing two adults side by side; a restriction stands there though the link has ended. */
export async function findPupilsOfAdults(
  trx: Trx,
  of: { schoolId: string; adultIds: string[] },
): Promise<{ adultId: string; words: string }[]> {
  const { rows } = await sql<{ adultId: string; words: string }>`
    select distinct l.adult_id as "adultId", concat_ws(' ', m.forename, m.surname) || coalesce(' (' || lower(l.relationship) || ')', '')
      || case when r.id is null then '' else ', restricted' end as words
    from links l join members m on m.school_id = l.school_id and m.id = l.pupil_id
    left join restrictions r on r.school_id = l.school_id and r.pupil_id = l.pupil_id and r.adult_id = l.adult_id and r.lifted_at is null
    where l.school_id = ${of.schoolId} and l.adult_id = any(${of.adultIds}) and (l.ended_on is null or r.id is not null)
    order by words`.execute(trx)
  return rows
}

const inOrder = (a: string, b: string) => (a < b ? { one: a, other: b } : { one: b, other: a })

export async function insertDecision(
  trx: Trx,
  decided: { schoolId: string; adultIds: [string, string]; reason: string; by: string; at: Date },
): Promise<void> {
  const { one, other } = inOrder(...decided.adultIds)
  await sql`
    insert into adults_not_same (school_id, one_id, other_id, reason, decided_by, decided_at)
    values (${decided.schoolId}, ${one}, ${other}, ${decided.reason}, ${decided.by}, ${decided.at})
    on conflict (school_id, one_id, other_id) do nothing`.execute(trx)
}

/** Somebody merged them after all. Gives what was decided, for whoever takes the merge back. */
export async function forgetDecision(
  trx: Trx,
  { schoolId, keptId, goneId }: { schoolId: string; keptId: string; goneId: string },
): Promise<RowChange[]> {
  const { one, other } = inOrder(keptId, goneId)
  const { rows } = await sql<{ row: Record<string, unknown> }>`
    delete from adults_not_same t where school_id = ${schoolId} and one_id = ${one} and other_id = ${other}
    returning to_jsonb(t) as row`.execute(trx)
  return rows.map(({ row }) => ({ table: 'adults_not_same', before: row, after: null }))
}

/** For each of these adults, the adults who somebody decided are another person. */
export async function decidedOthers(trx: Trx, schoolId: string, adultIds: string[]): Promise<Map<string, string[]>> {
  const { rows } = await sql<{ one_id: string; other_id: string }>`
    select one_id, other_id from adults_not_same
    where school_id = ${schoolId} and (one_id = any(${adultIds}) or other_id = any(${adultIds}))`.execute(trx)
  const both = rows.flatMap((row) => [
    { id: row.one_id, other: row.other_id },
    { id: row.other_id, other: row.one_id },
  ])
  return new Map([...Map.groupBy(both, ({ id }) => id)].map(([id, found]) => [id, found.map(({ other }) => other)]))
}

/** What imports raised about the pair goes; it is not raised again. */
export async function settleSuspicions(trx: Trx, schoolId: string, adultIds: string[], at: Date): Promise<void> {
  await sql`
    update data_issues i set settled_at = ${at}, settled_how = 'not the same person'
    where i.school_id = ${schoolId} and i.kind = 'possible duplicate' and i.settled_at is null and i.adult_id = any(${adultIds})
      and exists (select from adult_mis_ids m where m.school_id = i.school_id and m.adult_id = any(${adultIds}) and m.adult_id <> i.adult_id
        and split_part(i.key, '|', 2) = m.mis_key)`.execute(trx)
}
