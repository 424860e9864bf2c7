import { diceFrom } from '../school/random.ts'
import { type CleanRow, KINDS, type KindOfMess, type MessyRow } from './kinds-of-mess.ts'

export const CAPTIONS = [
  'Adno',
  'P_Forename',
  'P_Surname',
  'DOB',
  'Year',
  'ContactID',
  'Title',
  'Forename',
  'Surname',
  'Priority',
  'Court order',
  'Telephone',
  'Email',
] as const

/** What must be read from one record of the export; `line` is the physical line on which it begins. */
export type Truth = { line: number; mess: KindOfMess | 'ragged' | null; adult: string } & MessyRow['truth']

/** How many of a hundred rows each kind of mess falls on; what is left is clean. */
export type Rates = Partial<Record<KindOfMess | 'ragged', number>>

/** Two of a hundred for each kind: about half of all rows, which is worse than any office. */
export const usualRates: Rates = Object.fromEntries([...Object.keys(KINDS), 'ragged'].map((kind) => [kind, 2]))

/**
 * Writes the rows of a messy report one by one, each with what must be read from it; any number of rows, always the same for a
 * seed. Titles stand above the captions and a total below, as in a sheet made by hand.
 */
export function* messyExport({
  rows,
  seed = 1,
  rates = usualRates,
}: {
  rows: number
  seed?: number
  rates?: Rates
}): Generator<{ text: string; truth: Truth | null }> {
  const dice = diceFrom(seed)
  const kinds = Object.entries(rates) as [KindOfMess | 'ragged', number][]
  yield { text: `Hill School${','.repeat(CAPTIONS.length - 1)}\r\n\r\n${CAPTIONS.join(',')}\r\n`, truth: null }
  let line = 4
  for (let index = 0; index < rows; index++) {
    const clean = cleanRow(index)
    const row = written(clean)
    const mess = pick(kinds, dice.below(10_000) / 100)
    if (mess !== null && mess !== 'ragged') KINDS[mess](row, clean, dice)
    if (mess === 'ragged') row.truth.rejected = true
    const cells = CAPTIONS.map((caption) => quoted(row.cells[caption]))
    const text = (mess === 'ragged' ? cells.slice(0, -2) : cells).join(',')
    yield { text: `${text}\r\n`, truth: { line, mess, adult: clean.contactId, ...row.truth } }
    line += text.split('\n').length
  }
  yield { text: `Total,${rows}${','.repeat(CAPTIONS.length - 2)}\r\n`, truth: null }
}

function pick(kinds: [KindOfMess | 'ragged', number][], throwOf100: number): KindOfMess | 'ragged' | null {
  let sum = 0
  for (const [kind, rate] of kinds) {
    sum += rate
    if (throwOf100 < sum) return kind
  }
  return null
}

/** Two contacts a child. Numbers are those set aside for drama, so they repeat. */
function cleanRow(index: number): CleanRow {
  const pupil = Math.floor(index / 2)
  const day = String((pupil % 28) + 1).padStart(2, '0')
  const month = String((pupil % 12) + 1).padStart(2, '0')
  return {
    admissionNumber: String(pupil + 1).padStart(6, '0'),
    forename: `Kim${pupil}`,
    surname: `Family${pupil % 997}`,
    birthDate: `${2012 + (pupil % 7)}-${month}-${day}`,
    contactId: String(500_000 + index),
    title: index % 2 === 0 ? 'Mrs' : 'Mr',
    contactForename: index % 2 === 0 ? 'Siân' : 'René',
    contactSurname: `Family${pupil % 997}`,
    priority: (index % 2) + 1,
    mobiles: [`+447700900${String(index % 1000).padStart(3, '0')}`],
    emails: [`adult${index}@example.org`],
    courtOrder: index % 50 === 0 ? 'T' : 'F',
  }
}

function written(clean: CleanRow): MessyRow {
  const [year = '', month = '', day = ''] = clean.birthDate.split('-')
  return {
    cells: {
      Adno: clean.admissionNumber,
      P_Forename: clean.forename,
      P_Surname: clean.surname,
      DOB: `${day}/${month}/${year}`,
      Year: `Year  ${2023 - Number(year)}`,
      ContactID: clean.contactId,
      Title: clean.title,
      Forename: clean.contactForename,
      Surname: clean.contactSurname,
      Priority: String(clean.priority),
      'Court order': clean.courtOrder,
      Telephone: `0${(clean.mobiles[0] ?? '').slice(3)}`,
      Email: clean.emails[0] ?? '',
    },
    truth: {
      rejected: false,
      numbers: clean.mobiles,
      emails: clean.emails,
      joint: false,
      birthDate: clean.birthDate,
      courtOrder: clean.courtOrder === 'T' ? 'yes' : 'no',
      forename: clean.contactForename,
    },
  }
}

const quoted = (cell: string) => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)
