import { randomInt } from 'node:crypto'

/** Crockford's base 32: no I, L, O or U, so that what is read from paper is typed right. */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

/** Ten one-time codes of 40 bits each (S-11). */
export const codesOnCard = 10
const cardLength = 8
/** 65 bits (S-16). */
const recoveryLength = 13

export const drawCardCode = () => draw(cardLength)
export const drawRecoveryCode = () => draw(recoveryLength)

function draw(length: number): string {
  return Array.from({ length }, () => alphabet[randomInt(alphabet.length)]).join('')
}

/** What was typed, as a printed code of either kind: any case, with O for 0 and I or L for 1; null when it can be neither. */
export function readPrintedCode(typed: string): string | null {
  const text = typed.toUpperCase().replaceAll(/[\s-]/g, '').replaceAll('O', '0').replaceAll(/[IL]/g, '1')
  const fits = text.length === cardLength || text.length === recoveryLength
  return fits && [...text].every((letter) => alphabet.includes(letter)) ? text : null
}

/** In groups of four, as on paper. */
export function showPrintedCode(code: string): string {
  return (code.match(/.{1,4}/g) ?? []).join(' ')
}
