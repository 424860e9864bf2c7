import { listPendingMigrations } from '../../platform/db/index.ts'
import { defineCommand } from '../command.ts'

export const migrate = defineCommand({
  name: 'migrate',
  summary: 'Bring the database up to date',
  details: 'Every start does this too. --dry-run lists what would run and changes nothing.',
  options: { 'dry-run': { type: 'boolean', words: 'list what would run and change nothing' } },
  async run(app, { values }) {
    const pending = await listPendingMigrations(app.config, app.log)
    if (pending.length === 0) return { data: { pending, applied: [] }, words: 'The database is up to date.' }
    if (values['dry-run']) return { data: { pending, applied: [] }, words: ['To be run:', ...pending].join('\n') }
    await app.database()
    return { data: { pending: [], applied: pending }, words: ['Done:', ...pending].join('\n') }
  },
})
