import type { StaffRecord } from '../records.ts'
import { readStaffRole } from '../rules/read-school-words.ts'
import { keysOfStaff, refsOfStaff } from '../rules/whom-staff-rows-spare.ts'
import { LONGEST_CELL, Reject, type SideColumns, text } from './cells.ts'

export function readStaff(cells: string[], side: SideColumns): StaffRecord {
  const identity = staffIdentity(cells, side)
  const { misId, forename, surname } = identity
  if (forename === '' && surname === '') {
    throw new Reject({
      column: side.get('surname')?.caption ?? null,
      value: '',
      reason: 'There is a member of staff without a name.',
    })
  }
  const [key = ''] = keysOfStaff(identity)
  return {
    key,
    misId,
    role: readStaffRole(text(cells, side, 'staffRole')),
    title: text(cells, side, 'title'),
    forename,
    surname,
  }
}

function staffIdentity(cells: string[], side: SideColumns) {
  return {
    misId: text(cells, side, 'id'),
    code: text(cells, side, 'staffCode'),
    forename: text(cells, side, 'preferredForename') ?? text(cells, side, 'forename') ?? '',
    surname: text(cells, side, 'preferredSurname') ?? text(cells, side, 'surname') ?? '',
  }
}

/** Whom a row that could not be used may be about, so that nobody's silence is made of it. */
export function refsOfRejectedStaff(cells: string[], side: SideColumns): string[] {
  const readable = cells.map((cell) => (cell.length > LONGEST_CELL ? '' : cell))
  return refsOfStaff(staffIdentity(readable, side))
}
