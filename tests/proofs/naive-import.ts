import { newId } from '../../src/platform/ids/index.ts'
import { sayAnew } from './import-acts.ts'
import { type Act, look, type Walking } from './walked-school.ts'

/** The import that everybody writes first: INSERT … ON CONFLICT DO UPDATE, whoever owns the row. */
export const naiveImport: Act = async (walking) => {
  const { scene } = walking
  const schoolId = scene.school.id
  const at = scene.clock.now()
  walking.mis = sayAnew(walking)
  for (const row of walking.mis) {
    if (typeof row === 'string') continue
    const pupilId = await pupilKnownAs(walking, row.pupil ?? '')
    const [forename = '', surname = ''] = row.name.split(' ')
    const [known] = await look<{ id: string }>(scene)`
        select id from adults where school_id = ${schoolId} and forename = ${forename} and surname = ${surname} order by id`
    const adultId = known?.id ?? newId()
    await look(scene)`
        insert into adults (school_id, id, origin, forename, surname, name_key, created_at, updated_at)
        values (${schoolId}, ${adultId}, 'mis', ${forename}, ${surname}, ${row.name.toLowerCase()}, ${at}, ${at})
        on conflict (school_id, id) do update set origin = 'mis', forename = excluded.forename, surname = excluded.surname`
    await look(scene)`delete from contact_points where school_id = ${schoolId} and adult_id = ${adultId}`
    const mobile = row.mobile?.replace(/^0/, '+44').replaceAll(' ', '')
    if (mobile)
      await look(scene)`
          insert into contact_points (school_id, id, adult_id, kind, value, raw, origin, sms_capable, usable, position, created_at, updated_at)
          values (${schoolId}, ${newId()}, ${adultId}, 'mobile', ${mobile}, ${row.mobile}, 'mis', true, true, 0, ${at}, ${at})`
    const [link] = await look<{ id: string }>(scene)`
        select id from links where school_id = ${schoolId} and pupil_id = ${pupilId} and adult_id = ${adultId}
        order by ended_on nulls first, id`
    await look(scene)`
        insert into links (school_id, id, pupil_id, adult_id, origin, relationship, prime, started_on, created_at, updated_at)
        values (${schoolId}, ${link?.id ?? newId()}, ${pupilId}, ${adultId}, 'mis', ${row.relationship ?? null},
          ${row.priority === 1}, ${at}, ${at}, ${at})
        on conflict (school_id, id) do update set origin = 'mis', relationship = excluded.relationship, ended_on = null`
  }
}

/** An undoing may have taken them away. */
async function pupilKnownAs({ scene, now }: Walking, name: string): Promise<string> {
  const known = now.pupils.find((pupil) => pupil.name === name)
  if (known) return known.id
  const [forename = '', surname = ''] = name.split(' ')
  const [id, at] = [newId(), scene.clock.now()]
  await look(scene)`
        insert into members (school_id, id, role, status, origin, forename, surname, name_key, created_at, updated_at)
        values (${scene.school.id}, ${id}, 'pupil', 'on roll', 'mis', ${forename}, ${surname}, ${name.toLowerCase()}, ${at}, ${at})`
  now.pupils.push({ id, name })
  return id
}
