import { foldName, type Member } from '../../people/index.ts'
import type { PupilRecord } from '../records.ts'
import { mostWays } from './one-id-one-person.ts'

/** What tells a child from another who bears the same number. */
export type Child = {
  forenames: (string | null)[]
  surnames: (string | null)[]
  birthDate: string | null
  upn: string | null
}

export const childInFile = (record: PupilRecord): Child => ({
  forenames: [record.preferredForename, record.legalForename],
  surnames: [record.preferredSurname, record.legalSurname],
  birthDate: record.birthDate,
  upn: record.upn,
})

export const childOnRecord = (member: Member): Child => ({
  forenames: [member.forename, member.legalForename],
  surnames: [member.surname, member.legalSurname],
  birthDate: member.birthDate,
  upn: member.upn,
})

/**
 * IMP-25: name and birth date speak against the number. A corrected birth date or a changed name alone does not; of twins, forename
 * and UPN do.
 */
export function isOtherChild(one: Child, other: Child): boolean {
  const upns = one.upn !== null && other.upn !== null
  if (upns && one.upn === other.upn) return false
  const born = one.birthDate !== null && other.birthDate !== null
  const forenames = shareName(one.forenames, other.forenames)
  if (born && one.birthDate === other.birthDate) return upns && forenames === 'no'
  const surnames = shareName(one.surnames, other.surnames)
  if (forenames === 'unknown' && surnames === 'unknown') return born
  return born ? forenames === 'no' || surnames === 'no' : forenames !== 'yes' && surnames !== 'yes'
}

/** A child as one row says it, and which file the row stands in. */
export type ChildInRow = { record: PupilRecord; fileNo: number }

/** IMP-25: one number stands beside different children. Within one file a child has one forename, so that twins are told apart too. */
export function isBesideDifferentChildren(number: string, rows: ChildInRow[]): boolean {
  const ways = rows.map(({ record, fileNo }) => {
    const child = childInFile(record)
    // What is in doubt proves nothing.
    return { fileNo, child: number.startsWith('upn:') ? { ...child, upn: null } : child }
  })
  const children = [...new Map(ways.map((way) => [JSON.stringify(way), way])).values()]
  if (children.length > mostWays) return true
  return children.some(({ child, fileNo }, at) =>
    children
      .slice(at + 1)
      .some(
        (other) =>
          isOtherChild(child, other.child) ||
          (fileNo === other.fileNo && shareName(child.forenames, other.child.forenames) === 'no'),
      ),
  )
}

export function shareName(left: (string | null)[], right: (string | null)[]): 'yes' | 'no' | 'unknown' {
  const known = (names: (string | null)[]) => names.map((name) => foldName(name)).filter((name) => name !== '')
  const [ours, theirs] = [known(left), known(right)]
  if (ours.length === 0 || theirs.length === 0) return 'unknown'
  const isAlike = (one: string, other: string) =>
    one === other || one.startsWith(`${other} `) || other.startsWith(`${one} `)
  return ours.some((one) => theirs.some((other) => isAlike(one, other))) ? 'yes' : 'no'
}
