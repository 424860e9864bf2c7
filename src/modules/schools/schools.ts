import type { Clock } from '../../platform/clock/index.ts'
import type { Db } from '../../platform/db/index.ts'
import { Refusal } from '../../platform/errors/refusal.ts'
import { newId } from '../../platform/ids/index.ts'
import { type Actor, recordAct } from '../audit/index.ts'
import { defaultSettings, readSetting, type SchoolSettings } from './rules/settings.ts'
import { insertSchool, schoolById, schoolBySlug, schools, updateSchool } from './schools.store.ts'

/** A tenant; every school-owned row carries its id. */
export type School = { id: string; slug: string; name: string; timeZone: string; settings: SchoolSettings }

/** Opens a school on this instance. Refuses a slug that is taken or cannot stand in an address. */
export async function createSchool(
  db: Db,
  wanted: { name: string; slug: string; actor: Actor; clock: Clock },
): Promise<School> {
  const slug = wanted.slug.trim()
  if (!/^[a-z0-9]+(-[a-z0-9]+)*$/.test(slug) || slug.length > 40) {
    throw new Refusal(
      'bad-slug',
      `“${wanted.slug}” cannot stand in an address. Use small letters, digits and single hyphens, such as hill-primary.`,
    )
  }
  if (wanted.name.trim() === '') throw new Refusal('no-name', 'A school needs a name.')
  if (await findSchoolBySlugIfAny(db, slug))
    throw new Refusal('slug-taken', `There is a school “${slug}” already. Choose another slug.`)
  const school: School = {
    id: newId(),
    slug,
    name: wanted.name.trim(),
    timeZone: 'Europe/London',
    settings: defaultSettings,
  }
  await db.inInstance((trx) => insertSchool(trx, { ...school, createdAt: wanted.clock.now() }))
  await db.inSchool(school.id, (trx) =>
    recordAct(trx, {
      schoolId: school.id,
      actor: wanted.actor,
      act: 'school.created',
      subject: { kind: 'school', id: school.id },
      detail: { name: school.name, slug },
    }),
  )
  return school
}

/** Throws a Refusal where there is none. */
export async function findSchoolBySlug(db: Db, slug: string): Promise<School> {
  const school = await findSchoolBySlugIfAny(db, slug)
  if (!school) throw new Refusal('no-such-school', `There is no school “${slug}” on this instance.`)
  return school
}

/** Null for a slug that no school of this instance has. */
export async function findSchoolBySlugIfAny(db: Db, slug: string): Promise<School | null> {
  return db.inInstance((trx) => schoolBySlug(trx, slug))
}

/** Throws a Refusal where the school is gone. */
export async function findSchoolById(db: Db, id: string): Promise<School> {
  const school = await db.inInstance((trx) => schoolById(trx, id))
  if (!school) throw new Refusal('no-such-school', 'This school is no longer on this instance.')
  return school
}

/** All schools of the instance, by name. */
export async function listSchools(db: Db): Promise<School[]> {
  return db.inInstance((trx) => schools(trx))
}

/**
 * Changes name and settings, each given as a person types it. All or nothing: one bad value changes none.
 * `dryRun` only answers what it would be.
 */
export async function changeSettings(
  db: Db,
  change: { school: School; values: Record<string, string>; actor: Actor; dryRun?: boolean },
): Promise<School> {
  const { name, ...rest } = change.values
  let settings = change.school.settings
  for (const [key, text] of Object.entries(rest)) settings = { ...settings, ...readSetting(key, text) }
  const changed: School = { ...change.school, name: name?.trim() || change.school.name, settings }
  if (change.dryRun) return changed
  await db.inSchool(changed.id, async (trx) => {
    await updateSchool(trx, changed)
    await recordAct(trx, {
      schoolId: changed.id,
      actor: change.actor,
      act: 'school.settings-changed',
      subject: { kind: 'school', id: changed.id },
      detail: { values: change.values },
    })
  })
  return changed
}
