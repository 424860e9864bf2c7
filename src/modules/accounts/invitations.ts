import type { Clock } from '../../platform/clock/index.ts'
import type { SecretBox } from '../../platform/crypto/index.ts'
import type { Db, Trx } from '../../platform/db/index.ts'
import { Refusal } from '../../platform/errors/index.ts'
import { newId } from '../../platform/ids/index.ts'
import { type Actor, recordAct } from '../audit/index.ts'
import { createSchool, findSchoolById, listSchools, type School } from '../schools/index.ts'
import { accountByEmail, insertAccount, noSecrets, setSecrets } from './accounts.store.ts'
import { hasAnyWay } from './administering.ts'
import { deleteUnusedLinks, insertLink, markLinkUsed, type OneTimeLink, usableLink } from './one-time-links.store.ts'
import { hashPassword } from './password.ts'
import { anyAdministrator } from './roles.store.ts'
import { whatIsWrongWithPassword } from './rules/password-rule.ts'
import type { Role } from './rules/permissions.ts'
import { matchTotpStepIfAny } from './rules/totp.ts'
import { appSecretOf, sealTotpSecret } from './sealed-totp.ts'
import { startSession } from './sessions.ts'
import { normaliseEmail } from './sign-in.ts'
import { giveRoles } from './staff.ts'
import { hashToken, newToken } from './tokens.ts'

const hoursOfFirstLink = 24
const daysOfInvitation = 7

/** What the page of a one-time link shows. */
export type Invitation = {
  kind: OneTimeLink['kind']
  email: string | null
  school: School | null
  role: Role
  totpSecret: Buffer
}

/**
 * The token of a link by which the first administrator sets up their sign-in; null once there is an administrator.
 * It works once and for 24 hours; a new one ends the one before.
 */
export async function makeFirstAdministratorLink(db: Db, { clock }: { clock: Clock }): Promise<string | null> {
  return db.inInstance(async (trx) => {
    if (await anyAdministrator(trx)) return null
    await deleteUnusedLinks(trx, { kind: 'first administrator', email: null })
    return insertNewLink(trx, {
      kind: 'first administrator',
      email: null,
      schoolId: null,
      role: 'administrator',
      hours: hoursOfFirstLink,
      clock,
    })
  })
}

/**
 * Invites somebody to the staff of a school: the token of a link for seven days, or null when they have a sign-in already
 * and have the role from now on. A new invitation ends an unused one to the same address.
 */
export async function inviteStaff(
  db: Db,
  wanted: { school: School; email: string; role: Role; actor: Actor; clock: Clock },
): Promise<string | null> {
  const email = normaliseEmail(wanted.email)
  if (!isEmailLike(email))
    throw new Refusal('staff.email', `“${wanted.email}” is not an email address. Nothing was sent or changed.`)
  return db.inSchool(wanted.school.id, async (trx) => {
    const known = await accountByEmail(trx, email)
    const schoolId = wanted.school.id
    if (known && (await hasAnyWay(trx, known))) {
      await giveRoles(trx, {
        schoolId,
        accountId: known.id,
        roles: [wanted.role],
        actor: wanted.actor,
        clock: wanted.clock,
      })
      return null
    }
    await deleteUnusedLinks(trx, { kind: 'invitation', email })
    const act = { schoolId, actor: wanted.actor, act: 'staff.invited', subject: { kind: 'school', id: schoolId } }
    await recordAct(trx, { ...act, detail: { email, role: wanted.role } }, wanted.clock.now())
    return insertNewLink(trx, {
      kind: 'invitation',
      email,
      schoolId,
      role: wanted.role,
      hours: daysOfInvitation * 24,
      clock: wanted.clock,
    })
  })
}

async function insertNewLink(
  trx: Trx,
  {
    hours,
    clock,
    ...link
  }: Pick<OneTimeLink, 'kind' | 'email' | 'schoolId' | 'role'> & { hours: number; clock: Clock },
): Promise<string> {
  const token = newToken()
  const now = clock.now()
  await insertLink(trx, {
    ...link,
    tokenHash: hashToken(token),
    createdAt: now,
    expiresAt: new Date(now.getTime() + hours * 3_600_000),
  })
  return token
}

/** Refuses a link that was used, has run out, or never was; the words are the same. */
export async function findInvitation(db: Db, { token, clock }: { token: string; clock: Clock }): Promise<Invitation> {
  const link = await db.inInstance((trx) => usableLink(trx, { tokenHash: hashToken(token), now: clock.now() }))
  if (!link) throw noSuchLink()
  const school = link.schoolId ? await findSchoolById(db, link.schoolId) : null
  return { kind: link.kind, email: link.email, school, role: link.role, totpSecret: appSecretOf(token) }
}

export type SetUp = { name: string; email: string; password: string; code: string; schoolName: string }
export type SetUpOutcome =
  | { outcome: 'done'; token: string; accountId: string }
  /** What needs another look, by field; nothing was changed and the link still works. */
  | { outcome: 'wrong'; errors: Partial<Record<keyof SetUp, string>> }

/** Sets up the sign-in that a one-time link offers: account, password, authenticator app, role; and signs the person in. */
export async function acceptInvitation(
  db: Db,
  {
    token,
    setUp,
    browser,
    secretBox,
    clock,
  }: { token: string; setUp: SetUp; browser: string; secretBox: SecretBox; clock: Clock },
): Promise<SetUpOutcome> {
  const invitation = await findInvitation(db, { token, clock })
  const email = normaliseEmail(invitation.email ?? setUp.email)
  const step = matchTotpStepIfAny(invitation.totpSecret, setUp.code, { now: clock.now(), lastStep: 0 })
  const schools = invitation.school ? [invitation.school] : await listSchools(db)
  const errors = whatIsWrongWith({ ...setUp, email }, { step, needsSchool: schools.length === 0 })
  if (Object.keys(errors).length > 0 || step === null) return { outcome: 'wrong', errors }
  const passwordHash = await hashPassword(setUp.password)
  const actor: Actor = { kind: 'staff', accountId: null, name: setUp.name.trim() }
  const places = schools.length > 0 ? schools : [await createFirstSchool(db, { name: setUp.schoolName, actor, clock })]
  const account = {
    email,
    name: setUp.name.trim(),
    passwordHash,
    totpSecret: invitation.totpSecret,
    totpLastStep: step,
  }
  return giveSignIn(db, { token, account, places, role: invitation.role, browser, secretBox, clock })
}

/** The first school's transaction carries the account and uses the link up; the rest of the schools follow. */
async function giveSignIn(
  db: Db,
  wanted: {
    token: string
    account: { email: string; name: string; passwordHash: string; totpSecret: Buffer; totpLastStep: number }
    places: School[]
    role: Role
    browser: string
    secretBox: SecretBox
    clock: Clock
  },
): Promise<SetUpOutcome> {
  const { clock, account, role } = wanted
  const [first, ...others] = wanted.places
  if (!first) throw new Error('there is no school to give a role at')
  const tokenHash = hashToken(wanted.token)
  const done = await db.inSchool(first.id, async (trx) => {
    const link = await usableLink(trx, { tokenHash, now: clock.now() })
    if (!link) throw noSuchLink()
    const known = await accountByEmail(trx, account.email)
    if (known && (await hasAnyWay(trx, known)))
      throw new Refusal('staff.has-sign-in', `${account.email} has a sign-in here already. Sign in with it instead.`)
    const accountId = known?.id ?? newId()
    const sealed = {
      ...account,
      id: accountId,
      totpSecret: sealTotpSecret(wanted.secretBox, { accountId, secret: account.totpSecret }),
    }
    if (known) await setSecrets(trx, sealed)
    else await insertAccount(trx, { ...noSecrets, ...sealed, createdAt: clock.now() })
    await markLinkUsed(trx, { tokenHash, now: clock.now() })
    await giveRoles(trx, {
      schoolId: first.id,
      accountId,
      roles: [role],
      actor: { kind: 'staff', accountId, name: account.name },
      clock,
    })
    return {
      accountId,
      token: await startSession(trx, { accountId, stage: 'signed in', browser: wanted.browser, clock }),
    }
  })
  const actor: Actor = { kind: 'staff', accountId: done.accountId, name: account.name }
  for (const { id } of others) {
    await db.inSchool(id, (trx) =>
      giveRoles(trx, { schoolId: id, accountId: done.accountId, roles: [role], actor, clock }),
    )
  }
  return { outcome: 'done', ...done }
}

function whatIsWrongWith(setUp: SetUp, { step, needsSchool }: { step: number | null; needsSchool: boolean }) {
  const errors: Partial<Record<keyof SetUp, string>> = {}
  if (needsSchool && setUp.schoolName.trim() === '') errors.schoolName = 'Type the name of your school.'
  if (setUp.name.trim() === '') errors.name = 'Type your name, as colleagues know you.'
  if (!isEmailLike(setUp.email)) errors.email = 'Type your email address, such as sam@school.example.'
  const password = whatIsWrongWithPassword(setUp.password, setUp)
  if (password) errors.password = password
  if (step === null) errors.code = 'This is not the code that the app shows now. Wait for the next one and type that.'
  return errors
}

async function createFirstSchool(
  db: Db,
  { name, actor, clock }: { name: string; actor: Actor; clock: Clock },
): Promise<School> {
  const plain = name.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase()
  const slug = plain
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, 40)
    .replaceAll(/^-+|-+$/g, '')
  return createSchool(db, { name, slug: slug || 'school', actor, clock })
}

function isEmailLike(email: string): boolean {
  return /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email) && email.length < 255
}

function noSuchLink(): Refusal {
  return new Refusal(
    'link.not-found',
    'This link was used already or has run out. Ask whoever sent it for a new one; the first administrator gets one by starting Gatehouse again.',
  )
}
