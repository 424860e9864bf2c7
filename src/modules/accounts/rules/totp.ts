import { createHmac, timingSafeEqual } from 'node:crypto'

const stepSeconds = 30

/** The six digits of a time step (RFC 6238 on SHA-1, as every authenticator app reads it). */
export function totpCode(secret: Buffer, step: number): string {
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(step))
  const mac = createHmac('sha1', secret).update(counter).digest()
  const offset = (mac.at(-1) ?? 0) & 0xf
  return String((mac.readUInt32BE(offset) & 0x7fff_ffff) % 1_000_000).padStart(6, '0')
}

/**
 * The step that the code belongs to, if it is right now or one step early or late and later than `lastStep` (a code works
 * once); null otherwise. Spaces in the code do not matter.
 */
export function matchTotpStepIfAny(secret: Buffer, code: string, at: { now: Date; lastStep: number }): number | null {
  const digits = code.replaceAll(/\s/g, '')
  if (!/^\d{6}$/.test(digits)) return null
  const current = Math.floor(at.now.getTime() / 1000 / stepSeconds)
  const steps = [current - 1, current, current + 1].filter((step) => step > at.lastStep)
  return steps.find((step) => timingSafeEqual(Buffer.from(totpCode(secret, step)), Buffer.from(digits))) ?? null
}

/** The secret as people type it into an app: base 32 in groups of four. */
export function totpSecretInWords(secret: Buffer): string {
  return (base32(secret).match(/.{1,4}/g) ?? []).join(' ')
}

/** What the QR code says to the app. */
export function totpAddress(secret: Buffer, { email, issuer }: { email: string; issuer: string }): string {
  const label = encodeURIComponent(`${issuer}:${email}`)
  return `otpauth://totp/${label}?secret=${base32(secret)}&issuer=${encodeURIComponent(issuer)}`
}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

function base32(bytes: Buffer): string {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('')
  return (bits.match(/.{1,5}/g) ?? []).map((five) => alphabet[Number.parseInt(five.padEnd(5, '0'), 2)]).join('')
}
