import { randomBytes } from 'node:crypto'

/** Crockford's base 32: no I, L, O or U, so that nothing on paper is mistaken for something else (LET-4). */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

const codeLength = 10
const referenceLength = 8

/** LET-4: 50 random bits as ten characters, without the space that stands in the middle on paper. */
export function newCode(): string {
  return randomLetters(codeLength)
}

/** LET-5: random, not serial. 40 bits as eight characters. */
export function newReference(): string {
  return randomLetters(referenceLength)
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

/** As somebody typed it from paper: any case, spaces and hyphens anywhere, O for 0, I or L for 1. Null where it is none. */
export function readCode(typed: string): string | null {
  return readLetters(typed, codeLength)
}

export function readReference(typed: string): string | null {
  return readLetters(typed, referenceLength)
}

/** Five bits of each random byte, so that every letter is as likely as another. */
function randomLetters(length: number): string {
  return Array.from(randomBytes(length), (byte) => alphabet[byte & 31]).join('')
}

function readLetters(typed: string, length: number): string | null {
  const letters = typed
    .toUpperCase()
    .replaceAll(/[\s\-–—.]/g, '')
    .replaceAll('O', '0')
    .replaceAll(/[IL]/g, '1')
  return letters.length === length && [...letters].every((letter) => alphabet.includes(letter)) ? letters : null
}
