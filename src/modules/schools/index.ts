/** Organisations' schools: the directory of this instance and each school's settings. */
export {
  changeNoticeText,
  currentNoticeText,
  type FamiliesTold,
  listFamiliesTold,
  type NoticeText,
  recordFamiliesTold,
  type Telling,
  type ToldBy,
  toldBy,
} from './notices.ts'
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
