import { applyPlan, findPlan } from '../../modules/importing/index.ts'
import { findSchoolBySlug, toldBy } from '../../modules/schools/index.ts'
import { Refusal } from '../../platform/errors/index.ts'
import { commandActor } from '../actor.ts'
import { defineCommand } from '../command.ts'
import { schoolOption } from '../options.ts'
import { planAsData, planAsWords } from './plan-as-data.ts'

export const applyImportCommand = defineCommand({
  name: 'import apply',
  summary: 'Do what a plan says, in one step, or nothing',
  arguments: 'PLAN',
  details: 'A plan made on facts that have changed since is refused: make it again from the same files.',
  options: {
    school: schoolOption,
    'confirm-held': { type: 'boolean', words: 'apply a plan that a brake holds' },
    'families-told': {
      type: 'string',
      value: 'DAY',
      words: 'the day on which families were told, asked for before the first contacts come in (OPT-1)',
    },
    by: { type: 'string', choices: [...toldBy], words: 'how families were told' },
    'dry-run': { type: 'boolean', words: 'only show the plan' },
  },
  async run(app, { values, positionals }) {
    const db = await app.database()
    const school = await findSchoolBySlug(db, values.school)
    const wanted = {
      school,
      planId: positionals[0] ?? '',
      confirmHeld: values['confirm-held'],
      ...tellingOf(values['families-told'], values.by),
      actor: commandActor(),
      clock: app.clock,
    }
    const plan = values['dry-run']
      ? await findPlan(db, school, wanted.planId)
      : await applyPlan(db, wanted).catch(sayHowToTell)
    const { entries: _, ...data } = await db.inSchool(school.id, (trx) => planAsData(trx, plan))
    return { data: { run: plan.id, ...data }, words: planAsWords(plan, { school, rejected: data.rejected }) }
  },
})

function tellingOf(toldOn: string | undefined, channel = '') {
  return toldOn === undefined ? {} : { familiesTold: { toldOn, channel } }
}

/** OPT-1: here the question is an option. */
function sayHowToTell(error: unknown): never {
  if (error instanceof Refusal && error.code === 'families-not-told')
    throw new Refusal(error.code, `${error.words} Add for example: --families-told 2026-11-01 --by letter`)
  throw error
}
