import { hash } from 'node:crypto'
import { withoutBadEscapes } from './copy-text.ts'
import type { FamilyRecord } from './gather-family.ts'
import { separator } from './records-of-row.ts'

/** What a record says, as JSON that PostgreSQL takes. */
export const jsonOf = ({ data }: Pick<FamilyRecord, 'data'>): string => withoutBadEscapes(JSON.stringify(data))

const digestOfJson = (json: string): string => hash('sha1', json, 'base64')

export const digestOf = (record: Pick<FamilyRecord, 'data' | 'digest'>): string =>
  record.digest ?? digestOfJson(jsonOf(record))

/** Contacts and their points are decided about and never changed, so what they say is put together once. */
export function noteDigests(records: Iterable<FamilyRecord>): void {
  for (const record of records)
    if (record.kind === 'contact' || record.kind === 'point') record.digest = digestOf(record)
}

/** What is remembered of a contact point stands in its place among those of its owner, so that another number changes it where it is. */
export function placesOfPoints(): (owner: string) => string {
  const places = new Map<string, number>()
  return (owner) => {
    const place = places.get(owner) ?? 0
    places.set(owner, place + 1)
    return `${owner}${separator}${place}`
  }
}
