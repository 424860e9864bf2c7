import type { ParsedPoint } from '../../people/index.ts'
import { keyOfPoint } from './decide-details.ts'

/** A record of the MIS that an adult is known to be. */
export type KnownRecord = { contactKey: string; byMerge: boolean }

/**
 * The records that an adult is, in the order in which they give the name: the same in every run, so that two records do not take
 * turns, and those that a person merged last (IMP-22).
 */
export function recordsInOrder(known: KnownRecord[], now: string[]): string[] {
  const merged = new Set(known.flatMap(({ contactKey, byMerge }) => (byMerge ? [contactKey] : [])))
  const keys = [...new Set([...known.map(({ contactKey }) => contactKey), ...now])]
  return keys.sort((one, other) => Number(merged.has(one)) - Number(merged.has(other)) || (one < other ? -1 : 1))
}

export type PlacedPoint = ParsedPoint & { position: number }

/** What a run says of an adult of whom it lacks a record: nothing that stands goes, and what is new comes behind it (IMP-16). */
export function besideWhatStands(inFile: PlacedPoint[], standing: PlacedPoint[]): PlacedPoint[] {
  const said = new Map(inFile.toReversed().map((point) => [keyOfPoint(point), point]))
  const stays = new Set(standing.map(keyOfPoint))
  const fresh = inFile.filter((point) => !stays.has(keyOfPoint(point)))
  return [
    ...standing.map((point) => ({ ...(said.get(keyOfPoint(point)) ?? point), position: point.position })),
    ...fresh.map((point) => ({ ...point, position: standing.length + point.position })),
  ]
}
