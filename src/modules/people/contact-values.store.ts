import { type RawBuilder, sql } from 'kysely'
import type { Trx } from '../../platform/db/index.ts'

/**
 * The condition `id ${…}` of contact points that have one of these values now or once had: whoever asks says also what the value
 * has to be now. An index over the values themselves would be written with every change of any number (decision 131).
 */
export const isOfValues = (schoolId: string, values: readonly string[]): RawBuilder<boolean> =>
  sql<boolean>`= any(array(
    select unnest(point_ids) from contact_values where school_id = ${schoolId} and value = any(${values}::text[])))`

/** To be called by whoever gives a contact point a value. */
export async function rememberValues(
  trx: Trx,
  schoolId: string,
  points: readonly { id: string; value: string | null }[],
): Promise<void> {
  for (const { id, value } of points) {
    if (value === null) continue
    await sql`
      insert into contact_values as v (school_id, value, point_ids) values (${schoolId}, ${value}, array[${id}::uuid])
      on conflict (school_id, value) do update set point_ids = v.point_ids || excluded.point_ids`.execute(trx)
  }
}

/** OPT-2: what these contact points had and have. */
export async function forgetValues(trx: Trx, schoolId: string, pointIds: readonly string[]): Promise<void> {
  if (pointIds.length === 0) return
  await sql`
    update contact_values set point_ids = array(select unnest(point_ids) except select unnest(${pointIds}::uuid[]))
    where school_id = ${schoolId} and point_ids && ${pointIds}::uuid[]`.execute(trx)
  await forgetValuesOfNobody(trx, schoolId)
}

/**
 * Emails and numbers that a contact point had and has no more. No import or undo may run beside it (`holdJournal`): it could give a
 * contact point back what is forgotten here.
 */
export async function forgetOldValues(trx: Trx, schoolId: string): Promise<void> {
  const old = sql`
    (select o.value, array_agg(h.id) as ids from contact_values o, lateral unnest(o.point_ids) h (id)
      where o.school_id = ${schoolId} and not exists (
        select from contact_points p where p.school_id = o.school_id and p.id = h.id and p.value = o.value)
      group by o.value)`
  // Taken away one by one: whoever came to the value meanwhile stays.
  await sql`
    update contact_values v set point_ids = array(select unnest(v.point_ids) except select unnest(o.ids))
    from ${old} o where v.school_id = ${schoolId} and v.value = o.value`.execute(trx)
  await forgetValuesOfNobody(trx, schoolId)
}

async function forgetValuesOfNobody(trx: Trx, schoolId: string): Promise<void> {
  await sql`delete from contact_values where school_id = ${schoolId} and point_ids = '{}'`.execute(trx)
}
