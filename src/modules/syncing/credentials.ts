import { createHash, randomBytes } from 'node:crypto'
import type { Clock } from '../../platform/clock/index.ts'
import type { Db, Trx } from '../../platform/db/index.ts'
import { Refusal } from '../../platform/errors/index.ts'
import { isId, newId } from '../../platform/ids/index.ts'
import { type Actor, recordAct } from '../audit/index.ts'
import type { School } from '../schools/index.ts'
import {
  type Credential,
  credentialByHash,
  credentialById,
  credentialsOf,
  insertCredential,
  setEnded,
  setUsed,
} from './credentials.store.ts'

/** So that a token found somewhere can be told for what it is. */
const prefix = 'gatehouse_'
const longestName = 60

/**
 * IMP-23: gives a machine its own way in. The token is returned here and nowhere again: afterwards only its hash is kept.
 * Refuses a name that is empty, too long, or carried by another one that stands.
 */
export async function makeCredential(
  db: Db,
  wanted: { school: School; name: string; actor: Actor; clock: Clock },
): Promise<{ credential: Credential; token: string }> {
  const { school, actor, clock } = wanted
  const name = wanted.name.trim()
  const token = prefix + randomBytes(32).toString('base64url')
  const id = newId()
  return db.inSchool(school.id, async (trx) => {
    await refuseName(trx, school, name)
    const at = clock.now()
    await insertCredential(trx, {
      schoolId: school.id,
      id,
      name,
      tokenHash: hashOf(token),
      madeBy: actor.name,
      madeAt: at,
    })
    await journal(trx, { school, id, name, actor, at, act: 'service-credential.made' })
    return { credential: await findCredential(trx, school, id), token }
  })
}

/** Refuses a name that says nothing, is too long, or is carried by a credential that stands. */
export async function refuseName(trx: Trx, school: School, wanted: string): Promise<void> {
  const name = wanted.trim()
  if (name === '' || name.length > longestName)
    throw new Refusal(
      'credential.name',
      `Give the credential a name of at most ${longestName} letters that says which machine has it, such as “SIMS server”.`,
    )
  const same = (await credentialsOf(trx, school.id)).find((one) => one.name === name && one.endedAt === null)
  if (same)
    throw new Refusal(
      'credential.name-taken',
      `There is a credential “${name}” already. End it first, or give this one another name.`,
    )
}

/** Ends it at once and for good: the next call with its token is refused. What it sent stays. */
export async function endCredential(
  db: Db,
  wanted: { school: School; credentialId: string; actor: Actor; clock: Clock },
): Promise<Credential> {
  const { school, actor, clock } = wanted
  return db.inSchool(school.id, async (trx) => {
    const { id, name, endedAt } = await findCredential(trx, school, wanted.credentialId)
    if (endedAt) throw new Refusal('credential.ended', `The credential “${name}” was ended already.`)
    const at = clock.now()
    await setEnded(trx, { schoolId: school.id, id, at, by: actor.name })
    await journal(trx, { school, id, name, actor, at, act: 'service-credential.ended' })
    return findCredential(trx, school, id)
  })
}

/** Throws a Refusal where there is none. */
export async function findCredential(trx: Trx, school: School, id: string): Promise<Credential> {
  const found = isId(id) ? await credentialById(trx, { schoolId: school.id, id }) : null
  if (!found) throw new Refusal('credential.none', `There is no such credential at ${school.name}.`)
  return found
}

/**
 * Whose token this is, if it stands; notes that it was used. A token is 256 random bits, so a look by its hash tells nothing by its
 * time.
 */
export async function findCredentialByTokenIfAny(
  db: Db,
  wanted: { school: School; token: string; clock: Clock },
): Promise<Credential | null> {
  const { school, token, clock } = wanted
  if (!token.startsWith(prefix)) return null
  return db.inSchool(school.id, async (trx) => {
    const found = await credentialByHash(trx, school.id, hashOf(token))
    if (found) await setUsed(trx, { schoolId: school.id, id: found.id, at: clock.now() })
    return found
  })
}

const hashOf = (token: string): string => createHash('sha256').update(token).digest('hex')

async function journal(
  trx: Trx,
  made: { school: School; id: string; name: string; actor: Actor; at: Date; act: string },
): Promise<void> {
  const { school, id, name, actor, at, act } = made
  const subject = { kind: 'service credential', id }
  await recordAct(trx, { schoolId: school.id, actor, act, subject, detail: { name } }, at)
}
