import {
  type AccountRow,
  clearSignIn,
  closeAccount,
  findAccount,
  listAccounts,
  signOutEverywhere,
} from '../../modules/accounts/index.ts'
import { findSchoolBySlug } from '../../modules/schools/index.ts'
import { commandActor } from '../actor.ts'
import { defineCommand } from '../command.ts'
import { dryRunOption } from '../options.ts'

const dryRun = { 'dry-run': dryRunOption } as const
const nameOf = (row: AccountRow) => row.email ?? row.mobile ?? ''

export const listAccountsCommand = defineCommand({
  name: 'account list',
  summary: 'Who can sign in: families and staff, with where they belong and when they were last here',
  options: {
    school: { type: 'string', value: 'SLUG', words: 'only people of this school' },
    limit: { type: 'string', value: 'NUMBER', words: 'at most so many (usual: 1000)' },
  },
  async run(app, { values }) {
    const db = await app.database()
    const school = values.school ? await findSchoolBySlug(db, values.school) : null
    const limit = Math.max(1, Number.parseInt(values.limit ?? '', 10) || 1000)
    const rows = await listAccounts(db, { schoolId: school?.id ?? null, limit })
    const line = (row: AccountRow) => `${nameOf(row)}  ${row.name}  ${sayWhere(row)}`
    return { data: rows, words: rows.length === 0 ? 'Nobody can sign in yet.' : rows.map(line).join('\n') }
  },
})

export const showAccountCommand = defineCommand({
  name: 'account show',
  summary: 'How somebody signs in, and where; never a secret',
  arguments: 'NAME',
  details: 'NAME is the email or mobile by which the person signs in.',
  options: {},
  async run(app, { positionals: [name = ''] }) {
    const row = await findAccount(await app.database(), name)
    const seen = row.lastSeenAt ? `last here ${row.lastSeenAt.toISOString()}` : 'not here lately'
    const lines = [`${nameOf(row)}  ${row.name}`, sayWhere(row), `signs in by: ${sayWays(row)}`]
    return { data: row, words: [...lines, `${row.sessions} sessions, ${seen}`].join('\n') }
  },
})

export const signOutAccountCommand = defineCommand({
  name: 'account sign-out',
  summary: 'End every session of somebody, at once',
  arguments: 'NAME',
  details: 'NAME is the email or mobile by which the person signs in. They can sign in again.',
  options: dryRun,
  async run(app, { values, positionals: [name = ''] }) {
    const db = await app.database()
    const row = await findAccount(db, name)
    const data = { account: row.id, sessions: row.sessions }
    if (values['dry-run'])
      return { data, words: `Would end ${row.sessions} sessions of ${row.name}. Nothing was changed.` }
    await signOutEverywhere(db, { accountId: row.id, actor: commandActor(), clock: app.clock })
    return { data, words: `${row.name} is signed out everywhere.` }
  },
})

export const closeAccountCommand = defineCommand({
  name: 'account close',
  summary: 'Close the sign-in of a family for good',
  arguments: 'NAME',
  details:
    'What schools hold of the person stays, messages go on, and they can make a new sign-in after registering with a fresh letter. ' +
    'They are told on every proved channel. Staff lose their role first, with `staff remove`.',
  options: dryRun,
  async run(app, { values, positionals: [name = ''] }) {
    const db = await app.database()
    const row = await findAccount(db, name)
    const data = { account: row.id }
    if (values['dry-run']) return { data, words: `Would close the sign-in of ${row.name}. Nothing was changed.` }
    await closeAccount(db, { accountId: row.id, actor: commandActor(), clock: app.clock })
    return { data, words: `The sign-in of ${row.name} is closed.` }
  },
})

export const recoverAccountCommand = defineCommand({
  name: 'account recover',
  summary: 'For who is locked out: take every way to sign in away, so that a fresh letter or invitation sets a new one',
  arguments: 'NAME',
  details:
    'First make sure who it is, as for handing out a letter. The command makes no code and no password: print a fresh letter for a child of ' +
    'theirs (`letters print`), and registering with it under the same name leads to a new sign-in; staff are invited again (`staff invite`). ' +
    'The person is told on every proved channel.',
  options: dryRun,
  async run(app, { values, positionals: [name = ''] }) {
    const db = await app.database()
    const row = await findAccount(db, name)
    const data = { account: row.id, familyAt: row.familyAt, staffAt: row.staffAt }
    const next = sayNext(row)
    if (values['dry-run'])
      return { data, words: `Would take away: ${sayWays(row)}. Then: ${next} Nothing was changed.` }
    await clearSignIn(db, { accountId: row.id, actor: commandActor(), clock: app.clock })
    return { data, words: `Nothing opens the sign-in of ${row.name} any more. Now: ${next}` }
  },
})

function sayWhere({ familyAt, staffAt }: AccountRow): string {
  const places = [...familyAt.map((slug) => `family at ${slug}`), ...staffAt.map((slug) => `staff at ${slug}`)]
  return places.join(', ') || 'nowhere'
}

function sayWays(row: AccountRow): string {
  const ways = [
    ...(row.passkeys > 0 ? [row.passkeys === 1 ? 'a passkey' : `${row.passkeys} passkeys`] : []),
    ...(row.hasPassword ? ['a password'] : []),
    ...(row.hasApp ? ['an authenticator app'] : []),
    ...(row.cardCodesLeft > 0 ? [`a card with ${row.cardCodesLeft} codes left`] : []),
    ...(row.hasRecoveryCode ? ['a recovery code'] : []),
  ]
  return ways.join(', ') || 'nothing'
}

function sayNext({ familyAt, staffAt }: AccountRow): string {
  const [school] = [...staffAt, ...familyAt]
  if (staffAt.length > 0) return `invite them again: gatehouse staff invite EMAIL --school ${school} --role ROLE.`
  return `print a fresh letter for a child of theirs: gatehouse letters print --school ${school}.`
}
