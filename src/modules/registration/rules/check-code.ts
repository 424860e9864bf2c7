/** Five wrong tries freeze a letter (LET-5). */
const triesUntilFrozen = 5

export type LetterFacts = {
  state: 'live' | 'frozen' | 'killed'
  wrongTries: number
  expiresAt: Date
  pupilLeft: boolean
  /** Free places of the pupil (LET-1). */
  placesLeft: number
  /** The places of the letter, each with whether what was typed is its code. */
  places: { place: number; matches: boolean; used: boolean }[]
}

/**
 * What somebody is told. `wrong` is one answer for every way of not knowing: no such reference, a wrong code, a frozen or
 * replaced letter (LET-5). The others are said only to who typed a code that is right.
 */
export type CodeVerdict = 'wrong' | 'right' | 'used' | 'expired' | 'left' | 'full'

/** LET-2, LET-5, LET-6: what a reference and a code open. `counts` says that the letter has one wrong try more. */
export function checkCode(
  letter: LetterFacts | null,
  now: Date,
): { verdict: CodeVerdict; place: number | null; counts: boolean; freezes: boolean } {
  const nothing = { place: null, counts: false, freezes: false }
  if (letter === null || letter.state !== 'live') return { verdict: 'wrong', ...nothing }
  const found = letter.places.find(({ matches }) => matches)
  if (!found) return { verdict: 'wrong', place: null, counts: true, freezes: letter.wrongTries + 1 >= triesUntilFrozen }
  if (letter.pupilLeft) return { verdict: 'left', ...nothing }
  if (letter.expiresAt <= now) return { verdict: 'expired', ...nothing }
  if (found.used) return { verdict: 'used', ...nothing }
  if (letter.placesLeft < 1) return { verdict: 'full', ...nothing }
  return { verdict: 'right', ...nothing, place: found.place }
}
