import {
  type AuthenticationResponseJSON,
  generateAuthenticationOptions,
  generateRegistrationOptions,
  type PublicKeyCredentialCreationOptionsJSON,
  type PublicKeyCredentialRequestOptionsJSON,
  type RegistrationResponseJSON,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from '@simplewebauthn/server'
import type { Clock } from '../../platform/clock/index.ts'
import type { Db } from '../../platform/db/index.ts'
import { Refusal } from '../../platform/errors/index.ts'
import type { Account } from './accounts.store.ts'
import {
  insertChallenge,
  type Passkey,
  passkeyById,
  passkeysOf,
  setPasskeyUsed,
  takeChallenge,
} from './passkeys.store.ts'
import { startSession } from './sessions.ts'
import { hashToken } from './tokens.ts'

/** Where the passkey is made and used: `https://gate.school.example` or `http://localhost:3000`. */
export type Site = { origin: string }

const challengeMinutes = 5

/** What the browser needs to make a passkey for this person. */
export async function offerPasskey(
  db: Db,
  {
    account,
    site,
    clock,
  }: { account: Pick<Account, 'id' | 'name'> & { signInName: string }; site: Site; clock: Clock },
): Promise<PublicKeyCredentialCreationOptionsJSON> {
  const known = await listPasskeys(db, { accountId: account.id })
  const options = await generateRegistrationOptions({
    rpName: 'Gatehouse',
    rpID: new URL(site.origin).hostname,
    userName: account.signInName,
    userDisplayName: account.name,
    userID: new TextEncoder().encode(account.id),
    attestationType: 'none',
    excludeCredentials: known.map(({ credentialId }) => ({ id: credentialId })),
    // A passkey stands for both factors here, so the device must have checked that it is its owner.
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
  })
  await keepChallenge(db, { challenge: options.challenge, clock })
  return options
}

/** A passkey that a browser made, checked, and not yet anybody's. */
export type NewPasskey = Omit<Passkey, 'accountId' | 'lastUsedAt'>

/** Checks what the browser made. Refuses a passkey that does not answer our challenge. */
export async function readNewPasskey(
  db: Db,
  { response, name, site, clock }: { response: string; name: string; site: Site; clock: Clock },
): Promise<NewPasskey> {
  const given: RegistrationResponseJSON = readResponse(response)
  const verified = await verifyRegistrationResponse({
    response: given,
    expectedChallenge: (challenge) => isOurChallenge(db, { challenge, clock }),
    expectedOrigin: site.origin,
    expectedRPID: new URL(site.origin).hostname,
    requireUserVerification: true,
  }).catch(() => null)
  if (!verified?.verified || !verified.registrationInfo) throw notTaken()
  const { credential } = verified.registrationInfo
  return {
    credentialId: credential.id,
    publicKey: Buffer.from(credential.publicKey),
    counter: credential.counter,
    transports: credential.transports ?? [],
    name: name.trim().slice(0, 80) || 'Passkey',
    createdAt: clock.now(),
  }
}

/** What the browser needs to sign somebody in by whichever passkey they choose. Nobody is named. */
export async function askForPasskey(
  db: Db,
  { site, clock }: { site: Site; clock: Clock },
): Promise<PublicKeyCredentialRequestOptionsJSON> {
  const options = await generateAuthenticationOptions({
    rpID: new URL(site.origin).hostname,
    userVerification: 'required',
  })
  await keepChallenge(db, { challenge: options.challenge, clock })
  return options
}

/** Signs in by passkey: both factors at once. Refuses an unknown passkey and a wrong answer in the same words. */
export async function signInWithPasskey(
  db: Db,
  { response, site, browser, clock }: { response: string; site: Site; browser: string; clock: Clock },
): Promise<{ token: string; accountId: string }> {
  const given: AuthenticationResponseJSON = readResponse(response)
  const passkey = await db.inInstance((trx) => passkeyById(trx, given.id))
  if (!passkey) throw notTaken()
  const verified = await verifyAuthenticationResponse({
    response: given,
    expectedChallenge: (challenge) => isOurChallenge(db, { challenge, clock }),
    expectedOrigin: site.origin,
    expectedRPID: new URL(site.origin).hostname,
    requireUserVerification: true,
    credential: { id: passkey.credentialId, publicKey: new Uint8Array(passkey.publicKey), counter: passkey.counter },
  }).catch(() => null)
  if (!verified?.verified) throw notTaken()
  return db.inInstance(async (trx) => {
    await setPasskeyUsed(trx, {
      credentialId: passkey.credentialId,
      counter: verified.authenticationInfo.newCounter,
      now: clock.now(),
    })
    const token = await startSession(trx, { accountId: passkey.accountId, stage: 'signed in', browser, clock })
    return { token, accountId: passkey.accountId }
  })
}

/** The passkeys of an account, for its own security page. */
export async function listPasskeys(db: Db, { accountId }: { accountId: string }): Promise<Passkey[]> {
  return db.inInstance((trx) => passkeysOf(trx, accountId))
}

async function keepChallenge(db: Db, { challenge, clock }: { challenge: string; clock: Clock }): Promise<void> {
  const now = clock.now()
  const expiresAt = new Date(now.getTime() + challengeMinutes * 60_000)
  await db.inInstance((trx) => insertChallenge(trx, { hash: hashToken(challenge), expiresAt, now }))
}

async function isOurChallenge(db: Db, { challenge, clock }: { challenge: string; clock: Clock }): Promise<boolean> {
  return db.inInstance((trx) => takeChallenge(trx, { hash: hashToken(challenge), now: clock.now() }))
}

function readResponse<Response extends { id: string }>(text: string): Response {
  try {
    const value = JSON.parse(text)
    if (typeof value?.id === 'string') return value
  } catch {
    // Falls through to the same words as any other answer that is not one.
  }
  throw notTaken()
}

function notTaken(): Refusal {
  return new Refusal('passkey.not-taken', 'This passkey was not taken. Try again, or sign in with your password.')
}
