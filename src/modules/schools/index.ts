/** Organisations' schools: the directory of this instance and each school's settings. */
export type { ImportStrategy, SchoolSettings, SettingKey } from './rules/settings.ts'
export { defaultSettings, settingKeys } from './rules/settings.ts'
export type { School } from './schools.ts'
export {
  changeSettings,
  createSchool,
  findSchoolById,
  findSchoolBySlug,
  findSchoolBySlugIfAny,
  listSchools,
} from './schools.ts'
