import { type ParsedPoint, readEmails, readPhones } from '../../people/index.ts'
import type {
  ContactRecord,
  Flag,
  GroupRecord,
  LinkRecord,
  PointRecord,
  PupilRecord,
  RowRecords,
  StaffRecord,
} from '../records.ts'
import { foldName } from '../rules/fold-name.ts'
import { type DateOrder, readDate } from '../rules/read-date.ts'
import { readFlag } from '../rules/read-flag.ts'
import {
  admissionKey,
  cleanCell,
  isJointName,
  readPostcode,
  readPupilStatus,
  readStaffRole,
  readYear,
} from '../rules/read-school-words.ts'
import { type Meaning, POINT_MEANINGS, type Side } from './fields.ts'
import type { Column } from './resolve-columns.ts'

/** Why a row cannot be used. */
export type Rejection = { column: string | null; value: string | null; reason: string }
export type RowReader = (cells: string[]) => { records: RowRecords } | { rejection: Rejection }

type PointColumn = { kind: 'email' | 'phone'; index: number }
type SideColumns = { at: Map<Meaning, Column>; points: PointColumn[] }
type Shape = { pupil: SideColumns; contact: SideColumns; staff: SideColumns; dateOrders: Map<number, DateOrder> }

class Reject extends Error {
  readonly rejection: Rejection
  constructor(rejection: Rejection) {
    super(rejection.reason)
    this.rejection = rejection
  }
}

/** Prepares the reading of one file's rows, so that each row is only looked up by position. Pure. */
export function rowReader(columns: Column[], dateOrders: Map<number, DateOrder>): RowReader {
  const shape: Shape = {
    pupil: sideOf(columns, 'pupil'),
    contact: sideOf(columns, 'contact'),
    staff: sideOf(columns, 'staff'),
    dateOrders,
  }
  const readPoints = pointReader()
  return (cells) => {
    try {
      return { records: readRow(cells, shape, readPoints) }
    } catch (error) {
      if (error instanceof Reject) return { rejection: error.rejection }
      throw error
    }
  }
}

function sideOf(columns: Column[], side: Side): SideColumns {
  const own = columns.filter((column) => column.side === side)
  const at = new Map<Meaning, Column>()
  for (const column of own) if (!at.has(column.meaning)) at.set(column.meaning, column)
  const points = POINT_MEANINGS.flatMap(({ meaning, kind, first }) =>
    own.filter((column) => column.meaning === meaning).map((column) => ({ kind, index: column.index, first })),
  )
  points.sort((a, b) => Number(b.first) - Number(a.first) || a.index - b.index)
  return { at, points: points.map(({ kind, index }) => ({ kind, index })) }
}

function readRow(cells: string[], shape: Shape, readPoints: PointReader): RowRecords {
  if (shape.staff.at.size > 0 && shape.pupil.at.size === 0 && shape.contact.at.size === 0) {
    const staff = readStaff(cells, shape.staff)
    return {
      pupil: null,
      staff,
      contact: null,
      link: null,
      points: readPoints(cells, shape.staff, 'staff', staff.key),
      groups: [],
    }
  }
  const pupil = readPupil(cells, shape)
  const groups = readGroups(cells, shape.pupil, pupil)
  const points = readPoints(cells, shape.pupil, 'pupil', pupil.key)
  if (!hasContact(cells, shape.contact)) return { pupil, staff: null, contact: null, link: null, points, groups }
  const contact = readContact(cells, shape.contact, pupil)
  const link = readLink(cells, shape.contact, pupil, contact)
  points.push(...readPoints(cells, shape.contact, 'contact', contact.key))
  return { pupil, staff: null, contact, link, points, groups }
}

function text(cells: string[], side: SideColumns, meaning: Meaning): string | null {
  const column = side.at.get(meaning)
  if (!column) return null
  const value = cleanCell(cells[column.index] ?? '')
  return value === '' ? null : value
}

function readPupil(cells: string[], shape: Shape): PupilRecord {
  const side = shape.pupil
  const names = pupilNames(cells, side)
  const birthDate = readDateCell(cells, shape, 'birthDate')
  const misId = text(cells, side, 'id')
  const admissionNumber = text(cells, side, 'admissionNumber')
  const upn = text(cells, side, 'upn')?.toUpperCase() ?? null
  const refs = pupilRefs({ misId, admissionNumber, upn, birthDate, ...names })
  const [key] = refs
  if (key === undefined) throw new Reject(noPupilKey(side))
  const year = text(cells, side, 'year')
  return {
    key,
    refs,
    misId,
    admissionNumber,
    upn,
    ...names,
    birthDate,
    year: year && readYear(year),
    registrationGroup: text(cells, side, 'registrationGroup'),
    house: text(cells, side, 'house'),
    leavingDate: readDateCell(cells, shape, 'leavingDate'),
    status: readStatus(cells, side),
  }
}

function readStatus(cells: string[], side: SideColumns): PupilRecord['status'] {
  if (readFlagCell(cells, side, 'onRoll') === 'no') return 'leaver'
  const status = text(cells, side, 'enrolmentStatus')
  return status ? readPupilStatus(status) : 'on roll'
}

type PupilNames = Pick<PupilRecord, 'legalForename' | 'legalSurname' | 'preferredForename' | 'preferredSurname'>

/** Preferred names are shown, legal ones kept (IMP-17). A plain `Surname` is the preferred one, unless that has its own column. */
function pupilNames(cells: string[], side: SideColumns): PupilNames {
  const plainIsLegal = side.at.has('preferredSurname') || side.at.has('preferredForename')
  const forename = text(cells, side, 'forename')
  const surname = text(cells, side, 'surname')
  return {
    legalForename: text(cells, side, 'legalForename') ?? (plainIsLegal ? forename : null),
    legalSurname: text(cells, side, 'legalSurname') ?? (plainIsLegal ? surname : null),
    preferredForename: text(cells, side, 'preferredForename') ?? (plainIsLegal ? null : forename),
    preferredSurname: text(cells, side, 'preferredSurname') ?? (plainIsLegal ? null : surname),
  }
}

type PupilIdentity = PupilNames & Pick<PupilRecord, 'misId' | 'admissionNumber' | 'upn' | 'birthDate'>

function pupilRefs(pupil: PupilIdentity): string[] {
  const refs: string[] = []
  if (pupil.misId) refs.push(`id:${pupil.misId}`)
  if (pupil.admissionNumber) refs.push(`adm:${admissionKey(pupil.admissionNumber)}`)
  if (pupil.upn) refs.push(`upn:${pupil.upn}`)
  if (!pupil.birthDate) return refs
  for (const surname of new Set([pupil.legalSurname, pupil.preferredSurname])) {
    for (const forename of new Set([pupil.legalForename, pupil.preferredForename])) {
      if (!surname || !forename) continue
      const ref = `who:${foldName(surname)}|${foldName(forename)}|${pupil.birthDate}`
      if (!refs.includes(ref)) refs.push(ref)
    }
  }
  return refs
}

function noPupilKey(side: SideColumns): Rejection {
  const keys: Meaning[] = ['id', 'admissionNumber', 'upn']
  const captions = keys.flatMap((meaning) => side.at.get(meaning)?.caption ?? [])
  return {
    column: captions[0] ?? side.at.get('surname')?.caption ?? null,
    value: '',
    reason: 'The row does not say which pupil it is about: no id, admission number or UPN, nor name and date of birth.',
  }
}

function readDateCell(cells: string[], shape: Shape, meaning: 'birthDate' | 'leavingDate'): string | null {
  const value = text(cells, shape.pupil, meaning)
  if (value === null) return null
  const column = shape.pupil.at.get(meaning)
  const order = shape.dateOrders.get(column?.index ?? -1) ?? 'day first'
  const date = readDate(value, order)
  if (date !== null) return date
  throw new Reject({
    column: column?.caption ?? null,
    value,
    reason: `This is no date that fits its column (${order}).`,
  })
}

function readGroups(cells: string[], side: SideColumns, pupil: PupilRecord): GroupRecord[] {
  const groups: GroupRecord[] = []
  const add = (kind: GroupRecord['kind'], name: string | null) => {
    if (name !== null) groups.push({ pupilKey: pupil.key, kind, name })
  }
  add('registration', pupil.registrationGroup)
  add('year', pupil.year)
  add('house', pupil.house)
  add('class', text(cells, side, 'class'))
  add('user-defined', text(cells, side, 'group'))
  return groups
}

const SAYS_NOTHING = new Set<Meaning>(['parentalResponsibility', 'courtOrder', 'livesWith', 'optedOut', 'priority'])

/** A pupil without contacts still has a row, whose contact cells are empty (or hold only flags that say no). */
function hasContact(cells: string[], side: SideColumns): boolean {
  for (const column of side.at.values()) {
    if (!SAYS_NOTHING.has(column.meaning) && cleanCell(cells[column.index] ?? '') !== '') return true
  }
  return false
}

function readContact(cells: string[], side: SideColumns, pupil: PupilRecord): ContactRecord {
  const forename = text(cells, side, 'forename') ?? text(cells, side, 'preferredForename') ?? ''
  const surname = text(cells, side, 'surname') ?? text(cells, side, 'preferredSurname') ?? ''
  if (forename === '' && surname === '') {
    const caption = (side.at.get('surname') ?? side.at.get('forename'))?.caption ?? null
    throw new Reject({ column: caption, value: '', reason: 'There is a contact without a forename and surname.' })
  }
  const title = text(cells, side, 'title')
  const misId = contactId(cells, side)
  const postcode = text(cells, side, 'postcode')
  return {
    key: misId ? `id:${misId}` : `who:${foldName(surname)}|${foldName(forename)}|${foldName(title ?? '')}@${pupil.key}`,
    misId,
    title,
    forename,
    surname,
    address: readAddress(cells, side),
    postcode: postcode && readPostcode(postcode),
    joint: isJointName({ title, forename, surname }),
    optedOut: readFlagCell(cells, side, 'optedOut'),
  }
}

/** `multiple_id` holds the contact's id first, then that of the record it was met in. */
function contactId(cells: string[], side: SideColumns): string | null {
  const own = text(cells, side, 'id')
  if (own) return own
  const first = text(cells, side, 'multipleId')?.split(',')[0]?.trim()
  return first ? first : null
}

const ADDRESS: Meaning[] = ['apartment', 'houseName', 'houseNumber', 'street', 'district', 'town', 'county']

function readAddress(cells: string[], side: SideColumns): string | null {
  const block = text(cells, side, 'address')
  if (block)
    return block
      .split(/\s*[\r\n]+\s*/)
      .filter((line) => line !== '')
      .join(', ')
  const parts = ADDRESS.flatMap((meaning) => {
    const part = text(cells, side, meaning)
    return part === null ? [] : [{ meaning, part }]
  })
  if (parts.length === 0) return null
  // `113` and `Gate Lane` are one line of an envelope.
  return parts.map(({ meaning, part }, index) => part + separatorAfter(meaning, index, parts.length)).join('')
}

function separatorAfter(meaning: Meaning, index: number, count: number): string {
  if (index === count - 1) return ''
  return meaning === 'houseNumber' ? ' ' : ', '
}

function readLink(cells: string[], side: SideColumns, pupil: PupilRecord, contact: ContactRecord): LinkRecord {
  return {
    pupilKey: pupil.key,
    contactKey: contact.key,
    relationship: text(cells, side, 'relationship'),
    priority: readPriority(cells, side),
    parentalResponsibility: readFlagCell(cells, side, 'parentalResponsibility'),
    courtOrder: readFlagCell(cells, side, 'courtOrder'),
    livesWith: readFlagCell(cells, side, 'livesWith'),
  }
}

function readPriority(cells: string[], side: SideColumns): number | null {
  const value = text(cells, side, 'priority')
  if (value === null) return null
  const match = /^0*([1-9]\d{0,2})(?:\.0+)?$/.exec(value)
  if (match) return Number(match[1])
  throw new Reject({
    column: side.at.get('priority')?.caption ?? null,
    value,
    reason: 'A priority is a whole number from 1.',
  })
}

function readFlagCell(cells: string[], side: SideColumns, meaning: Meaning): Flag {
  const value = text(cells, side, meaning)
  if (value === null) return 'unknown'
  const flag = readFlag(value)
  if (flag !== null) return flag
  throw new Reject({
    column: side.at.get(meaning)?.caption ?? null,
    value,
    reason: 'This column says yes or no (T or F, Yes or No, 1 or 0), and this is neither.',
  })
}

function readStaff(cells: string[], side: SideColumns): StaffRecord {
  const forename = text(cells, side, 'preferredForename') ?? text(cells, side, 'forename') ?? ''
  const surname = text(cells, side, 'preferredSurname') ?? text(cells, side, 'surname') ?? ''
  if (forename === '' && surname === '') {
    throw new Reject({
      column: side.at.get('surname')?.caption ?? null,
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

type PointReader = (cells: string[], side: SideColumns, owner: PointRecord['owner'], ownerKey: string) => PointRecord[]

/** How many cells' readings are kept: the cross product repeats the same numbers on neighbouring rows (IMP-12). */
const REMEMBERED = 2_000

function pointReader(): PointReader {
  const remembered = { email: new Map<string, ParsedPoint[]>(), phone: new Map<string, ParsedPoint[]>() }
  const read = (kind: 'email' | 'phone', cell: string) => {
    const known = remembered[kind].get(cell)
    if (known) return known
    const points = kind === 'email' ? readEmails(cell) : readPhones(cell)
    if (remembered[kind].size > REMEMBERED) remembered[kind].clear()
    remembered[kind].set(cell, points)
    return points
  }
  return (cells, side, owner, ownerKey) => {
    const points: PointRecord[] = []
    for (const { kind, index } of side.points) {
      const cell = (cells[index] ?? '').trim()
      if (cell === '') continue
      for (const point of read(kind, cell)) points.push({ ...point, owner, ownerKey, position: points.length })
    }
    return points
  }
}
