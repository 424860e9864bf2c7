import { createHash } from 'node:crypto'
import type { StoredEntry } from '../audit.store.ts'

/** What the first entry of a chain points back to. */
export const emptyChainHash = '0'.repeat(64)

/** SHA-256 over the entry's facts in a fixed order and the hash before it, so that no entry can be changed, dropped or moved (SEC-6). */
export function hashOfEntry(entry: Omit<StoredEntry, 'hash'>): string {
  const facts = [
    entry.previousHash,
    entry.schoolId,
    entry.seq,
    entry.at.toISOString(),
    entry.actorKind,
    entry.actorAccountId,
    entry.actorName,
    entry.act,
    entry.subjectKind,
    entry.subjectId,
    entry.pupilId,
    sorted(entry.detail),
  ]
  return createHash('sha256').update(JSON.stringify(facts)).digest('hex')
}

/** jsonb forgets the order of keys, so the hash must not depend on it. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (value === null || typeof value !== 'object') return value
  const entries = Object.entries(value).filter(([, item]) => item !== undefined)
  entries.sort(([left], [right]) => (left < right ? -1 : 1))
  return Object.fromEntries(entries.map(([key, item]) => [key, sorted(item)]))
}
