type Progress = { done: number; of: number }

// Only of this process, and only while somebody waits: without it the page says nothing and the letters come all the same.
const under = new Map<string, Progress>()

/** Remembers how far a batch is until it ends. Of two at once by one person the later is shown. */
export function trackProgress(
  schoolId: string,
  accountId: string,
): { onProgress(done: number, of: number): void; end(): void } {
  const key = `${schoolId} ${accountId}`
  under.set(key, { done: 0, of: 0 })
  return { onProgress: (done, of) => void under.set(key, { done, of }), end: () => void under.delete(key) }
}

/** Null when nothing is being printed. */
export function progressOf(schoolId: string, accountId: string): Progress | null {
  return under.get(`${schoolId} ${accountId}`) ?? null
}
