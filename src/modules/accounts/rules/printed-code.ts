import { drawLetters, readLetters } from '../../../platform/crypto/index.ts'

/** Ten one-time codes of 40 bits each (S-11). */
export const codesOnCard = 10
const cardLength = 8
/** 65 bits (S-16). */
const recoveryLength = 13

export const drawCardCode = () => drawLetters(cardLength)
export const drawRecoveryCode = () => drawLetters(recoveryLength)

/** What was typed, as a printed code of either kind; null when it can be neither. */
export function readPrintedCode(typed: string): string | null {
  return readLetters(typed, [cardLength, recoveryLength])
}

/** In groups of four, as on paper. */
export function showPrintedCode(code: string): string {
  return (code.match(/.{1,4}/g) ?? []).join(' ')
}
