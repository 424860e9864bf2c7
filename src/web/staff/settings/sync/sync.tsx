import { changeSettings } from '../../../../modules/schools/index.ts'
import { readPushScript, wakeSync } from '../../../../modules/syncing/index.ts'
import { NoSuchPage } from '../../../frame/errors.ts'
import { download, invalid, page, redirectTo } from '../../../page.ts'
import { loadSync } from './load-sync.ts'
import { SyncView } from './sync.view.tsx'

const ticks = ['syncApply', 'syncFolder']
const texts = ['syncStaleHours', 'syncKeepDays', 'syncMapping']

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
  async handle({ school, actor, db, clock, body }) {
    const named = String(body.part ?? '').split(' ')
    const sent = [...ticks, ...texts].filter((key) => named.includes(key))
    const typed = sent.map((key) => [
      key,
      ticks.includes(key) ? (body[key] ? 'yes' : 'no') : String(body[key] ?? '').trim(),
    ])
    const before = school.settings as Record<string, unknown>
    const values = Object.fromEntries(typed.filter(([key = '', value]) => sayTyped(before[key]) !== value))
    const here = `/schools/${school.slug}/settings/sync`
    if (Object.keys(values).length === 0) return redirectTo(here, 'Nothing was different, so nothing was changed.')
    await changeSettings(db, { school, values, actor })
    await wakeSync(db, { school, clock })
    return redirectTo(here, 'Saved.')
  },
  async onRefusal({ app, school, refusal, typed }) {
    const key = texts.find((one) => refusal.words.includes(one)) ?? 'syncStaleHours'
    const labels: Record<string, string> = { syncStaleHours: 'Tell me after', syncKeepDays: 'Keep files for' }
    const words = refusal.words.replace(`“${key}”`, `“${labels[key] ?? key}”`).replace(' Nothing was changed.', '')
    return invalid(<SyncView facts={await loadSync(app, school)} typed={typed} errors={{ [key]: words }} />)
  },
})

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
