import { undoRun } from '../../modules/importing/index.ts'
import { findSchoolBySlug } from '../../modules/schools/index.ts'
import { commandActor } from '../actor.ts'
import { defineCommand } from '../command.ts'
import { schoolOption } from '../options.ts'
import { planAsWords } from './plan-as-data.ts'

export const undoImportCommand = defineCommand({
  name: 'import undo',
  summary: 'Take an import back, the last or an earlier one, while nothing that it touched has changed since',
  arguments: 'RUN',
  options: {
    school: schoolOption,
    'dry-run': { type: 'boolean', words: 'only say whether it can be undone' },
  },
  async run(app, { values, positionals }) {
    const db = await app.database()
    const school = await findSchoolBySlug(db, values.school)
    const dryRun = values['dry-run']
    const run = await undoRun(db, {
      school,
      runId: positionals[0] ?? '',
      actor: commandActor(),
      clock: app.clock,
      dryRun,
    })
    const data = { run: run.id, state: run.state, changes: run.changes }
    return {
      data,
      words: dryRun ? 'This import can be undone as one step.' : planAsWords(run, { school, rejected: [] }),
    }
  },
})
