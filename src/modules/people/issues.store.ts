import { sql } from 'kysely'
import type { Trx } from '../../platform/db/index.ts'
import type { DataIssue } from './issues.ts'

export async function openIssues(
  trx: Trx,
  schoolId: string,
  filter: { id?: string; kind?: string | undefined; pupilId?: string | undefined; limit?: number },
): Promise<DataIssue[]> {
  const { rows } = await sql<IssueRow>`
    select i.*, m.forename as pupil_forename, m.surname as pupil_surname, m.registration_group, m.admission_number,
      a.forename as adult_forename, a.surname as adult_surname
    from data_issues i
    left join members m on m.school_id = i.school_id and m.id = i.pupil_id
    left join adults a on a.school_id = i.school_id and a.id = i.adult_id
    where i.school_id = ${schoolId} and i.settled_at is null and i.dismissed_at is null
      and (${filter.id ?? null}::uuid is null or i.id = ${filter.id ?? null})
      and (${filter.kind ?? null}::text is null or i.kind = ${filter.kind ?? null})
      and (${filter.pupilId ?? null}::uuid is null or i.pupil_id = ${filter.pupilId ?? null})
    order by case when i.kind = 'no working channel' then 0 when i.kind like 'no prime adult%' then 1
      when i.kind like 'held%' then 2 else 3 end, i.kind, m.year, m.registration_group, m.surname, m.forename, i.id
    limit ${filter.limit ?? 1_000_000}`.execute(trx)
  return rows.map(issueOfRow)
}

export async function issueById(
  trx: Trx,
  schoolId: string,
  id: string,
): Promise<{ kind: string; pupilId: string | null } | null> {
  const row = await trx
    .selectFrom('data_issues')
    .select(['kind', 'pupil_id'])
    .where('school_id', '=', schoolId)
    .where('id', '=', id)
    .where('settled_at', 'is', null)
    .executeTakeFirst()
  return row ? { kind: row.kind, pupilId: row.pupil_id } : null
}

export async function openIssuesOfPupil(
  trx: Trx,
  schoolId: string,
  pupilId: string,
): Promise<{ id: string; kind: string; adultId: string | null }[]> {
  return trx
    .selectFrom('data_issues')
    .select(['id', 'kind', 'adult_id as adultId'])
    .where('school_id', '=', schoolId)
    .where('pupil_id', '=', pupilId)
    .where('settled_at', 'is', null)
    .execute()
}

export async function setDismissed(
  trx: Trx,
  dismissed: { schoolId: string; id: string; at: Date; how: string },
): Promise<void> {
  await sql`
    update data_issues set dismissed_at = ${dismissed.at}, settled_how = ${dismissed.how}
    where school_id = ${dismissed.schoolId} and id = ${dismissed.id}`.execute(trx)
}

export async function settleIssues(
  trx: Trx,
  settled: { schoolId: string; ids: string[]; at: Date; how: string },
): Promise<void> {
  if (settled.ids.length === 0) return
  await sql`
    update data_issues set settled_at = ${settled.at}, settled_how = ${settled.how}
    where school_id = ${settled.schoolId} and id = any(${settled.ids})`.execute(trx)
}

/** False where the key is open or was set aside. */
export async function insertIssue(
  trx: Trx,
  issue: {
    schoolId: string
    id: string
    key: string
    kind: string
    pupilId: string | null
    adultId: string | null
    detail: string
    /** `manual` where it is not for an import to say that it is mended. */
    origin?: 'mis' | 'manual'
    at: Date
  },
): Promise<boolean> {
  const { numAffectedRows } = await sql`
    insert into data_issues (school_id, id, key, kind, pupil_id, adult_id, detail, origin, raised_at)
    values (${issue.schoolId}, ${issue.id}, ${issue.key}, ${issue.kind}, ${issue.pupilId}, ${issue.adultId}, ${issue.detail}, ${issue.origin ?? 'mis'}, ${issue.at})
    on conflict (school_id, key) where settled_at is null do nothing`.execute(trx)
  return numAffectedRows === 1n
}

type IssueRow = {
  id: string
  key: string
  kind: string
  pupil_id: string | null
  adult_id: string | null
  detail: string
  raised_at: Date
  pupil_forename: string | null
  pupil_surname: string | null
  registration_group: string | null
  admission_number: string | null
  adult_forename: string | null
  adult_surname: string | null
}

const issueOfRow = (row: IssueRow): DataIssue => ({
  id: row.id,
  key: row.key,
  kind: row.kind,
  pupilId: row.pupil_id,
  adultId: row.adult_id,
  detail: row.detail,
  raisedAt: row.raised_at,
  pupilName: row.pupil_id === null ? null : `${row.pupil_forename} ${row.pupil_surname}`,
  pupilClass: row.registration_group,
  admissionNumber: row.admission_number,
  adultName: row.adult_id === null ? null : `${row.adult_forename} ${row.adult_surname}`,
})

export async function openIssuesWithKey(trx: Trx, of: { schoolId: string; key: string }): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from data_issues where school_id = ${of.schoolId} and key = ${of.key} and settled_at is null`.execute(trx)
  return rows.map(({ id }) => id)
}

/** Which of these ids are issues of a kind, and whether each is still open. */
export async function issuesAmong(
  trx: Trx,
  of: { schoolId: string; ids: string[]; kind: string },
): Promise<Map<string, boolean>> {
  const { rows } = await sql<{ id: string; open: boolean }>`
    select id, settled_at is null and dismissed_at is null as open from data_issues
    where school_id = ${of.schoolId} and kind = ${of.kind} and id = any(${of.ids})`.execute(trx)
  return new Map(rows.map((row) => [row.id, row.open]))
}
