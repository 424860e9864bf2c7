import { changeSettings, type School } from '../../../modules/schools/index.ts'
import type { Db } from '../../../platform/db/index.ts'
import { Refusal } from '../../../platform/errors/index.ts'
import type { FieldErrors } from '../../components/fields.tsx'
import { type Fields, invalid, page, redirectTo, type StaffActor } from '../../page.ts'
import { settingFields, typedSettings } from './setting-fields.ts'
import { SettingsView } from './settings.view.tsx'

export const settingsPage = page({
  method: 'GET',
  url: '/schools/:school/settings',
  permission: 'settings.change',
  handle: ({ school }) => <SettingsView typed={typedSettings(school)} errors={{}} />,
})

export const saveSettings = page({
  method: 'POST',
  url: '/schools/:school/settings',
  permission: 'settings.change',
  async handle({ school, actor, db, body }) {
    const typed = { ...typedSettings(school), ...readTyped(body) }
    const errors = await whatIsWrong(db, { school, actor, typed })
    if (Object.keys(errors).length > 0) return invalid(<SettingsView typed={typed} errors={errors} />)
    const before = typedSettings(school)
    const values = Object.fromEntries(Object.entries(typed).filter(([key, value]) => value !== before[key]))
    const count = Object.keys(values).length
    const here = `/schools/${school.slug}/settings`
    if (count === 0) return redirectTo(here, 'Nothing was different, so nothing was changed.')
    await changeSettings(db, { school, values, actor })
    return redirectTo(here, count === 1 ? '1 setting was changed.' : `${count} settings were changed.`)
  },
})

/** Only the fields of the form; a box that is not ticked is not sent, and means no. */
function readTyped(body: Fields): Record<string, string> {
  return Object.fromEntries(
    settingFields.map(({ key, tick }) => [
      key,
      tick ? (body[key] ? 'yes' : 'no') : String([body[key] ?? ''].flat().at(-1)).trim(),
    ]),
  )
}

/** Each setting is tried by itself, so that every wrong one is shown at once and beside its field. */
async function whatIsWrong(
  db: Db,
  { school, actor, typed }: { school: School; actor: StaffActor; typed: Record<string, string> },
): Promise<FieldErrors> {
  const errors: FieldErrors = {}
  for (const { key, label } of settingFields) {
    if (key === 'name' && !typed[key]) errors[key] = 'A school needs a name.'
    try {
      await changeSettings(db, { school, values: { [key]: typed[key] ?? '' }, actor, dryRun: true })
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      errors[key] = error.words.replaceAll(`“${key}”`, `“${label}”`).replace(' Nothing was changed.', '')
    }
  }
  return errors
}
