/** A pupil, and those who are linked, as far as letters care. */
export type PupilForLetters = {
  /** Adults registered by letter who are linked now. */
  registered: number
  /** Every adult whose link is current (not held, not ended): at whose home they live, and whether they registered. */
  adults: { id: string; homeKey: string | null; registered: boolean }[]
}

export type LetterToPrint = { kind: 'family'; places: number } | { kind: 'single-adult'; adultId: string }

/** LET-1: imported and hand-made links use no place. */
export function placesLeft({ limit, registered }: { limit: number; registered: number }): number {
  return Math.max(0, limit - registered)
}

/**
 * One sheet with all free places; for homes apart, a sheet with one place for each adult who has not registered, so that no
 * letter names or reaches the other home (VIS-5). An adult whose address is not known gets none: a family letter would do.
 */
export function lettersForPupil(pupil: PupilForLetters, limit: number): LetterToPrint[] {
  const free = placesLeft({ limit, registered: pupil.registered })
  if (free === 0) return []
  const homes = new Set(pupil.adults.flatMap(({ homeKey }) => homeKey ?? []))
  if (homes.size < 2) return [{ kind: 'family', places: free }]
  return pupil.adults
    .filter(({ registered, homeKey }) => !registered && homeKey !== null)
    .slice(0, free)
    .map(({ id }) => ({ kind: 'single-adult', adultId: id }))
}
