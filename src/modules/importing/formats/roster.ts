import type { SourceFile } from '../reading/detect-encoding.ts'
import { entryRows, type NamedRow, readEntryTable } from '../reading/read-entry-table.ts'
import type { SourceRow } from './format.ts'
import {
  isGone,
  isHomeroom,
  type JoinedRoster,
  joinRoster,
  type Link,
  listIn,
  membersOf,
  PUPIL,
  type Roles,
  type Roster,
  type RosterFiles,
  rolesIn,
} from './join-roster.ts'

/** A roster is read as up to three tables: pupils with their contacts, classes, and staff. */
export type RosterPart = 'people' | 'named' | 'classes' | 'staff'

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

const PRIORITY = ['priority', 'contactPriority'].flatMap((name) => [`metadata.${name}`, `ext_${name}`])
/** The columns of users.csv that feed what an import takes away where it is empty. */
const FED_BY: Record<string, string[]> = {
  'Pupil email': ['email'],
  'Pupil mobile': ['sms'],
  'Contact email': ['email'],
  'Contact mobile': ['sms'],
  'Contact telephone': ['phone'],
  'Staff email': ['email'],
  'Staff mobile': ['sms'],
  Priority: PRIORITY,
}

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

type User = { line: number; row: NamedRow; roles: Roles }

/** `says`: whether a column of ours is fed by any of the roster's; what is not is unknown and not empty (IMP-13). */
export type RosterHolds = { contacts: boolean; staff: boolean; says: (caption: string) => boolean }

/** Whether there are contacts and staff at all: many rosters have none, and that says nothing of anybody. */
export async function rosterHolds(file: SourceFile, files: RosterFiles): Promise<RosterHolds> {
  const holds = { contacts: false, staff: false }
  let said: NamedRow | null = null
  const note = (row: NamedRow) => {
    const roles = listIn(row.get('role').toLowerCase())
    holds.contacts ||= roles.some((role) => role in CONTACT_ROLES) || row.get('relationshipUserSourcedId') !== ''
    holds.staff ||= roles.some((role) => STAFF_ROLES.test(role))
  }
  for await (const row of entryRows(file, files.users)) {
    note(row)
    said ??= row
  }
  for await (const row of entryRows(file, files.roles)) note(row)
  for await (const row of entryRows(file, files.relationships)) note(row)
  const { has } = said ?? { has: () => true }
  return { ...holds, says: (caption) => FED_BY[caption]?.some(has) ?? true }
}

/** Pupils alone, where the roster has no contacts. */
export const PUPILS_ONLY: string[] = PUPIL

export async function* readRosterRows(roster: Roster, part: RosterPart): AsyncGenerator<SourceRow[]> {
  if (part === 'classes') return yield* classRows(roster)
  const joined = await joinRoster(roster, part === 'staff' ? 'staff' : 'everybody')
  for await (const batch of readEntryTable(roster.file, roster.files.users)) {
    const users = batch.map((row) => ({ line: row.line, row, roles: rolesIn(row, joined) }))
    yield users.flatMap((user) => (part === 'staff' ? staffRows(user) : peopleRows(user, joined, part)))
  }
}

function peopleRows({ line, row, roles }: User, joined: JoinedRoster, part: 'people' | 'named'): SourceRow[] {
  const rows: SourceRow[] = []
  const id = row.get('sourcedId')
  const cells = joined.pupils.get(id)
  if (cells && part === 'people') rows.push(rowOf(line, [...cells, ...CONTACT.map(() => '')]))
  const relationship = Object.keys(CONTACT_ROLES).find((role) => roles.get(role) === 'today')
  const links = joined.linksOf.get(id) ?? []
  // A table of relationships says itself who is a contact; somebody among the agents is what their role says, if they have one.
  const isLinked = !cells && (roles.size === 0 ? links.length > 0 : links.some((link) => link.relationship !== null))
  if (relationship !== undefined || isLinked)
    rows.push(...contactRows({ line, row, roles }, { joined, part, links, relationship }))
  else if (part === 'people' && !cells && ![...roles.keys()].some((role) => STAFF_ROLES.test(role)))
    rows.push(problem(line, id, whyNobody(roles)))
  return rows
}

function whyNobody(roles: Roles): string {
  const names = [...roles.keys()]
  const contact = names.find((role) => role in CONTACT_ROLES)
  if (contact) return `The role “${contact}” of this contact does not hold today.`
  return `The role “${names.join(', ') || 'none'}” is neither a pupil's, a contact's nor a member of staff's.`
}

function contactRows(
  { line, row }: User,
  about: { joined: JoinedRoster; part: 'people' | 'named'; links: Link[]; relationship: string | undefined },
): SourceRow[] {
  const { joined, part, links } = about
  const id = row.get('sourcedId')
  const once = part === 'people'
  if (isGone(row))
    return once
      ? [problem(line, id, 'The roster marks this contact as deleted. End the link by hand, or import a full roster.')]
      : []
  const linksOfPart = links.filter(({ pupilId }) => joined.pupils.has(pupilId) === once)
  // In a delta the pupils who are not in it are named in a part of their own.
  if ((joined.delta ? links : linksOfPart).length === 0)
    return once ? [problem(line, id, 'This contact belongs to no pupil of the roster.')] : []
  return linksOfPart.map(({ pupilId, relationship }) => {
    const said = relationship ?? (about.relationship ? CONTACT_ROLES[about.relationship] : null) ?? ''
    return rowOf(line, [...(joined.pupils.get(pupilId) ?? [pupilId]), ...contactCells(row, capital(said))])
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
  const role = [...roles.keys()].find((one) => STAFF_ROLES.test(one) && roles.get(one) === 'today')
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

async function* classRows(roster: Roster): AsyncGenerator<SourceRow[]> {
  for await (const members of membersOf(roster, (row) => !isHomeroom(row)))
    yield members.map(({ line, pupilId, title }) => rowOf(line, [pupilId, title]))
}

const rowOf = (line: number, cells: string[]): SourceRow => ({ line, text: cells.join('\u001f'), cells })
const problem = (line: number, text: string, words: string): SourceRow => ({ line, text, problem: words })
const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)
