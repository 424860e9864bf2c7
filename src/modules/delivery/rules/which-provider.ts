/** A provider as far as the choice goes; the list is in order of priority. */
export type Candidate = { id: string; downUntil: Date | null }

/**
 * DLV-4: the provider for the next attempt. A fresh row takes the first that is not down; a row that just failed takes
 * the one after it. When all are down the first is tried: waiting is the retry's business. Null when there is none.
 */
export function whichProvider<C extends Candidate>(facts: {
  candidates: readonly C[]
  /** The provider that failed the attempt before this one; null on a fresh row. */
  failedAt: string | null
  now: Date
}): C | null {
  const { candidates, failedAt, now } = facts
  const start = candidates.findIndex((candidate) => candidate.id === failedAt) + 1
  const inTurn = [...candidates.slice(start), ...candidates.slice(0, start)]
  return inTurn.find((candidate) => candidate.downUntil === null || candidate.downUntil <= now) ?? inTurn[0] ?? null
}

/** True when every provider has had its try since the last delay: then the next try waits. */
export function roundIsOver(facts: { candidates: readonly { id: string }[]; failedAt: string }): boolean {
  return facts.candidates.at(-1)?.id === facts.failedAt || !facts.candidates.some(({ id }) => id === facts.failedAt)
}
