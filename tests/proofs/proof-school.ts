import type { ImportScene } from '../../src/modules/importing/testing.ts'
import { look, places, pupils, type Standing, type StandingLink } from './walked-school.ts'

/** A fresh school with its pupils, in the database there is. */
export async function beginSchool(scene: ImportScene): Promise<void> {
  await scene.freshSchool({ letterPlaces: String(places), lowerPriorities: 'yes' })
  await scene.import(pupils)
}

type Seen = Standing & { owned: string[]; broken: string[] }

/**
 * Everything in the database that is not the MIS's, in the model's words; promises that are broken; and what stands for the next act
 * to choose from. Which link is prime is no fact of anybody's: IMP-8 lets an import say it. One statement, for it comes after every step.
 */
export async function standing(scene: ImportScene): Promise<Seen> {
  const id = scene.school.id
  // A step takes a minute or two, and a quarter of an hour passes before the next.
  const thisStep = new Date(scene.clock.now().getTime() - 5 * 60_000)
  const rows = await look<{ what: string; line: string }>(scene)`
      select format('adult %s is %s: %s %s', id, origin, forename, surname) as line, 'owned' as what
        from adults where school_id = ${id} and origin <> 'mis'
      union all select format('merged %s into %s', id, merged_into), 'owned'
        from adults where school_id = ${id} and merged_into is not null
      union all select format('mis key %s is %s', mis_key, adult_id), 'owned'
        from adult_mis_ids where school_id = ${id} and origin <> 'mis'
      union all select format('point %s %s is %s', adult_id, value, origin), 'owned'
        from contact_points where school_id = ${id} and origin <> 'mis' and ended_at is null
      union all select format('link %s is %s: %s %s %s %s', id, origin, pupil_id, adult_id, coalesce(relationship, '-'),
          case when ended_on is null then 'stands' else 'ended' end), 'owned'
        from links where school_id = ${id} and origin <> 'mis'
      union all select format('opted out %s %s', adult_id, channel), 'owned' from opt_outs where school_id = ${id}
      union all select format('decided %s %s %s', pupil_id, adult_id, decision), 'owned'
        from court_order_decisions where school_id = ${id}
      union all select distinct format('restricted %s %s', pupil_id, adult_id), 'owned'
        from restrictions where school_id = ${id} and lifted_at is null
      union all select 'VIS-3 an import linked ' || n.forename, 'broken' from restrictions r
        join adults a on a.school_id = r.school_id and a.id = r.adult_id
        join links l on l.school_id = r.school_id and l.pupil_id = r.pupil_id and l.origin = 'mis' and l.created_at > ${thisStep}
        join adults n on n.school_id = l.school_id and n.id = l.adult_id
        where r.school_id = ${id} and r.lifted_at is null
          and (n.id = a.id or (n.created_at > ${thisStep} and (n.forename, n.surname) = (a.forename, a.surname)
            and exists (select from links o where o.school_id = r.school_id and o.pupil_id = r.pupil_id and o.adult_id = a.id and o.relationship = l.relationship)))
      union all select 'OPT-2 ' || c.raw, 'broken' from contact_points c
        join opt_outs o on o.school_id = c.school_id and o.adult_id = c.adult_id
        where c.school_id = ${id} and c.ended_at is null
          and (o.channel = 'all' or (o.channel = 'email') = (c.kind = 'email')) and (o.channel <> 'sms' or c.sms_capable)
      union all select 'IMP-22 something hangs on a record that was merged: ' || a.id, 'broken' from adults a
        where a.school_id = ${id} and a.merged_into is not null and (
          exists (select from links l where l.school_id = a.school_id and l.adult_id = a.id and l.ended_on is null)
          or exists (select from contact_points c where c.school_id = a.school_id and c.adult_id = a.id and c.ended_at is null))
      union all select 'OPT-2 remembered by the merge ' || g.id, 'broken' from adult_merges g
        join opt_outs o on o.school_id = g.school_id and o.adult_id in (g.kept_id, g.gone_id)
        cross join jsonb_array_elements(g.rows) r
        where g.school_id = ${id} and r ->> 'table' = 'contact_points'
          and o.channel in ('all', case when 'email' in (r -> 'before' ->> 'kind', r -> 'after' ->> 'kind') then 'email' else 'sms' end)
      union all select 'not found by its value: ' || c.raw, 'broken' from contact_points c
        where c.school_id = ${id} and c.value is not null
          and not exists (select from contact_values v where v.school_id = c.school_id and v.value = c.value and c.id = any(v.point_ids))
      union all select 'IMP-25 one child twice: ' || forename, 'broken' from members
        where school_id = ${id} and role = 'pupil' group by forename, surname having count(*) > 1
      union all select 'IMP-11 one detail twice: ' || value, 'broken' from contact_points
        where school_id = ${id} and ended_at is null and value is not null and adult_id is not null group by adult_id, kind, value having count(*) > 1
      union all select 'LET-2 ' || letter_id, 'broken' from registrations
        where school_id = ${id} and state in ('registered', 'with the office') group by letter_id, place having count(*) > 1
      union all select json_build_object('id', id, 'name', forename || ' ' || surname)::text, 'pupil'
        from members where school_id = ${id} and role = 'pupil'
      union all select json_build_object('id', l.id, 'adultId', l.adult_id, 'pupilId', l.pupil_id, 'origin', l.origin,
          'relationship', l.relationship, 'prime', l.prime, 'name', a.forename || ' ' || a.surname,
          'order', concat_ws(' ', to_char(l.created_at, 'YYYYMMDDHH24MISS'), m.forename, a.forename, a.surname, l.id))::text, 'link'
        from links l join adults a on a.school_id = l.school_id and a.id = l.adult_id
        join members m on m.school_id = l.school_id and m.id = l.pupil_id
        where l.school_id = ${id} and l.ended_on is null`
  const of = (what: string) => rows.filter((row) => row.what === what).map(({ line }) => line)
  const pupils = of('pupil').map((line) => JSON.parse(line) as Standing['pupils'][number])
  const links = of('link').map((line) => JSON.parse(line) as StandingLink & { order: string })
  const isBefore = (a: { order: string }, b: { order: string }) => (a.order < b.order ? -1 : 1)
  return { owned: of('owned').sort(), broken: of('broken'), pupils, links: links.sort(isBefore) }
}
