import { changeSettings } from '../../../../modules/schools/index.ts'
import { readPushScript, wakeSync } from '../../../../modules/syncing/index.ts'
import { NoSuchPage } from '../../../frame/errors.ts'
import { download, type Fields, invalid, page, redirectTo } from '../../../page.ts'
import { wrongSettings } from '../wrong-settings.ts'
import { loadSync } from './load-sync.ts'
import { SyncView } from './sync.view.tsx'

/** What of a sync can be changed on the page, with the words by which people know it. */
const syncFields: readonly { key: string; label: string; tick?: true }[] = [
  { key: 'syncApply', label: 'Apply by itself when no brake holds', tick: true },
  { key: 'syncFolder', label: 'Watch the folder', tick: true },
  { key: 'syncStaleHours', label: 'Tell me after' },
  { key: 'syncKeepDays', label: 'Keep files for' },
  { key: 'syncMapping', label: 'Columns' },
]

export const syncPage = page({
  method: 'GET',
  url: '/schools/:school/settings/sync',
  permission: 'sync.manage',
  handle: async ({ app, school }) => <SyncView facts={await loadSync(app, school)} />,
})

/** Each form of the page sends its own part: only what it names is changed. */
export const saveSync = page({
  method: 'POST',
  url: '/schools/:school/settings/sync',
  permission: 'sync.manage',
  async handle({ app, school, actor, db, clock, body }) {
    const typed = readPart(body)
    const errors = await wrongSettings(db, { school, actor, fields: syncFields, typed })
    if (Object.keys(errors).length > 0)
      return invalid(<SyncView facts={await loadSync(app, school)} typed={typed} errors={errors} />)
    const before = school.settings as Record<string, unknown>
    const values = Object.fromEntries(Object.entries(typed).filter(([key, value]) => sayTyped(before[key]) !== value))
    const here = `/schools/${school.slug}/settings/sync`
    if (Object.keys(values).length === 0) return redirectTo(here, 'Nothing was different, so nothing was changed.')
    await changeSettings(db, { school, values, actor })
    await wakeSync(db, { school, clock })
    return redirectTo(here, 'Saved.')
  },
})

/** Only the fields that the form names; a box that is not ticked is not sent, and means no. */
function readPart(body: Fields): Record<string, string> {
  const named = String(body.part ?? '').split(' ')
  const sent = syncFields.filter(({ key }) => named.includes(key))
  return Object.fromEntries(
    sent.map(({ key, tick }) => [key, tick ? (body[key] ? 'yes' : 'no') : String(body[key] ?? '').trim()]),
  )
}

const sayTyped = (value: unknown): string => (typeof value === 'boolean' ? (value ? 'yes' : 'no') : String(value))

export const pushScriptPage = page({
  method: 'GET',
  url: '/schools/:school/settings/sync/scripts/:script',
  permission: 'sync.manage',
  async handle({ app, school, params }) {
    const which = (['windows', 'cron'] as const).find((one) => one === params.script)
    if (!which) throw new NoSuchPage()
    const { publicUrl } = app.config
    return download({ ...(await readPushScript(which, { publicUrl, school })), type: 'text/plain; charset=utf-8' })
  },
})
