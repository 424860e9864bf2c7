import type { ContactRecord, Flag, LinkRecord, PupilRecord } from '../records.ts'
import { foldName } from '../rules/fold-name.ts'
import { readCourtOrder } from '../rules/read-flag.ts'
import { cleanCell, isJointName, readPostcode } from '../rules/read-school-words.ts'
import { Reject, readFlagCell, type SideColumns, text, textIfAny } from './cells.ts'
import type { Meaning } from './fields.ts'

const SAYS_NOTHING = new Set<Meaning>([
  'parentalResponsibility',
  'courtOrder',
  'livesWith',
  'optedOut',
  'primaryContact',
  'consentGranted',
  'priority',
  'phoneIsMain',
  'emailIsMain',
])

/** A pupil without contacts still has a row, whose contact cells are empty (or hold only flags that say no). */
export function hasContact(cells: string[], side: SideColumns): boolean {
  for (const column of side.values()) {
    if (!SAYS_NOTHING.has(column.meaning) && cleanCell(cells[column.index] ?? '') !== '') return true
  }
  return false
}

export function readContact(cells: string[], side: SideColumns, pupil: PupilRecord): ContactRecord {
  const forename = text(cells, side, 'forename') ?? text(cells, side, 'preferredForename') ?? ''
  const surname = text(cells, side, 'surname') ?? text(cells, side, 'preferredSurname') ?? ''
  if (forename === '' && surname === '') {
    const caption = (side.get('surname') ?? side.get('forename'))?.caption ?? null
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
    optedOut: readOptedOut(cells, side),
  }
}

/** Somebody whose consent is asked for and not given is as good as opted out; consent given says nothing of messages. */
function readOptedOut(cells: string[], side: SideColumns): Flag {
  return readFlagCell(cells, side, 'consentGranted') === 'no' ? 'yes' : readFlagCell(cells, side, 'optedOut')
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

export function readLink(cells: string[], side: SideColumns, pupil: PupilRecord, contact: ContactRecord): LinkRecord {
  return {
    pupilKey: pupil.key,
    contactKey: contact.key,
    relationship: text(cells, side, 'relationship'),
    priority: readPriority(cells, side),
    parentalResponsibility: readFlagCell(cells, side, 'parentalResponsibility'),
    courtOrder: readFlagCell(cells, side, 'courtOrder', readCourtOrder),
    livesWith: readFlagCell(cells, side, 'livesWith'),
  }
}

/** A zero is no priority: some systems write it for whoever has none. */
function readPriority(cells: string[], side: SideColumns): number | null {
  const value = textIfAny(cells, side, 'priority')
  // A report without an order may say who comes first (Arbor's primary guardians).
  if (!side.has('priority')) return readFlagCell(cells, side, 'primaryContact') === 'yes' ? 1 : null
  if (value === null || /^0+(?:\.0+)?$/.test(value)) return null
  const match = /^0*([1-9]\d{0,2})(?:\.0+)?$/.exec(value)
  if (match) return Number(match[1])
  throw new Reject({
    column: side.get('priority')?.caption ?? null,
    value,
    reason: 'A priority is a whole number from 1.',
  })
}
