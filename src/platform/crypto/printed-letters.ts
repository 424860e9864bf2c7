import { randomBytes } from 'node:crypto'

/** Crockford's base 32: no I, L, O or U, so that nothing on paper is mistaken for something else. */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

/** Random letters and digits to be printed, five bits each: so many of each random byte that every one is as likely as another. */
export function drawLetters(length: number): string {
  return Array.from(randomBytes(length), (byte) => alphabet[byte & 31]).join('')
}

/** As somebody typed it from paper: any case, spaces and hyphens anywhere, O for 0, I or L for 1. Null where it is none of these lengths. */
export function readLetters(typed: string, lengths: readonly number[]): string | null {
  const letters = typed
    .toUpperCase()
    .replaceAll(/[\s\-–—.]/g, '')
    .replaceAll('O', '0')
    .replaceAll(/[IL]/g, '1')
  return lengths.includes(letters.length) && [...letters].every((letter) => alphabet.includes(letter)) ? letters : null
}
