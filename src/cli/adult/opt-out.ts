import { forgetContactPoints } from '../../modules/importing/index.ts'
import { liftOptOut, type OptOutChannel, optOutAdult } from '../../modules/people/index.ts'
import { findSchoolBySlug } from '../../modules/schools/index.ts'
import { commandActor } from '../actor.ts'
import { defineCommand } from '../command.ts'
import { dryRunOption, schoolOption } from '../options.ts'
import { findAdultOf } from './find-adult.ts'

const options = {
  school: schoolOption,
  channel: { type: 'string', choices: ['all', 'sms', 'email'], words: 'all (usual), or one channel' },
  reason: { type: 'string', value: 'TEXT', required: true, words: 'what the person said, and when' },
  'dry-run': dryRunOption,
} as const

export const optOutAdultCommand = defineCommand({
  name: 'adult opt-out',
  summary: 'Set an opt-out: contact points are erased at once and not imported again',
  arguments: 'ADULT',
  details: 'ADULT is the adult’s id or full name.',
  options,
  async run(app, { values, positionals }) {
    const db = await app.database()
    const school = await findSchoolBySlug(db, values.school)
    return db.inSchool(school.id, async (trx) => {
      const adult = await findAdultOf(trx, school.id, positionals[0] ?? '')
      const name = `${adult.forename} ${adult.surname}`
      if (values['dry-run']) return { data: { adult: adult.id }, words: `Would opt ${name} out. Nothing was changed.` }
      const channel = (values.channel ?? 'all') as OptOutChannel
      const by = {
        schoolId: school.id,
        adultId: adult.id,
        actor: commandActor(),
        clock: app.clock,
        reason: values.reason,
      }
      const { erased } = await optOutAdult(trx, { ...by, channel, forget: forgetContactPoints })
      return {
        data: { adult: adult.id, channel, erased },
        words: `${name} has opted out; ${erased} contact points were erased.`,
      }
    })
  },
})

export const optInAdultCommand = defineCommand({
  name: 'adult opt-in',
  summary: 'Lift an opt-out, with a written reason; details come back with the next import',
  arguments: 'ADULT',
  details: 'ADULT is the adult’s id or full name.',
  options,
  async run(app, { values, positionals }) {
    const db = await app.database()
    const school = await findSchoolBySlug(db, values.school)
    return db.inSchool(school.id, async (trx) => {
      const adult = await findAdultOf(trx, school.id, positionals[0] ?? '')
      const name = `${adult.forename} ${adult.surname}`
      if (values['dry-run'])
        return { data: { adult: adult.id }, words: `Would lift the opt-out of ${name}. Nothing was changed.` }
      const channel =
        values.channel === undefined || values.channel === 'all' ? null : (values.channel as OptOutChannel)
      await liftOptOut(trx, {
        schoolId: school.id,
        adultId: adult.id,
        channel,
        reason: values.reason,
        actor: commandActor(),
        clock: app.clock,
      })
      return { data: { adult: adult.id }, words: `The opt-out of ${name} is lifted.` }
    })
  },
})
