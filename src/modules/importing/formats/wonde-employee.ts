import { at, idOf, type Json, textOf } from './wonde-json.ts'

type Cell = {
  caption: string
  /** Where it stands, the first that is not empty. A column that nobody has is left out, so that it is unknown and not empty (IMP-13). */
  paths: string[]
  read?: (employee: Json) => string
}

/** What is read of a member of staff. The school writes to its staff at work. */
const CELLS: Cell[] = [
  { caption: 'Staff ID', paths: ['mis_id', 'id'], read: idOf },
  { caption: 'Staff title', paths: ['title'] },
  { caption: 'Staff forename', paths: ['forename'] },
  { caption: 'Staff surname', paths: ['surname'] },
  { caption: 'Staff code', paths: ['employment_details.staff_code'] },
  {
    caption: 'Staff role',
    paths: ['employment_details.teaching_staff', 'employment_details.role_text'],
    read: roleOf,
  },
  {
    caption: 'Staff email',
    paths: ['contact_details.emails.work', 'contact_details.emails.primary', 'contact_details.emails.email'],
  },
  { caption: 'Staff mobile', paths: ['contact_details.phones.mobile'] },
]

/** Which of the columns are said of this one, for the captions of the file. */
export function noteEmployeeCaptions(employee: Json, captions: Set<string>): void {
  for (const { caption, paths } of CELLS)
    if (paths.some((path) => at(employee, path) !== undefined)) captions.add(caption)
}

export const employeeCaptions = (said: ReadonlySet<string>): string[] =>
  CELLS.map(({ caption }) => caption).filter((caption) => said.has(caption))

export function cellsOfEmployee(employee: Json, captions: readonly string[]): string[] {
  const cells = CELLS.filter(({ caption }) => captions.includes(caption))
  return cells.map(({ paths, read }) => (read ? read(employee) : firstOf(employee, paths)))
}

/**
 * What a download keeps of a member of staff: only what is read, so that neither birth date nor home address nor payroll number
 * is ever written down. Null for whoever Wonde does not say works here now: it lists former staff too.
 */
export function keptOfEmployee(employee: Json): Json | null {
  if (at(employee, 'employment_details.current') !== true) return null
  const kept: { [key: string]: Json | undefined } = {}
  for (const path of CELLS.flatMap(({ paths }) => paths)) put(kept, path.split('.'), at(employee, path))
  return kept
}

function put(into: { [key: string]: Json | undefined }, path: string[], value: Json | undefined): void {
  const [key = '', ...rest] = path
  if (value === undefined) return
  if (rest.length === 0) {
    into[key] = value
    return
  }
  const inner = into[key] ?? {}
  into[key] = inner
  if (typeof inner === 'object' && inner !== null && !Array.isArray(inner)) put(inner, rest, value)
}

/** A governor or a trustee is known by the words; else whether somebody teaches tells. */
function roleOf(employee: Json): string {
  const role = textOf(at(employee, 'employment_details.role_text'))
  if (/govern|trustee/i.test(role)) return role
  const teaches = at(employee, 'employment_details.teaching_staff')
  return teaches === true ? 'Teacher' : teaches === false ? 'Support staff' : role
}

const firstOf = (employee: Json, paths: readonly string[]): string =>
  paths.map((path) => textOf(at(employee, path))).find((text) => text !== '') ?? ''
