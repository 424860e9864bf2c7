import type { SourceFile } from '../reading/detect-encoding.ts'
import { entryRows, type NamedRow, readEntryTable } from '../reading/read-entry-table.ts'
import { type When, whenItHolds, whenTermsHold } from '../rules/when-it-holds.ts'

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
  sessions: string | null
}

/** A roster to be read. `today`: only roles and memberships that hold on this day count; all of them where it is not given. */
export type Roster = { file: SourceFile; files: RosterFiles; today: string | undefined }

export const PUPIL = [
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

export type Roles = ReadonlyMap<string /* role */, When>
export type Link = { pupilId: string; relationship: string | null }

/** Of the whole roster only what joins its tables is kept in memory: roles, ids, and the cells of each pupil. */
export type JoinedRoster = {
  delta: boolean
  rolesOf: Map<string, Map<string, When>>
  grades: Map<string, string>
  birthDates: Map<string, string>
  registration: Map<string, string>
  linksOf: Map<string, Link[]>
  pupils: Map<string, string[]>
}

/** Joins the tables of a roster by the ids in them. Staff are joined to their roles only. */
export async function joinRoster(roster: Roster, of: 'everybody' | 'staff'): Promise<JoinedRoster> {
  const { file, files } = roster
  const joined: JoinedRoster = {
    delta: files.delta,
    rolesOf: new Map(),
    grades: new Map(),
    birthDates: new Map(),
    registration: new Map(),
    linksOf: new Map(),
    pupils: new Map(),
  }
  for await (const row of entryRows(file, files.roles)) if (!isGone(row)) addRole(joined, row, whenOf(row, roster))
  if (of === 'staff') return joined
  for await (const row of entryRows(file, files.demographics))
    joined.birthDates.set(row.get('userSourcedId') || row.get('sourcedId'), row.get('birthDate'))
  await addHomerooms(roster, joined)
  for await (const row of entryRows(file, files.relationships)) {
    if (isGone(row)) continue
    addLink(joined, row.get('relationshipUserSourcedId'), {
      pupilId: row.get('userSourcedId'),
      relationship: row.get('relationshipRole'),
    })
  }
  await addUsers(roster, joined)
  return joined
}

const STRONGEST_LAST: When[] = ['over', 'to come', 'today']

/** Somebody may have been a pupil of another school before: what holds today counts, else what is to come. */
function addRole({ rolesOf, grades }: JoinedRoster, row: NamedRow, when: When): void {
  const [id, role, grade] = [row.get('userSourcedId'), row.get('role').toLowerCase(), row.get('grade')]
  if (grade !== '' && (when === 'today' || !grades.has(id))) grades.set(id, grade)
  const roles = rolesOf.get(id) ?? new Map<string, When>()
  const known = roles.get(role)
  if (!known || STRONGEST_LAST.indexOf(when) > STRONGEST_LAST.indexOf(known)) rolesOf.set(id, roles.set(role, when))
}

/** The agents of a pupil are contacts; other files put the pupils among the agents of a contact. Roles tell which is which. */
async function addUsers({ file, files }: Roster, joined: JoinedRoster): Promise<void> {
  const pointing: [from: string, to: string][] = []
  for await (const batch of readEntryTable(file, files.users)) {
    for (const row of batch) {
      const id = row.get('sourcedId')
      const student = rolesIn(row, joined).get('student')
      if (student) joined.pupils.set(id, pupilCells(row, joined, student))
      for (const agent of listIn(row.get('agentSourcedIds'))) pointing.push([id, agent])
    }
  }
  for (const [from, to] of pointing) {
    if (joined.pupils.has(from)) addLink(joined, to, { pupilId: from, relationship: null })
    // In a delta the pupil may be known from an earlier import only.
    else if (joined.pupils.has(to) || files.delta) addLink(joined, from, { pupilId: to, relationship: null })
  }
}

function addLink({ linksOf }: JoinedRoster, contactId: string, link: Link): void {
  const links = linksOf.get(contactId) ?? []
  if (links.some(({ pupilId }) => pupilId === link.pupilId)) return
  linksOf.set(contactId, [...links, link])
}

async function addHomerooms(roster: Roster, { registration }: JoinedRoster): Promise<void> {
  for await (const members of membersOf(roster, (row) => isHomeroom(row)))
    for (const { pupilId, title } of members) registration.set(pupilId, title)
}

export const isHomeroom = (row: NamedRow): boolean => row.get('classType').toLowerCase() === 'homeroom'

export type Member = { line: number; pupilId: string; title: string }

/** The pupils who are in these classes today (IMP-20). */
export async function* membersOf(roster: Roster, isWanted: (classRow: NamedRow) => boolean): AsyncGenerator<Member[]> {
  const { file, files } = roster
  const terms = await termsOf(roster)
  const classes = new Map<string, { title: string; when: When }>()
  for await (const row of entryRows(file, files.classes)) {
    if (!isWanted(row) || isGone(row)) continue
    const own = listIn(row.get('termSourcedIds') || row.get('sessionSourcedIds'))
    const when = whenTermsHold(own.map((id) => terms.get(id) ?? 'today'))
    classes.set(row.get('sourcedId'), { title: row.get('title'), when })
  }
  if (classes.size === 0 || files.enrollments === null) return
  for await (const batch of readEntryTable(file, files.enrollments)) {
    yield batch.flatMap((row) => {
      const found = classes.get(row.get('classSourcedId'))
      if (!found?.title || row.get('role').toLowerCase() !== 'student' || isGone(row)) return []
      const when = isDated(row) ? whenOf(row, roster) : found.when
      return when === 'today' ? [{ line: row.line, pupilId: row.get('userSourcedId'), title: found.title }] : []
    })
  }
}

async function termsOf(roster: Roster): Promise<Map<string, When>> {
  const terms = new Map<string, When>()
  for await (const row of entryRows(roster.file, roster.files.sessions))
    terms.set(row.get('sourcedId'), whenOf(row, roster))
  return terms
}

function whenOf(row: NamedRow, { today }: Roster): When {
  return today === undefined ? 'today' : whenItHolds(datesOf(row), today)
}

function isDated(row: NamedRow): boolean {
  const { from, until } = datesOf(row)
  return from !== '' || until !== ''
}

/** OneRoster and School Data Sync name the dates differently, and terms have names of their own for them. */
const datesOf = (row: NamedRow): { from: string; until: string } => ({
  from: row.get('beginDate') || row.get('roleStartDate') || row.get('startDate'),
  until: row.get('endDate') || row.get('roleEndDate'),
})

const STATUS: Record<When, string> = { today: '', over: 'Leaver', 'to come': 'Future' }

function pupilCells(row: NamedRow, joined: JoinedRoster, student: When): string[] {
  const id = row.get('sourcedId')
  const [grade = ''] = listIn(row.get('grades') || (joined.grades.get(id) ?? ''))
  return [
    id,
    row.get('identifier'),
    row.get('metadata.upn') || row.get('ext_upn'),
    row.get('givenName'),
    row.get('familyName'),
    row.get('preferredGivenName') || row.get('givenName'),
    row.get('preferredFamilyName') || row.get('familyName'),
    joined.birthDates.get(id) ?? '',
    grade,
    joined.registration.get(id) ?? '',
    STATUS[isGone(row) ? 'over' : student],
    row.get('email'),
    row.get('sms'),
  ]
}

/** A role in the list of users has no dates, so it holds. */
export function rolesIn(row: NamedRow, { rolesOf }: Pick<JoinedRoster, 'rolesOf'>): Roles {
  const roles = new Map(rolesOf.get(row.get('sourcedId')))
  for (const own of listIn(row.get('role').toLowerCase())) roles.set(own, 'today')
  return roles
}

export const isGone = (row: NamedRow): boolean => /^(tobedeleted|inactive)$/i.test(row.get('status'))
export const listIn = (text: string): string[] =>
  text
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '')
