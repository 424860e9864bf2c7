import type { StaffRecord } from '../records.ts'
import { foldName } from '../rules/fold-name.ts'
import { readStaffRole } from '../rules/read-school-words.ts'
import { Reject, type SideColumns, text } from './cells.ts'

export function readStaff(cells: string[], side: SideColumns): StaffRecord {
  const forename = text(cells, side, 'preferredForename') ?? text(cells, side, 'forename') ?? ''
  const surname = text(cells, side, 'preferredSurname') ?? text(cells, side, 'surname') ?? ''
  if (forename === '' && surname === '') {
    throw new Reject({
      column: side.get('surname')?.caption ?? null,
      value: '',
      reason: 'There is a member of staff without a name.',
    })
  }
  const misId = text(cells, side, 'id')
  const code = text(cells, side, 'staffCode')
  const key = misId ? `id:${misId}` : code ? `code:${code}` : `who:${foldName(surname)}|${foldName(forename)}`
  return {
    key,
    misId,
    role: readStaffRole(text(cells, side, 'staffRole')),
    title: text(cells, side, 'title'),
    forename,
    surname,
  }
}
