import { messyExport } from '../../demo/mess/messy-export.ts'
import { awkwardFamilies } from '../../demo/school/awkward-families.ts'
import { contactRows, csv, pupilRows } from '../../demo/school/files.ts'
import { fillWithOrdinaryFamilies } from '../../demo/school/ordinary-families.ts'
import { registryWith } from '../../demo/school/people.ts'
import { diceFrom } from '../../demo/school/random.ts'
import { type Sheet, sheetOf, withColumn } from './table.ts'

/** A school as its exports have it today. `contacts` names the sheet with contacts, `pupils` the one that lists the children. */
export type Export = { name: string; sheets: Sheet[]; yearOf(sheet: Sheet): string }

/** Two SIMS reports of a primary school: every fourth child of the demo. */
function primary(seed: number): Export {
  const dice = diceFrom(seed)
  const registry = registryWith(dice)
  const pupils = awkwardFamilies(registry, dice)
  fillWithOrdinaryFamilies(pupils, registry, dice)
  pupils.sort((one, other) => one.id - other.id)
  const some = pupils.filter(({ leavingDate }, at) => leavingDate === '' && at % 4 === seed % 4)
  return {
    name: 'two reports of a primary school',
    sheets: [sheetOf('pupils.csv', csv(pupilRows(some))), sheetOf('contacts.csv', csv(contactRows(some)))],
    yearOf: () => 'Year',
  }
}

/** The same as a secondary school: years 7 to 13. */
function secondary(seed: number): Export {
  const { sheets } = primary(seed)
  const older = (value: string) => `Year  ${yearNumber(value) + 7}`
  return {
    name: 'two reports of a secondary school',
    sheets: sheets.map((sheet) => withColumn(withColumn(sheet, 'Year', older), 'Reg', (value) => `${value}x`)),
    yearOf: () => 'Year',
  }
}

export const yearNumber = (value: string): number => Number(/\d+/.exec(value)?.[0] ?? 0)

/** One report with everything, and all the mess of an office in it. */
function messy(seed: number): Export {
  const parts = [...messyExport({ rows: 300, seed })]
  const text = parts.map((part) => part.text).join('')
  const captions = text.indexOf('Adno,')
  const sheet = sheetOf('everything.csv', text.slice(captions))
  return { name: 'one messy report', sheets: [{ ...sheet, rows: sheet.rows.slice(0, -1) }], yearOf: () => 'Year' }
}

export const realShapes: ((seed: number) => Export)[] = [primary, secondary, messy]
