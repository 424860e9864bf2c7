import type { PupilRecord, RowRecords } from '../records.ts'
import type { DateOrder } from '../rules/read-date.ts'
import { columnsOf, Reject, type Rejection } from './cells.ts'
import { hasContact, readContact, readLink } from './read-contact.ts'
import { type PointHabits, pointReader } from './read-points.ts'
import { readGroups, readPupil, refsOfRejected } from './read-pupil.ts'
import { readStaff, refsOfRejectedStaff } from './read-staff.ts'
import type { Column } from './resolve-columns.ts'

/** What is particular to how a file writes its rows. */
export type Habits = PointHabits & { onlyNamesPupils?: boolean }

export type RowReader = (cells: string[]) => { records: RowRecords } | { rejection: Rejection; about: string[] }

/** Prepares the reading of one file's rows, so that each row is only looked up by position. Pure. */
export function rowReader(
  columns: Column[],
  dateOrders: ReadonlyMap<number, DateOrder>,
  habits: Habits = {},
): RowReader {
  const isOfStaff = columns.every((column) => column.side === 'staff')
  const readRow = isOfStaff ? staffReader(columns, habits) : pupilReader(columns, dateOrders, habits)
  const side = columnsOf(columns, isOfStaff ? 'staff' : 'pupil')
  return (cells) => {
    try {
      return { records: readRow(cells) }
    } catch (error) {
      if (!(error instanceof Reject)) throw error
      const about = isOfStaff ? refsOfRejectedStaff(cells, side) : refsOfRejected(cells, side, dateOrders)
      return { rejection: error.rejection, about }
    }
  }
}

function staffReader(columns: Column[], { placeholders = [] }: Habits): (cells: string[]) => RowRecords {
  const side = columnsOf(columns, 'staff')
  const readPoints = pointReader(columns, 'staff', { placeholders })
  return (cells) => {
    const staff = readStaff(cells, side)
    return { pupil: null, staff, contact: null, link: null, points: readPoints(cells, staff.key), groups: [] }
  }
}

function pupilReader(
  columns: Column[],
  dateOrders: ReadonlyMap<number, DateOrder>,
  habits: Habits,
): (cells: string[]) => RowRecords {
  const pupilSide = columnsOf(columns, 'pupil')
  const contactSide = columnsOf(columns, 'contact')
  const readPupilPoints = pointReader(columns, 'pupil', { placeholders: habits.placeholders ?? [] })
  const readContactPoints = pointReader(columns, 'contact', habits)
  return (cells) => {
    const read = readPupil(cells, pupilSide, dateOrders)
    const pupil: PupilRecord = habits.onlyNamesPupils ? { ...read, onlyNamed: true } : read
    const groups = readGroups(cells, pupilSide, pupil)
    const points = readPupilPoints(cells, pupil.key)
    if (!hasContact(cells, contactSide)) return { pupil, staff: null, contact: null, link: null, points, groups }
    const contact = readContact(cells, contactSide, pupil)
    const link = readLink(cells, contactSide, pupil, contact)
    points.push(...readContactPoints(cells, contact.key))
    return { pupil, staff: null, contact, link, points, groups }
  }
}
