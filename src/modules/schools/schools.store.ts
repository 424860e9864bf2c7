import type { Trx } from '../../platform/db/index.ts'
import { defaultSettings, type SchoolSettings } from './rules/settings.ts'
import type { School } from './schools.ts'

type SchoolRow = { id: string; slug: string; name: string; time_zone: string; settings: unknown }

export async function schoolBySlug(trx: Trx, slug: string): Promise<School | null> {
  const row = await trx.selectFrom('schools').selectAll().where('slug', '=', slug).executeTakeFirst()
  return row ? schoolOfRow(row) : null
}

export async function schoolById(trx: Trx, id: string): Promise<School | null> {
  const row = await trx.selectFrom('schools').selectAll().where('id', '=', id).executeTakeFirst()
  return row ? schoolOfRow(row) : null
}

export async function schools(trx: Trx): Promise<School[]> {
  const rows = await trx.selectFrom('schools').selectAll().orderBy('name').execute()
  return rows.map(schoolOfRow)
}

export async function insertSchool(trx: Trx, school: School & { createdAt: Date }): Promise<void> {
  const { id, slug, name, timeZone, createdAt } = school
  await trx
    .insertInto('schools')
    .values({ id, slug, name, time_zone: timeZone, settings: '{}', created_at: createdAt })
    .execute()
}

/** Only what differs from the defaults is stored, so that a better default reaches the schools that never chose. */
export async function updateSchool(trx: Trx, school: School): Promise<void> {
  const chosen = Object.entries(school.settings).filter(
    ([key, value]) => JSON.stringify(value) !== JSON.stringify(defaultSettings[key as keyof SchoolSettings]),
  )
  await trx
    .updateTable('schools')
    .set({ name: school.name, settings: JSON.stringify(Object.fromEntries(chosen)) })
    .where('id', '=', school.id)
    .execute()
}

const schoolOfRow = (row: SchoolRow): School => ({
  id: row.id,
  slug: row.slug,
  name: row.name,
  timeZone: row.time_zone,
  settings: { ...defaultSettings, ...(row.settings as Partial<SchoolSettings>) },
})
