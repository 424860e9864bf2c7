import { readFileSync } from 'node:fs'
import { findSchoolBySlug } from '../../modules/schools/index.ts'
import { endWonde, patternOfTime, setUpWonde, wondeRegions } from '../../modules/syncing/index.ts'
import { openSecretBox } from '../../platform/crypto/index.ts'
import { Refusal } from '../../platform/errors/index.ts'
import { readPrivateTargets } from '../../platform/outbound/index.ts'
import { commandActor } from '../actor.ts'
import { defineCommand } from '../command.ts'
import { dryRunOption, schoolOption } from '../options.ts'

export const setUpWondeCommand = defineCommand({
  name: 'sync wonde',
  summary: 'Ask Wonde for pupils, contacts and staff at a time of day',
  details:
    'The token is read from a file, so that it stands in no list of processes; it is sealed and never shown again.',
  options: {
    school: schoolOption,
    'wonde-school': { type: 'string', value: 'ID', required: true, words: 'the id of the school at Wonde' },
    at: { type: 'string', value: 'HH:MM', required: true, words: 'when, by the clock of the school' },
    days: {
      type: 'string',
      value: 'DAYS',
      choices: ['every day', 'school days'],
      words: '“every day” unless told otherwise',
    },
    'token-file': { type: 'string', value: 'FILE', words: 'the token; without it the one that is held is kept' },
    address: { type: 'string', value: 'URL', words: `${wondeRegions[0].address} unless told otherwise` },
    'dry-run': dryRunOption,
  },
  async run(app, { values }) {
    const db = await app.database()
    const found = await findSchoolBySlug(db, values.school)
    const pattern = patternOfTime(values.at, values.days === 'school days' ? 'school days' : 'every day')
    const address = values.address ?? wondeRegions[0].address
    const token = values['token-file'] ? readToken(values['token-file']) : ''
    const data = { school: found.slug, address, wondeSchool: values['wonde-school'], pattern }
    const { nextAt } = await setUpWonde(db, {
      school: found,
      address,
      wondeSchool: values['wonde-school'],
      token,
      pattern,
      privateTargets: readPrivateTargets(),
      secretBox: openSecretBox(app.config.dataFolder),
      actor: commandActor(),
      clock: app.clock,
      dryRun: values['dry-run'],
    })
    if (values['dry-run']) return { data, words: `Would ask Wonde at ${values.at}. Nothing was changed.` }
    return { data: { ...data, nextAt }, words: `Wonde is asked next at ${nextAt.toISOString()}.` }
  },
})

function readToken(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    throw new Refusal('wonde.token-file', `${file} cannot be read. Nothing was changed.`)
  }
}

export const endWondeCommand = defineCommand({
  name: 'sync end-wonde',
  summary: 'Ask Wonde no more, and forget its token',
  options: { school: schoolOption, 'dry-run': dryRunOption },
  async run(app, { values }) {
    const db = await app.database()
    const found = await findSchoolBySlug(db, values.school)
    await endWonde(db, { school: found, actor: commandActor(), clock: app.clock, dryRun: values['dry-run'] })
    const done = values['dry-run'] ? 'Would end the schedule. Nothing was changed.' : 'The schedule is ended.'
    return { data: { school: found.slug }, words: done }
  },
})
