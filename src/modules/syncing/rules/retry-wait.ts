const longestSeconds = 300

/** Seconds to wait before the next try: what the other side says, else longer each time. `now` for a Retry-After that is a date. */
export function retryWait(
  { tries, retryAfter }: { tries: number; retryAfter: string },
  now: Date = new Date(),
): number {
  const said = /^\d+$/.test(retryAfter) ? Number(retryAfter) : (Date.parse(retryAfter) - now.getTime()) / 1000
  const wanted = Number.isFinite(said) ? said : 2 ** tries
  return Math.min(Math.max(wanted, 1), longestSeconds)
}
