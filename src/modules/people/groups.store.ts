import { sql } from 'kysely'
import type { Trx } from '../../platform/db/index.ts'
import type { GroupRule, PupilInSchool } from './rules/fits-rule.ts'

/** A group as it is stored; `pupils` counts those chosen or brought in who are on roll. */
export type StoredGroup = {
  id: string
  kind: 'registration' | 'year' | 'house' | 'class' | 'user-defined' | 'own'
  name: string
  origin: 'mis' | 'manual'
  /** Null where the pupils were chosen one by one. */
  rule: GroupRule | null
  pupils: number
}

/** By kind and name; all of them, those with these ids, or those with this id or name. */
export async function groupsWhere(
  trx: Trx,
  of: { schoolId: string; id?: string; idOrName?: string },
): Promise<StoredGroup[]> {
  const one = of.id === undefined ? sql`` : sql`and g.id = ${of.id}::uuid`
  const called =
    of.idOrName === undefined ? sql`` : sql`and (lower(g.name) = lower(${of.idOrName}) or g.id::text = ${of.idOrName})`
  const { rows } = await sql<StoredGroup>`
    select g.id, g.kind, g.name, g.origin, g.rule, count(m.id)::int as pupils
    from groups g
    left join group_members gm on gm.school_id = g.school_id and gm.group_id = g.id
    left join members m on m.school_id = gm.school_id and m.id = gm.member_id and m.role = 'pupil' and m.status = 'on roll'
    where g.school_id = ${of.schoolId} ${one} ${called}
    group by g.school_id, g.id order by g.kind, g.name`.execute(trx)
  return rows
}

/** Whether a group or a class bears the name, whatever its capitals; `except` is the group that is being renamed. */
export async function isNameTaken(
  trx: Trx,
  of: { schoolId: string; name: string; except: string | null },
): Promise<boolean> {
  const { rows } = await sql<{ taken: boolean }>`
    select exists (select from groups where school_id = ${of.schoolId} and lower(name) = lower(${of.name})
        and id is distinct from ${of.except}::uuid)
      or exists (select from members where school_id = ${of.schoolId} and role = 'pupil' and status = 'on roll'
        and lower(registration_group) = lower(${of.name})) as taken`.execute(trx)
  return rows[0]?.taken ?? false
}

export async function insertOwnGroup(
  trx: Trx,
  group: { schoolId: string; id: string; name: string; rule: GroupRule | null; at: Date },
): Promise<void> {
  const rule = group.rule === null ? null : JSON.stringify(group.rule)
  await sql`
    insert into groups (school_id, id, kind, name, origin, rule, created_at)
    values (${group.schoolId}, ${group.id}, 'own', ${group.name}, 'manual', ${rule}::jsonb, ${group.at})`.execute(trx)
}

export async function updateNameOfGroup(trx: Trx, of: { schoolId: string; id: string; name: string }): Promise<void> {
  await sql`
    update groups set name = ${of.name} where school_id = ${of.schoolId} and id = ${of.id} and kind = 'own'`.execute(
    trx,
  )
}

export async function deleteGroup(trx: Trx, of: { schoolId: string; id: string }): Promise<void> {
  await sql`delete from groups where school_id = ${of.schoolId} and id = ${of.id} and kind = 'own'`.execute(trx)
}

const rowsPerStatement = 1000

/** The ids that were not in the group before. */
export async function insertGroupMembers(
  trx: Trx,
  of: { schoolId: string; groupId: string; memberIds: string[]; at: Date },
): Promise<string[]> {
  const added: string[] = []
  for (let from = 0; from < of.memberIds.length; from += rowsPerStatement) {
    const values = of.memberIds
      .slice(from, from + rowsPerStatement)
      .map((id) => sql`(${of.schoolId}, ${of.groupId}, ${id}, 'manual', ${of.at})`)
    const { rows } = await sql<{ member_id: string }>`
      insert into group_members (school_id, group_id, member_id, origin, created_at) values ${sql.join(values)}
      on conflict do nothing returning member_id`.execute(trx)
    added.push(...rows.map((row) => row.member_id))
  }
  return added
}

/** The ids that were in the group. */
export async function deleteGroupMembers(
  trx: Trx,
  of: { schoolId: string; groupId: string; memberIds: string[] },
): Promise<string[]> {
  const { rows } = await sql<{ member_id: string }>`
    delete from group_members where school_id = ${of.schoolId} and group_id = ${of.groupId} and origin = 'manual'
      and member_id = any(${of.memberIds}::uuid[]) returning member_id`.execute(trx)
  return rows.map((row) => row.member_id)
}

/** Those chosen or brought in, by surname; leavers and those not yet admitted too, as they may come back or come. */
export async function memberIdsOfGroup(trx: Trx, of: { schoolId: string; groupId: string }): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select m.id from group_members gm join members m on m.school_id = gm.school_id and m.id = gm.member_id
    where gm.school_id = ${of.schoolId} and gm.group_id = ${of.groupId} and m.role = 'pupil'
    order by m.surname, m.forename, m.id`.execute(trx)
  return rows.map((row) => row.id)
}

/** What the rules of self-filling groups look at, of every pupil on roll, by surname. */
export async function pupilsForRules(trx: Trx, schoolId: string): Promise<(PupilInSchool & { id: string })[]> {
  const { rows } = await sql<{
    id: string
    year: string | null
    registration_group: string | null
    house: string | null
  }>`
    select id, year, registration_group, house from members
    where school_id = ${schoolId} and role = 'pupil' and status = 'on roll' order by surname, forename, id`.execute(trx)
  return rows.map(({ registration_group: registrationGroup, ...row }) => ({ ...row, registrationGroup }))
}
