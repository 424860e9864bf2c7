import type { SourceFile } from '../reading/detect-encoding.ts'
import { entryRows, type NamedRow, readEntryTable } from '../reading/read-entry-table.ts'
import type { SourceRow } from './format.ts'

/** Where the tables of a roster stand in its archive; null: it has none. */
export type RosterFiles = {
  version: string
  delta: boolean
  users: string
  roles: string | null
  relationships: string | null
  demographics: string | null
  classes: string | null
  enrollments: string | null
}

/** A roster is read as up to three tables: pupils with their contacts, classes, and staff. */
export type RosterPart = 'people' | 'named' | 'classes' | 'staff'

const PUPIL = [
  'Pupil ID',
  'Admission number',
  'UPN',
  'Legal forename',
  'Legal surname',
  'Preferred forename',
  'Preferred surname',
  'DOB',
  'Year',
  'Reg',
  'Enrolment status',
  'Pupil email',
  'Pupil mobile',
]
const CONTACT = [
  'Contact ID',
  'Contact forename',
  'Contact surname',
  'Relationship',
  'Priority',
  'Parental responsibility',
  'Court order',
  'Contact email',
  'Contact mobile',
  'Contact telephone',
]

/** Passwords and user names stand in no list: they are never read. */
export const ROSTER_CAPTIONS: Record<RosterPart, string[]> = {
  people: [...PUPIL, ...CONTACT],
  named: ['Pupil ID', ...CONTACT],
  classes: ['Pupil ID', 'Class'],
  staff: ['Staff ID', 'Staff forename', 'Staff surname', 'Staff role', 'Staff email', 'Staff mobile'],
}

const CONTACT_ROLES: Record<string, string> = { parent: 'Parent', guardian: 'Guardian', relative: 'Other Relative' }
const STAFF_ROLES =
  /^(teacher|aide|counselor|principal|proctor|administrator|siteadministrator|districtadministrator|systemadministrator|staff|faculty)$/

type User = { line: number; row: NamedRow; roles: Set<string> }
type Link = { pupilId: string; relationship: string | null }

/** Of the whole roster only what joins its tables is kept in memory: roles, ids, and the cells of each pupil. */
type Index = {
  rolesOf: Map<string, Set<string>>
  birthDates: Map<string, string>
  registration: Map<string, string>
  linksOf: Map<string, Link[]>
  pupils: Map<string, string[]>
}

/** Whether there are contacts and staff at all: many rosters have none, and that says nothing of anybody. */
export async function rosterHolds(
  file: SourceFile,
  files: RosterFiles,
): Promise<{ contacts: boolean; staff: boolean }> {
  const holds = { contacts: false, staff: false }
  const note = (row: NamedRow) => {
    const roles = listIn(row.get('role').toLowerCase())
    holds.contacts ||= roles.some((role) => role in CONTACT_ROLES) || row.get('relationshipUserSourcedId') !== ''
    holds.staff ||= roles.some((role) => STAFF_ROLES.test(role))
  }
  for await (const row of entryRows(file, files.users)) note(row)
  for await (const row of entryRows(file, files.roles)) note(row)
  for await (const row of entryRows(file, files.relationships)) note(row)
  return holds
}

/** Pupils alone, where the roster has no contacts. */
export const PUPILS_ONLY: string[] = PUPIL

export async function* readRosterRows(
  file: SourceFile,
  files: RosterFiles,
  part: RosterPart,
): AsyncGenerator<SourceRow[]> {
  if (part === 'classes') return yield* classRows(file, files)
  const index = await indexOf(file, files, part)
  for await (const batch of readEntryTable(file, files.users)) {
    const users = batch.map((row) => ({ line: row.line, row, roles: rolesIn(row, index.rolesOf) }))
    yield users.flatMap((user) => (part === 'staff' ? staffRows(user) : peopleRows(user, index, part)))
  }
}

async function indexOf(file: SourceFile, files: RosterFiles, part: RosterPart): Promise<Index> {
  const index: Index = {
    rolesOf: new Map(),
    birthDates: new Map(),
    registration: new Map(),
    linksOf: new Map(),
    pupils: new Map(),
  }
  for await (const row of entryRows(file, files.roles)) {
    if (isGone(row)) continue
    addTo(index.rolesOf, row.get('userSourcedId'), row.get('role').toLowerCase())
    if (row.get('grade') !== '') index.registration.set(`grade ${row.get('userSourcedId')}`, row.get('grade'))
  }
  if (part === 'staff') return index
  for await (const row of entryRows(file, files.demographics))
    index.birthDates.set(row.get('userSourcedId') || row.get('sourcedId'), row.get('birthDate'))
  await addHomerooms(file, files, index)
  for await (const row of entryRows(file, files.relationships)) {
    if (isGone(row)) continue
    addLink(index, row.get('relationshipUserSourcedId'), {
      pupilId: row.get('userSourcedId'),
      relationship: row.get('relationshipRole'),
    })
  }
  await addUsers(file, files, index)
  return index
}

/** The agents of a pupil are contacts; other files put the pupils among the agents of a contact. Roles tell which is which. */
async function addUsers(file: SourceFile, files: RosterFiles, index: Index): Promise<void> {
  const pointing: [from: string, to: string][] = []
  for await (const batch of readEntryTable(file, files.users)) {
    for (const row of batch) {
      const id = row.get('sourcedId')
      if (rolesIn(row, index.rolesOf).has('student')) index.pupils.set(id, pupilCells(row, index))
      for (const agent of listIn(row.get('agentSourcedIds'))) pointing.push([id, agent])
    }
  }
  for (const [from, to] of pointing) {
    if (index.pupils.has(from)) addLink(index, to, { pupilId: from, relationship: null })
    // In a delta the pupil may be known from an earlier import only.
    else if (index.pupils.has(to) || files.delta) addLink(index, from, { pupilId: to, relationship: null })
  }
}

function addLink(index: Index, contactId: string, link: Link): void {
  const links = index.linksOf.get(contactId) ?? []
  if (links.some(({ pupilId }) => pupilId === link.pupilId)) return
  index.linksOf.set(contactId, [...links, link])
}

async function addHomerooms(file: SourceFile, files: RosterFiles, index: Index): Promise<void> {
  const homerooms = new Map<string, string>()
  for await (const row of entryRows(file, files.classes))
    if (row.get('classType').toLowerCase() === 'homeroom' && !isGone(row))
      homerooms.set(row.get('sourcedId'), row.get('title'))
  if (homerooms.size === 0 || files.enrollments === null) return
  for await (const batch of readEntryTable(file, files.enrollments)) {
    for (const row of batch) {
      const title = homerooms.get(row.get('classSourcedId'))
      if (title && row.get('role').toLowerCase() === 'student' && !isGone(row))
        index.registration.set(row.get('userSourcedId'), title)
    }
  }
}

function pupilCells(row: NamedRow, index: Index): string[] {
  const id = row.get('sourcedId')
  const [grade = ''] = listIn(row.get('grades') || (index.registration.get(`grade ${id}`) ?? ''))
  return [
    id,
    row.get('identifier'),
    row.get('metadata.upn') || row.get('ext_upn'),
    row.get('givenName'),
    row.get('familyName'),
    row.get('preferredGivenName') || row.get('givenName'),
    row.get('preferredFamilyName') || row.get('familyName'),
    index.birthDates.get(id) ?? '',
    grade,
    index.registration.get(id) ?? '',
    isGone(row) ? 'Leaver' : '',
    row.get('email'),
    row.get('sms'),
  ]
}

function peopleRows({ line, row, roles }: User, index: Index, part: 'people' | 'named'): SourceRow[] {
  const rows: SourceRow[] = []
  const id = row.get('sourcedId')
  const cells = index.pupils.get(id)
  if (cells && part === 'people') rows.push(rowOf(line, [...cells, ...CONTACT.map(() => '')]))
  const relationship = Object.keys(CONTACT_ROLES).find((role) => roles.has(role))
  const links = index.linksOf.get(id) ?? []
  const isContact = relationship !== undefined || (links.length > 0 && !cells)
  if (isContact) rows.push(...contactRows({ line, row, roles }, { index, part, links, relationship }))
  else if (part === 'people' && !cells && ![...roles].some((role) => STAFF_ROLES.test(role)))
    rows.push(
      problem(
        line,
        id,
        `The role “${[...roles].join(', ') || 'none'}” is neither a pupil's, a contact's nor a member of staff's.`,
      ),
    )
  return rows
}

function contactRows(
  { line, row }: User,
  about: { index: Index; part: 'people' | 'named'; links: Link[]; relationship: string | undefined },
): SourceRow[] {
  const { index, part, links } = about
  const id = row.get('sourcedId')
  const once = part === 'people'
  if (isGone(row))
    return once
      ? [problem(line, id, 'The roster marks this contact as deleted. End the link by hand, or import a full roster.')]
      : []
  if (links.length === 0) return once ? [problem(line, id, 'This contact belongs to no pupil of the roster.')] : []
  return links.flatMap(({ pupilId, relationship }) => {
    const pupil = index.pupils.get(pupilId)
    if ((pupil !== undefined) !== (part === 'people')) return []
    const said = relationship ?? (about.relationship ? CONTACT_ROLES[about.relationship] : null) ?? ''
    return [rowOf(line, [...(pupil ?? [pupilId]), ...contactCells(row, capital(said))])]
  })
}

/** Rosters know neither priority nor responsibility nor court orders, unless a vendor adds them. */
function contactCells(row: NamedRow, relationship: string): string[] {
  const extra = (...names: string[]) =>
    names.flatMap((name) => [row.get(`metadata.${name}`), row.get(`ext_${name}`)]).find((value) => value !== '') ?? ''
  return [
    row.get('sourcedId'),
    row.get('preferredGivenName') || row.get('givenName'),
    row.get('preferredFamilyName') || row.get('familyName'),
    relationship,
    extra('priority', 'contactPriority'),
    extra('parentalResponsibility'),
    extra('courtOrder'),
    row.get('email'),
    row.get('sms'),
    row.get('phone'),
  ]
}

function staffRows({ line, row, roles }: User): SourceRow[] {
  const role = [...roles].find((one) => STAFF_ROLES.test(one))
  if (!role || isGone(row)) return []
  const kind = role === 'teacher' || role === 'principal' || role === 'faculty' ? 'Teacher' : 'Support staff'
  return [
    rowOf(line, [
      row.get('sourcedId'),
      row.get('givenName'),
      row.get('familyName'),
      kind,
      row.get('email'),
      row.get('sms'),
    ]),
  ]
}

async function* classRows(file: SourceFile, files: RosterFiles): AsyncGenerator<SourceRow[]> {
  const classes = new Map<string, string>()
  for await (const row of entryRows(file, files.classes))
    if (row.get('classType').toLowerCase() !== 'homeroom' && !isGone(row))
      classes.set(row.get('sourcedId'), row.get('title'))
  if (files.enrollments === null) return
  for await (const batch of readEntryTable(file, files.enrollments)) {
    yield batch.flatMap((row) => {
      const title = classes.get(row.get('classSourcedId'))
      if (!title || row.get('role').toLowerCase() !== 'student' || isGone(row)) return []
      return [rowOf(row.line, [row.get('userSourcedId'), title])]
    })
  }
}

const rowOf = (line: number, cells: string[]): SourceRow => ({ line, text: cells.join('\u001f'), cells })
const problem = (line: number, text: string, words: string): SourceRow => ({ line, text, problem: words })
const isGone = (row: NamedRow) => /^(tobedeleted|inactive)$/i.test(row.get('status'))
const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)
const listIn = (text: string) =>
  text
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '')

function rolesIn(row: NamedRow, more: Map<string, Set<string>>): Set<string> {
  const own = listIn(row.get('role').toLowerCase())
  return new Set([...own, ...(more.get(row.get('sourcedId')) ?? [])])
}

function addTo(map: Map<string, Set<string>>, key: string, value: string): void {
  const set = map.get(key) ?? new Set()
  map.set(key, set.add(value))
}
