import { at, codeOrName, dateOf, firstText, flagOf, idOf, type Json, listOf, textOf } from './wonde-json.ts'

/** A cell of a row: from the pupil, one of the contacts, and the membership at the same place. */
type Cell = {
  caption: string
  /** Where it stands: `education_details.upn`. A column that no pupil has is left out, so that it is unknown and not empty (IMP-13). */
  path: string
  of: 'student' | 'contact'
  read?: (value: Json | undefined) => string
}

const student = (caption: string, path: string, read?: Cell['read']): Cell =>
  read ? { caption, path, of: 'student', read } : { caption, path, of: 'student' }
const contact = (caption: string, path: string, read?: Cell['read']): Cell =>
  read ? { caption, path, of: 'contact', read } : { caption, path, of: 'contact' }

/** Wonde wraps whatever was included in `data`; a date is an object. */
const CELLS: Cell[] = [
  student('Pupil ID', 'mis_id'),
  student('UPN', 'education_details.upn'),
  student('Admission number', 'education_details.admission_number'),
  student('Legal surname', 'legal_surname'),
  student('Legal forename', 'legal_forename'),
  student('Pupil preferred surname', 'surname'),
  student('Pupil preferred forename', 'forename'),
  student('DOB', 'date_of_birth', dateOf),
  student('Year', 'year', codeOrName),
  student('Leaving date', 'education_details.leaving_date', dateOf),
  student('On roll', 'is_leaver', (value) => (value === true ? 'no' : '')),
  student('House', 'house', codeOrName),
  student('Pupil email', 'contact_details.emails', (value) => firstText(value, ['primary', 'email', 'home', 'work'])),
  student('Pupil mobile', 'contact_details.phones', (value) => firstText(value, ['mobile', 'primary', 'phone'])),
  contact('Contact ID', 'mis_id'),
  contact('Contact title', 'title'),
  contact('Contact forename', 'forename'),
  contact('Contact surname', 'surname'),
  contact('Relationship', 'relationship.relationship'),
  contact('Priority', 'relationship.priority'),
  contact('Parental responsibility', 'relationship.parental_responsibility', flagOf),
  contact('Court order', 'relationship.court_order', flagOf),
  contact('Lives with pupil', 'relationship.lives_with_pupil', flagOf),
  contact('Contact main email', 'contact_details.emails.primary'),
  contact('Contact home email', 'contact_details.emails.home'),
  contact('Contact work email', 'contact_details.emails.work'),
  contact('Contact email', 'contact_details.emails.email'),
  contact('Contact main telephone', 'contact_details.phones.primary'),
  contact('Contact mobile', 'contact_details.phones.mobile'),
  contact('Contact home telephone', 'contact_details.phones.home'),
  contact('Contact work telephone', 'contact_details.phones.work'),
  contact('Contact telephone', 'contact_details.phones.phone'),
  contact('Contact address', 'contact_details.addresses', (value) => addressOf(value).line),
  contact('Contact postcode', 'contact_details.addresses', (value) => addressOf(value).postcode),
]

const GROUP_CAPTIONS = { registration: 'Registration group', class: 'Class', group: 'Group' } as const

/** The columns that at least one pupil, or one contact, has. `ids` of Wonde stand in where the MIS gave none. */
export function captionsOf(paths: ReadonlySet<string>): string[] {
  const groups = paths.has('student groups') || paths.has('student classes') ? Object.values(GROUP_CAPTIONS) : []
  return [...CELLS.filter((cell) => paths.has(`${cell.of} ${cell.path}`)).map(({ caption }) => caption), ...groups]
}

/** Which of the paths that are read stand in this pupil, for `captionsOf`. An empty list of contacts still says that contacts are given. */
export function notePaths(pupil: Json, paths: Set<string>): void {
  for (const cell of CELLS) {
    const key = `${cell.of} ${cell.path}`
    if (paths.has(key)) continue
    const owners = cell.of === 'student' ? [pupil] : contactsOf(pupil)
    if (owners.some((owner) => at(owner, cell.path) !== undefined)) paths.add(key)
  }
  for (const list of ['groups', 'classes', 'contacts']) if (at(pupil, list) !== undefined) paths.add(`student ${list}`)
}

/** The pupil as rows: as many as there are contacts or memberships, whichever are more (IMP-12 makes them one again). */
export function rowsOfStudent(pupil: Json, captions: readonly string[]): string[][] {
  const contacts = contactsOf(pupil)
  const groups = membershipsOf(pupil)
  const count = Math.max(1, contacts.length, groups.class.length, groups.group.length)
  const cells = CELLS.filter(({ caption }) => captions.includes(caption))
  return Array.from({ length: count }, (_, row) => {
    const one = contacts[row]
    const found = cells.map((cell) => (cell.of === 'student' ? readCell(cell, pupil) : one ? readCell(cell, one) : ''))
    if (!captions.includes(GROUP_CAPTIONS.class)) return found
    return [...found, groups.registration, groups.class[row] ?? '', groups.group[row] ?? '']
  })
}

function readCell(cell: Cell, owner: Json): string {
  const value = at(owner, cell.path)
  if (cell.path === 'mis_id') return idOf(owner)
  return cell.read ? cell.read(value) : textOf(value)
}

/** Registration groups, classes and the school's own groups, by what Wonde calls their kind. Years and houses have columns of their own. */
function membershipsOf(pupil: Json): { registration: string; class: string[]; group: string[] } {
  const found = { registration: '', class: listOf(at(pupil, 'classes')).map(nameOf), group: [] as string[] }
  for (const group of listOf(at(pupil, 'groups'))) {
    const kind = textOf(at(group, 'type')).toLowerCase()
    if (/^(reg|form|tutor)/.test(kind)) found.registration ||= nameOf(group)
    else if (/class|teaching/.test(kind)) found.class.push(nameOf(group))
    else if (!/year|house/.test(kind)) found.group.push(nameOf(group))
  }
  const named = (names: string[]) => [...new Set(names.filter((name) => name !== ''))]
  return { registration: found.registration, class: named(found.class), group: named(found.group) }
}

const contactsOf = (pupil: Json): Json[] => listOf(at(pupil, 'contacts'))
const nameOf = (group: Json): string => textOf(at(group, 'name')) || textOf(at(group, 'code'))

/** The home address, else the postal one. */
function addressOf(value: Json | undefined): { line: string; postcode: string } {
  const parts = ['apartment', 'house_name', 'house_number', 'street', 'district', 'town', 'county']
  for (const kind of ['home', 'postal']) {
    const address = at(value, kind)
    const texts = new Map(parts.map((part) => [part, textOf(at(address, part))]))
    const house = `${texts.get('house_number')} ${texts.get('street')}`.trim()
    const line = [texts.get('apartment'), texts.get('house_name'), house]
      .concat(['district', 'town', 'county'].map((part) => texts.get(part)))
      .filter((part) => part !== undefined && part !== '')
    const postcode = textOf(at(address, 'postcode'))
    if (line.length > 0 || postcode !== '') return { line: line.join(', '), postcode }
  }
  return { line: '', postcode: '' }
}
