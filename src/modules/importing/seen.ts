import type { Chunk } from './families/chunk.ts'
import { type FamilyRejection, rowsUsed } from './families/gather-family.ts'
import type { FamiliesRead, RunFamily } from './families/read-families.ts'

/** What was seen while the families went by, so that none of them need be kept. */
export type Seen = {
  /** Pupils in the files, and those of them who are known here. */
  pupils: number
  known: number
  rowsUsed: number
  contactRows: number
  contactRowsWithoutId: number
  rejections: FamilyRejection[]
  /** Families that are as the last run left them. */
  unchanged: Set<string>
  comes: number
  /** Where the last children and the last contacts stand. */
  lastPupils: Last[]
  lastContacts: Last[]
  /** Of the last children of the last full list, those who have contacts here. */
  withContacts: string[]
}

type Last = { n: number; key: string }

/** Before the first family: what those that were passed over add. */
export function seenAtFirst(read: Pick<FamiliesRead, 'passedOver'>): Seen {
  const { pupils, rowsUsed, contactRows, contactRowsWithoutId } = read.passedOver
  return {
    ...{ pupils, known: pupils, rowsUsed, contactRows, contactRowsWithoutId },
    rejections: [],
    unchanged: new Set(),
    comes: 0,
    lastPupils: [],
    lastContacts: [],
    withContacts: [],
  }
}

const lengthOfTail = 3

type Beside = {
  /** The children at the end of the last full list. */
  tail: string[]
  /** Whether all that is kept of a family stands in the snapshot. */
  stands: (family: RunFamily) => boolean
}

/** Notes what a plan has to say in the end of families that were just decided. */
export function lookAt(chunk: Chunk, seen: Seen, { tail, stands }: Beside): void {
  seen.pupils += chunk.pupils.length
  for (const family of chunk.families) {
    seen.rowsUsed += rowsUsed(family)
    seen.contactRows += family.contactRows
    seen.contactRowsWithoutId += family.contactRowsWithoutId
    seen.rejections.push(...family.rejections)
    if (family.rejections.length > 0) family.settled = false
    family.plain &&= family.settled
    // One that is plain by now though it was not known as such stays as it is: nothing is written for that.
    const isAsLeft = family.isKnown && family.settled && (family.plain || !family.isKnownAsPlain)
    if (isAsLeft && stands(family)) seen.unchanged.add(family.id)
    if (family.isAtEnd) lookAtEnd(family, seen)
  }
  seen.withContacts.push(...tail.filter((key) => chunk.links.has(key)))
}

function lookAtEnd(family: RunFamily, seen: Seen): void {
  for (const { kind, key, parent, n } of family.records.values()) {
    if (kind === 'pupil') seen.lastPupils.push({ n, key })
    if (kind === 'link') seen.lastContacts.push({ n, key: parent })
  }
}

/** The last children of the files; one with several rows stands where the first of them stands. */
export function keysAtEnd(found: Last[]): string[] {
  const first = new Map<string, number>()
  for (const { key, n } of found) first.set(key, Math.min(n, first.get(key) ?? n))
  return [...first]
    .sort(([, one], [, other]) => other - one)
    .slice(0, lengthOfTail)
    .map(([key]) => key)
}
