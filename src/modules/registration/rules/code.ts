import { randomBytes } from 'node:crypto'
import { drawLetters, readLetters } from '../../../platform/crypto/index.ts'

const codeLength = 10
const referenceLength = 8

/** LET-4: 50 random bits as ten characters, without the space that stands in the middle on paper. */
export function newCode(): string {
  return drawLetters(codeLength)
}

/** LET-5: random, not serial. 40 bits as eight characters. */
export function newReference(): string {
  return drawLetters(referenceLength)
}

/** LET-4: 128 bits, for the QR code only. */
export function newQrToken(): string {
  return randomBytes(16).toString('base64url')
}

/** `K7M2QX4T9B` → `K7M2Q X4T9B`, `8F3KD7QP` → `8F3K D7QP`. */
export function showInHalves(letters: string): string {
  const half = letters.length / 2
  return `${letters.slice(0, half)} ${letters.slice(half)}`
}

/** LET-4: a code as somebody typed it from paper; null where it is none. */
export function readCode(typed: string): string | null {
  return readLetters(typed, [codeLength])
}

/** The same for the reference of a letter. */
export function readReference(typed: string): string | null {
  return readLetters(typed, [referenceLength])
}
