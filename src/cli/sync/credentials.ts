import { findSchoolBySlug } from '../../modules/schools/index.ts'
import {
  endCredential,
  listCredentials,
  makeCredential,
  pushAddressOf,
  refuseCredentialName,
} from '../../modules/syncing/index.ts'
import { Refusal } from '../../platform/errors/index.ts'
import { commandActor } from '../actor.ts'
import { defineCommand } from '../command.ts'
import { dryRunOption, schoolOption } from '../options.ts'

export const addCredentialCommand = defineCommand({
  name: 'credential add',
  summary: 'Make a service credential, with which a machine sends reports',
  arguments: 'NAME',
  details: 'The token is printed once and kept nowhere. NAME says which machine has it, such as “SIMS server”.',
  options: { school: schoolOption, 'dry-run': dryRunOption },
  async run(app, { values, positionals: [name = ''] }) {
    const db = await app.database()
    const found = await findSchoolBySlug(db, values.school)
    const address = pushAddressOf(app.config.publicUrl, found)
    if (values['dry-run']) {
      await db.inSchool(found.id, (trx) => refuseCredentialName(trx, found, name))
      return {
        data: { name, address },
        words: `Would make a credential “${name}” for ${found.name}. Nothing was made.`,
      }
    }
    const wanted = { school: found, name, actor: commandActor(), clock: app.clock }
    const { credential, token } = await makeCredential(db, wanted)
    return {
      data: { id: credential.id, name: credential.name, token, address },
      words: `“${credential.name}” sends to ${address}\nwith this token, which is shown only now:\n${token}`,
    }
  },
})

export const listCredentialsCommand = defineCommand({
  name: 'credential list',
  summary: 'List the service credentials of a school, and when each was last used',
  options: { school: schoolOption },
  async run(app, { values }) {
    const db = await app.database()
    const found = await findSchoolBySlug(db, values.school)
    const credentials = await db.inSchool(found.id, (trx) => listCredentials(trx, found.id))
    const lines = credentials.map(({ name, madeBy, lastUsedAt, endedAt, endedBy }) => {
      const state = endedAt ? `ended by ${endedBy}` : `last used ${lastUsedAt?.toISOString() ?? 'never'}`
      return `  ${name}  (made by ${madeBy}; ${state})`
    })
    return { data: credentials, words: lines.length === 0 ? 'No credentials yet.' : lines.join('\n') }
  },
})

export const endCredentialCommand = defineCommand({
  name: 'credential end',
  summary: 'End a service credential at once and for good',
  arguments: 'NAME',
  options: { school: schoolOption, 'dry-run': dryRunOption },
  async run(app, { values, positionals: [name = ''] }) {
    const db = await app.database()
    const found = await findSchoolBySlug(db, values.school)
    const standing = (await db.inSchool(found.id, (trx) => listCredentials(trx, found.id))).find(
      (one) => one.endedAt === null && (one.name === name || one.id === name),
    )
    if (!standing)
      throw new Refusal('credential.none', `No credential “${name}” stands at ${found.name}. Nothing was changed.`)
    if (values['dry-run'])
      return {
        data: { id: standing.id, name: standing.name },
        words: `Would end “${standing.name}”. Nothing was changed.`,
      }
    const ended = await endCredential(db, {
      school: found,
      credentialId: standing.id,
      actor: commandActor(),
      clock: app.clock,
    })
    return {
      data: { id: ended.id, name: ended.name },
      words: `“${ended.name}” is ended. Its token opens nothing any more.`,
    }
  },
})
