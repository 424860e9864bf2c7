import { changeSettings, findSchoolBySlug, type School } from '../../modules/schools/index.ts'
import {
  ageOfSync,
  askWondeNow,
  findNotices,
  findScheduleIfAny,
  latestRuns,
  type SyncParts,
  wakeSync,
  watchedFolderOf,
  workAtDeskOf,
} from '../../modules/syncing/index.ts'
import { openSecretBox } from '../../platform/crypto/index.ts'
import type { Db } from '../../platform/db/index.ts'
import { readPrivateTargets } from '../../platform/outbound/index.ts'
import { commandActor } from '../actor.ts'
import { type App, defineCommand } from '../command.ts'
import { dryRunOption, schoolOption } from '../options.ts'

export const syncStatusCommand = defineCommand({
  name: 'sync status',
  summary: 'Say what came from the MIS by itself, what waits, and when it is next asked',
  options: { school: schoolOption },
  async run(app, { values }) {
    const db = await app.database()
    const found = await findSchoolBySlug(db, values.school)
    return stateOf(app, db, found)
  },
})

async function stateOf(app: App, db: Db, found: School) {
  const age = await ageOfSync(db, found)
  const notices = await findNotices(db, { school: found, clock: app.clock })
  const { runs, schedule } = await db.inSchool(found.id, async (trx) => ({
    runs: await latestRuns(trx, found.id, 10),
    schedule: await findScheduleIfAny(trx, found.id),
  }))
  const folder = found.settings.syncFolder ? watchedFolderOf(app.config.inboxFolder, found) : null
  const nextAt = schedule?.nextAt ?? null
  const lines = [
    `Last success: ${age.lastSuccess?.toISOString() ?? 'none yet'}`,
    `Watched folder: ${folder ?? 'off'}`,
    `Wonde: ${nextAt ? `asked next at ${nextAt.toISOString()}` : 'not set up'}`,
    ...notices.map(({ words }) => `! ${words}`),
    ...runs.map(({ madeAt, state, files, words }) =>
      `  ${madeAt.toISOString()}  ${state}  ${files.map(({ name }) => name).join(', ')}  ${words ?? ''}`.trimEnd(),
    ),
  ]
  return { data: { ...age, folder, nextAt, notices, runs }, words: lines.join('\n') }
}

export const syncNowCommand = defineCommand({
  name: 'sync now',
  summary: 'Do what is due at a school at once: ask Wonde, look at the folder, read what waits',
  details:
    'What a worker does by itself. The folder is looked at once: a file that was not there at the last look is taken at the next one.',
  options: {
    school: schoolOption,
    'dry-run': { type: 'boolean', words: 'only say how things stand' },
  },
  async run(app, { values }) {
    const db = await app.database()
    const found = await findSchoolBySlug(db, values.school)
    if (values['dry-run']) return stateOf(app, db, found)
    const schedule = await db.inSchool(found.id, (trx) => findScheduleIfAny(trx, found.id))
    const by = { school: found, actor: commandActor(), clock: app.clock }
    if (schedule) await askWondeNow(db, by)
    const worked = await workAtDeskOf(partsOf(app, db), found.id)
    const state = await stateOf(app, db, found)
    if (worked) return state
    await wakeSync(db, by)
    return { ...state, words: `A worker is at it already.\n${state.words}` }
  },
})

function partsOf({ clock, log, config }: App, db: Db): SyncParts {
  const { dataFolder, inboxFolder, publicUrl } = config
  const privateTargets = readPrivateTargets()
  return { db, clock, log, dataFolder, inboxFolder, publicUrl, secretBox: openSecretBox(dataFolder), privateTargets }
}

export const watchFolderCommand = defineCommand({
  name: 'sync watch',
  summary: 'Read what is put into the school’s folder on this server, or no longer',
  arguments: 'on|off',
  details: 'The folder is GATEHOUSE_INBOX/SCHOOL, or inbox/SCHOOL in the data folder.',
  options: { school: schoolOption, 'dry-run': dryRunOption },
  async run(app, { values, positionals: [word = ''] }) {
    const db = await app.database()
    const found = await findSchoolBySlug(db, values.school)
    const change = { school: found, values: { syncFolder: word }, actor: commandActor(), dryRun: values['dry-run'] }
    const { settings } = await changeSettings(db, change)
    if (!values['dry-run']) await wakeSync(db, { school: found, clock: app.clock })
    const folder = watchedFolderOf(app.config.inboxFolder, found)
    const done = values['dry-run'] ? ' (nothing was changed)' : ''
    return {
      data: { folder, watched: settings.syncFolder },
      words: `${folder} is ${settings.syncFolder ? 'watched' : 'not watched'}${done}.`,
    }
  },
})
