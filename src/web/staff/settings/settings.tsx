import { changeSettings } from '../../../modules/schools/index.ts'
import { type Fields, invalid, page, redirectTo } from '../../page.ts'
import { settingFields, typedSettings } from './setting-fields.ts'
import { SettingsView } from './settings.view.tsx'
import { wrongSettings } from './wrong-settings.ts'

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
    const errors = await wrongSettings(db, { school, actor, fields: settingFields, typed })
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
