import { leaveOut, takeAgain } from '../../modules/importing/index.ts'
import { findSchoolBySlug } from '../../modules/schools/index.ts'
import { Refusal } from '../../platform/errors/index.ts'
import { commandActor } from '../actor.ts'
import { defineCommand } from '../command.ts'
import { schoolOption } from '../options.ts'

export const leaveOutCommand = defineCommand({
  name: 'import leave-out',
  summary: 'Leave a pupil or single changes out of a plan that waits; they come again with the next plan',
  arguments: 'PLAN',
  details:
    'What cannot stand without what is left out is left out with it. The numbers of entries stand in import plan --json.',
  options: {
    school: schoolOption,
    pupil: { type: 'string', value: 'ADMISSION-NUMBER', words: 'everything about this pupil' },
    entries: { type: 'string', value: 'NUMBERS', words: 'single changes, such as 12,13' },
    'take-again': { type: 'boolean', words: 'take what was left out into the plan again' },
    'dry-run': { type: 'boolean', words: 'only say how much it would be' },
  },
  async run(app, { values, positionals }) {
    const chosen = values.pupil === undefined ? { seqs: numbersIn(values.entries) } : { admissionNumber: values.pupil }
    const db = await app.database()
    const school = await findSchoolBySlug(db, values.school)
    const act = values['take-again'] ? takeAgain : leaveOut
    const done = await act(db, {
      school,
      planId: positionals[0] ?? '',
      chosen,
      actor: commandActor(),
      clock: app.clock,
      dryRun: values['dry-run'],
    })
    const words = `${done.chosen} ${done.chosen === 1 ? 'change' : 'changes'}, and ${done.needed} that cannot stand without`
    const stays =
      done.erased === 0 ? '' : ' What somebody opted out of is erased all the same: no plan leaves that out.'
    return { data: done, words: `${values['dry-run'] ? 'It would be' : 'Done:'} ${words}.${stays}` }
  },
})

function numbersIn(text: string | undefined): number[] {
  const parts = (text ?? '').split(',').map((part) => part.trim())
  const other = parts.find((part) => !/^\d{1,15}$/.test(part))
  if (text && other !== undefined)
    throw new Refusal(
      'entry-is-no-number',
      `“${other}” is no number of a change. Write --entries as 12,13. Nothing was changed.`,
    )
  if (other !== undefined)
    throw new Refusal(
      'nothing-chosen',
      'Say which: --pupil with an admission number, or --entries 12,13. Nothing was changed.',
    )
  return parts.map(Number)
}
