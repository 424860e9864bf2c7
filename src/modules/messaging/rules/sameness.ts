import { createHash } from 'node:crypto'

/**
 * MSG-6: what makes two messages the same: the words and the children they are for, whichever way these were picked.
 * How it is sent does not count, so that a second one by text on the same day asks first as well.
 */
export function samenessOf(message: { subject: string; body: string; pupilIds: string[] }): string {
  const plain = (text: string) => text.trim().replaceAll(/\s+/g, ' ').toLowerCase()
  return digestOf([plain(message.subject), plain(message.body), ...[...message.pupilIds].sort()])
}

/** A short fingerprint of facts: equal facts, equal fingerprint. */
export function digestOf(facts: unknown): string {
  return createHash('sha256').update(JSON.stringify(facts)).digest('base64url').slice(0, 22)
}
