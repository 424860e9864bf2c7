import { foldName } from './fold-name.ts'

type Identity = { misId: string | null; code: string | null; forename: string; surname: string }

/** The keys by which a member of staff may be known, best first. */
export function keysOfStaff({ misId, code, forename, surname }: Identity): string[] {
  const isNamed = forename !== '' || surname !== ''
  return [
    misId === null ? null : `id:${misId}`,
    code === null ? null : `code:${code}`,
    isNamed ? `who:${foldName(surname)}|${foldName(forename)}` : null,
  ].filter((key) => key !== null)
}

const refOfStaff = (key: string): string => `staff ${key}`
const anybody = 'staff'

/** IMP-16: whom a row of staff that was rejected may be about: where it does not say, any of them. */
export function refsOfStaff(identity: Identity): string[] {
  const keys = keysOfStaff(identity)
  return keys.length === 0 ? [anybody] : keys.map(refOfStaff)
}

const mostPieces = 20

/** The same of a row whose cells cannot be told apart: each piece may be an id or a code, each two of them a name. */
export function refsOfStaffInPieces(pieces: string[]): string[] {
  const few = pieces.slice(0, mostPieces)
  const named = few.flatMap((surname) => few.flatMap((forename) => keysOfStaff({ ...nobody, surname, forename })))
  return [...pieces.flatMap((piece) => [`id:${piece}`, `code:${piece}`]), ...named].map(refOfStaff)
}

const nobody = { misId: null, code: null }

/** IMP-16: whether a row that was rejected may have been about this member of staff. */
export const isStaffSpared = (spared: ReadonlySet<string>, key: string | null): boolean =>
  spared.has(anybody) || spared.has(refOfStaff(key ?? ''))
