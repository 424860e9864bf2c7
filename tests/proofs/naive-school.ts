import { sql } from 'kysely'
import { newId } from '../../src/platform/ids/index.ts'
import { anyRows, ProofSchool } from './proof-school.ts'

/** The same school with the import that everybody writes first: INSERT … ON CONFLICT DO UPDATE, whoever owns the row. */
export class NaiveSchool extends ProofSchool {
  protected override async importReport({ choose }: { choose(below: number): number }): Promise<void> {
    for (const row of anyRows(choose)) {
      if (typeof row === 'string') continue
      const pupilId = await this.pupilId(row.pupil ?? '')
      const [forename = '', surname = ''] = row.name.split(' ')
      const schoolId = this.scene.school.id
      const at = this.scene.clock.now()
      const [known] = await this.look<{ id: string }>(sql`
        select id from adults where school_id = ${schoolId} and forename = ${forename} and surname = ${surname} order by id`)
      const adultId = known?.id ?? newId()
      await this.look(sql`
        insert into adults (school_id, id, origin, forename, surname, name_key, created_at, updated_at)
        values (${schoolId}, ${adultId}, 'mis', ${forename}, ${surname}, ${row.name.toLowerCase()}, ${at}, ${at})
        on conflict (school_id, id) do update set origin = 'mis', forename = excluded.forename, surname = excluded.surname`)
      await this.look(sql`delete from contact_points where school_id = ${schoolId} and adult_id = ${adultId}`)
      const mobile = row.mobile?.replace(/^0/, '+44').replaceAll(' ', '')
      if (mobile)
        await this.look(sql`
          insert into contact_points (school_id, id, adult_id, kind, value, raw, origin, sms_capable, usable, position, created_at, updated_at)
          values (${schoolId}, ${newId()}, ${adultId}, 'mobile', ${mobile}, ${row.mobile}, 'mis', true, true, 0, ${at}, ${at})`)
      const [link] = await this.look<{ id: string }>(sql`
        select id from links where school_id = ${schoolId} and pupil_id = ${pupilId} and adult_id = ${adultId} order by id`)
      await this.look(sql`
        insert into links (school_id, id, pupil_id, adult_id, origin, relationship, prime, started_on, created_at, updated_at)
        values (${schoolId}, ${link?.id ?? newId()}, ${pupilId}, ${adultId}, 'mis', ${row.relationship ?? null},
          ${row.priority === 1}, ${at}, ${at}, ${at})
        on conflict (school_id, id) do update set origin = 'mis', relationship = excluded.relationship, ended_on = null`)
    }
  }
}
