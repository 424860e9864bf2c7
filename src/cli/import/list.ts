import { listPlans } from '../../modules/importing/index.ts'
import { findSchoolBySlug } from '../../modules/schools/index.ts'
import { defineCommand } from '../command.ts'
import { schoolOption } from '../options.ts'

export const listImportsCommand = defineCommand({
  name: 'import list',
  summary: 'List plans that wait and imports that were applied, newest first',
  options: { school: schoolOption },
  async run(app, { values }) {
    const db = await app.database()
    const school = await findSchoolBySlug(db, values.school)
    const plans = await db.inSchool(school.id, (trx) => listPlans(trx, school.id))
    const data = plans.map(({ id, state, files, rows, held, madeBy, madeAt, appliedBy, appliedAt }) => ({
      plan: id,
      state,
      files: files.map((file) => file.name),
      rows,
      held,
      madeBy,
      madeAt,
      appliedBy,
      appliedAt,
    }))
    const words = data.map(
      (plan) => `${plan.plan}  ${plan.state}${plan.held ? ' (held)' : ''}  ${plan.files.join(', ')}`,
    )
    return { data, words: words.join('\n') || 'Nothing was imported yet.' }
  },
})
