/** A pupil, and those who are linked, as far as letters care. */
export type PupilForLetters = {
  /** Adults registered by letter who are linked now. */
  registered: number
  /** An adult is held by a court order: where the others live must not be found out by a letter that goes astray. */
  keepApart: boolean
  /** Every adult whose link is current (not held, not ended): at whose home they live, and whether they registered. */
  adults: { id: string; homeKey: string | null; registered: boolean }[]
}

export type LetterToPrint = { kind: 'family'; places: number } | { kind: 'single-adult'; adultId: string }

/** LET-1: imported and hand-made links use no place. */
export function placesLeft({ limit, registered }: { limit: number; registered: number }): number {
  return Math.max(0, limit - registered)
}

/**
 * LET-8: one sheet with all free places; for homes apart, and where an adult is held by a court order, a sheet with one place for
 * each adult who has not registered, so that no letter names or reaches the other home (VIS-5). An adult whose address is not
 * known gets none then, unless somebody asked for a letter to each adult: such a letter bears a name alone and is handed over.
 */
export function lettersForPupil(
  pupil: PupilForLetters,
  { limit, eachAdult }: { limit: number; eachAdult: boolean },
): LetterToPrint[] {
  const free = placesLeft({ limit, registered: pupil.registered })
  if (free === 0) return []
  const homes = new Set(pupil.adults.flatMap(({ homeKey }) => homeKey ?? []))
  if (homes.size < 2 && !pupil.keepApart && !eachAdult) return [{ kind: 'family', places: free }]
  return pupil.adults
    .filter(({ registered, homeKey }) => !registered && (homeKey !== null || eachAdult))
    .slice(0, free)
    .map(({ id }) => ({ kind: 'single-adult', adultId: id }))
}
