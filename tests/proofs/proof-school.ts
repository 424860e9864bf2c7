import { sql } from 'kysely'
import type { ImportScene } from '../../src/modules/importing/testing.ts'
import { look, places, pupils } from './walked-school.ts'

/** A fresh school with its pupils, in the database there is. */
export async function beginSchool(scene: ImportScene): Promise<void> {
  await scene.freshSchool({ letterPlaces: String(places), lowerPriorities: 'yes' })
  await scene.import(pupils)
}

/**
 * Everything in the database that is not the MIS's, in the model's words, and promises that are broken. Which link is prime is left
 * out: IMP-8 lets an import say it.
 */
export async function standing(scene: ImportScene): Promise<{ owned: string[]; broken: string[] }> {
  const id = scene.school.id
  const lines = await look<{ line: string; broken: boolean }>(
    scene,
    sql`
      select format('adult %s is %s: %s %s', id, origin, forename, surname) as line, false as broken
        from adults where school_id = ${id} and origin <> 'mis'
      union all select format('merged %s into %s', id, merged_into), false
        from adults where school_id = ${id} and merged_into is not null
      union all select format('mis key %s is %s', mis_key, adult_id), false
        from adult_mis_ids where school_id = ${id} and origin <> 'mis'
      union all select format('point %s %s is %s', adult_id, value, origin), false
        from contact_points where school_id = ${id} and origin <> 'mis' and ended_at is null
      union all select format('link %s is %s: %s %s %s %s', id, origin, pupil_id, adult_id, coalesce(relationship, '-'),
          case when ended_on is null then 'stands' else 'ended' end), false
        from links where school_id = ${id} and origin <> 'mis'
      union all select format('opted out %s %s', adult_id, channel), false from opt_outs where school_id = ${id}
      union all select format('decided %s %s %s', pupil_id, adult_id, decision), false
        from court_order_decisions where school_id = ${id}
      union all select 'OPT-2 ' || c.raw, true from contact_points c
        join opt_outs o on o.school_id = c.school_id and o.adult_id = c.adult_id
        where c.school_id = ${id} and c.ended_at is null
          and (o.channel = 'all' or (o.channel = 'email') = (c.kind = 'email')) and (o.channel <> 'sms' or c.sms_capable)
      union all select 'IMP-22 something hangs on a record that was merged: ' || a.id, true from adults a
        where a.school_id = ${id} and a.merged_into is not null and (
          exists (select from links l where l.school_id = a.school_id and l.adult_id = a.id and l.ended_on is null)
          or exists (select from contact_points c where c.school_id = a.school_id and c.adult_id = a.id and c.ended_at is null))
      union all select 'OPT-2 remembered by the merge ' || g.id, true from adult_merges g
        join opt_outs o on o.school_id = g.school_id and o.adult_id in (g.kept_id, g.gone_id)
        cross join jsonb_array_elements(g.rows) r
        where g.school_id = ${id} and r ->> 'table' = 'contact_points'
          and o.channel in ('all', case when 'email' in (r -> 'before' ->> 'kind', r -> 'after' ->> 'kind') then 'email' else 'sms' end)
      union all select 'LET-2 ' || letter_id, true from registrations
        where school_id = ${id} and state in ('registered', 'with the office') group by letter_id, place having count(*) > 1`,
  )
  const of = (broken: boolean) => lines.filter((one) => one.broken === broken).map(({ line }) => line)
  return { owned: of(false).sort(), broken: of(true) }
}
