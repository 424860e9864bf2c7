import { createHmac } from 'node:crypto'
import type { SecretBox } from '../../platform/crypto/index.ts'

/** The secret for an app that is being set up: the same each time the page is shown, and stored nowhere until the app shows the right code. */
export function appSecretOf(token: string): Buffer {
  return createHmac('sha256', token).update('authenticator app').digest().subarray(0, 20)
}

/** The secret of the authenticator app, sealed so that a copy of the database alone makes no codes. */
export function sealTotpSecret(box: SecretBox, { accountId, secret }: { accountId: string; secret: Buffer }): Buffer {
  return Buffer.from(box.seal(secret.toString('base64'), placeOf(accountId)))
}

export function openTotpSecret(box: SecretBox, { accountId, sealed }: { accountId: string; sealed: Buffer }): Buffer {
  return Buffer.from(box.open(sealed.toString(), placeOf(accountId)), 'base64')
}

function placeOf(accountId: string): string {
  return `totp of account ${accountId}`
}
