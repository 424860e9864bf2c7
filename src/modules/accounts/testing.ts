import { sql } from 'kysely'
import type { Clock } from '../../platform/clock/index.ts'
import { type KeyedHash, keyedHashOf, type SecretBox, secretBoxOf } from '../../platform/crypto/index.ts'
import type { TestDb } from '../../platform/db/testing.ts'
import { newId } from '../../platform/ids/index.ts'
import type { School } from '../schools/index.ts'
import { openForAdult, type SecondStep, setSignIn } from './index.ts'

// What tests of sign-ins stand on.

export const testSecrets: { hash: KeyedHash; secretBox: SecretBox } = {
  hash: keyedHashOf(Buffer.alloc(32, 7)),
  secretBox: secretBoxOf(Buffer.alloc(32, 7)),
}

export const testPassword = 'copper kettle harbour'

/** A parent who has just registered and chose a password: the account, their session, and the codes of a card where they chose one. */
export async function parentWithPassword(
  db: TestDb,
  parent: {
    school: School
    clock: Clock
    email?: string | null
    mobile?: string | null
    second?: SecondStep
    adultId?: string
    secrets?: typeof testSecrets
  },
): Promise<{ accountId: string; adultId: string; token: string; card: string[] }> {
  const { school, clock, second = 'email', adultId = newId(), secrets = testSecrets } = parent
  const { email = `${adultId}@example.org`, mobile = null } = parent
  const opened = { ...secrets, language: 'en', browser: 'Test', clock }
  const adult = { kind: 'registered' as const, school, adultId, name: 'Fatima Al-Hassan', accountId: null }
  const token = await openForAdult(db, { ...opened, ...adult, email, mobile })
  const way = { way: 'password' as const, password: testPassword, second, appCode: '' }
  const done = await setSignIn(db, { ...opened, token, way })
  if (done.outcome !== 'done') throw new Error('the password was not taken')
  return { accountId: done.accountId, adultId, token: done.token, card: done.card }
}

/** What was sent to an address, newest first. */
export async function sentTo(db: TestDb, address: string): Promise<string[]> {
  const { rows } = await db.asOwner((trx) =>
    sql<{ body: string }>`
      select t.body from deliveries d join delivery_texts t on t.school_id = d.school_id and t.id = d.text_id
      where d.to_address = ${address} order by d.created_at desc, d.id desc`.execute(trx),
  )
  return rows.map(({ body }) => body)
}

/** The newest six digits that went there; empty where none did. */
export async function codeSentTo(db: TestDb, address: string): Promise<string> {
  const codes = (await sentTo(db, address)).flatMap((body) => /^\d{6}/.exec(body)?.[0] ?? [])
  return codes[0] ?? ''
}
