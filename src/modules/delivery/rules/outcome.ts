/** What came of one call to a provider. Accepted is not delivered; uncertain means it may or may not have gone. */
export type Outcome =
  | { kind: 'accepted'; reference: string | null; answer: string }
  | {
      kind: 'refused'
      /** temporary: this message, not now. permanent: this address, never. technical: this provider, for anybody. */
      failure: 'temporary' | 'permanent' | 'technical'
      /** Plain words for the school office. */
      reason: string
      /** What the provider said, verbatim. */
      answer: string
      retryAfterSeconds?: number
    }
  | { kind: 'uncertain'; reason: string; answer: string }

/** One line of at most 300 characters, whatever a provider sends. */
export function oneLine(text: string): string {
  return text
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim()
    .slice(0, 300)
}
