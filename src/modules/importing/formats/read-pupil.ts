import { isPlaceholder } from '../../people/index.ts'
import type { GroupRecord, PupilRecord } from '../records.ts'
import { foldName } from '../rules/fold-name.ts'
import { type DateOrder, readDate } from '../rules/read-date.ts'
import { admissionKey, readPupilStatus, readYear } from '../rules/read-school-words.ts'
import { LONGEST_CELL, Reject, type Rejection, readDateCell, readFlagCell, type SideColumns, text } from './cells.ts'
import type { Meaning } from './fields.ts'

export function readPupil(cells: string[], side: SideColumns, orders: ReadonlyMap<number, DateOrder>): PupilRecord {
  const identity = { ...pupilNumbers(cells, side), ...pupilNames(cells, side) }
  const birthDate = readDateCell(cells, side, 'birthDate', orders)
  const refs = pupilRefs({ ...identity, birthDate })
  const [key] = refs
  if (key === undefined) throw new Reject(noPupilKey(side))
  const year = text(cells, side, 'year')
  return {
    key,
    refs,
    ...identity,
    birthDate,
    year: year && readYear(year),
    registrationGroup: text(cells, side, 'registrationGroup'),
    house: text(cells, side, 'house'),
    leavingDate: readDateCell(cells, side, 'leavingDate', orders),
    status: readStatus(cells, side),
  }
}

/** The keys of the pupil of a row that could not be used, as far as they can be read: so that nobody's silence is made of it. */
export function refsOfRejected(cells: string[], side: SideColumns, orders: ReadonlyMap<number, DateOrder>): string[] {
  const [column] = [...side.values()].filter((one) => (cells[one.index] ?? '').length > LONGEST_CELL)
  if (column) return refsOfRejected(cells.with(column.index, ''), side, orders)
  const born = side.get('birthDate')
  const birthDate = born ? readDate(cells[born.index] ?? '', orders.get(born.index) ?? 'day first') : null
  return pupilRefs({ ...pupilNumbers(cells, side), ...pupilNames(cells, side), birthDate })
}

function pupilNumbers(cells: string[], side: SideColumns): Pick<PupilRecord, 'misId' | 'admissionNumber' | 'upn'> {
  return {
    misId: numberIn(cells, side, 'id'),
    admissionNumber: numberIn(cells, side, 'admissionNumber'),
    upn: numberIn(cells, side, 'upn')?.toUpperCase() ?? null,
  }
}

/** `TBC` and `n/a` are no numbers: two children would share them. */
function numberIn(cells: string[], side: SideColumns, meaning: Meaning): string | null {
  const number = text(cells, side, meaning)
  return number !== null && isPlaceholder(number) ? null : number
}

function readStatus(cells: string[], side: SideColumns): PupilRecord['status'] {
  if (readFlagCell(cells, side, 'onRoll') === 'no') return 'leaver'
  const status = text(cells, side, 'enrolmentStatus')
  return status ? readPupilStatus(status) : 'on roll'
}

type PupilNames = Pick<PupilRecord, 'legalForename' | 'legalSurname' | 'preferredForename' | 'preferredSurname'>

/** Preferred names are shown, legal ones kept (IMP-17). A plain `Surname` is the preferred one, unless that has its own column. */
function pupilNames(cells: string[], side: SideColumns): PupilNames {
  const plainIsLegal = side.has('preferredSurname') || side.has('preferredForename')
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
  const captions = keys.flatMap((meaning) => side.get(meaning)?.caption ?? [])
  return {
    column: captions[0] ?? side.get('surname')?.caption ?? null,
    value: '',
    reason: 'The row does not say which pupil it is about: no id, admission number or UPN, nor name and date of birth.',
  }
}

export function readGroups(cells: string[], side: SideColumns, pupil: PupilRecord): GroupRecord[] {
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
