import type { Dice } from '../../demo/school/random.ts'
import { yearNumber } from './schools.ts'
import { columnOf, type Sheet, withColumn } from './table.ts'

/** What goes wrong between the MIS and the import, in one throw of the dice; null where the sheets have nothing it could happen to. */
type Mutation = (sheets: Sheet[], dice: Dice) => Sheet[] | null

const contacts = (sheets: Sheet[]) => sheets.find(({ captions }) => captions.includes('ContactID'))
const swapIn = (sheets: Sheet[], sheet: Sheet) => sheets.map((one) => (one.name === sheet.name ? sheet : one))

function oneOf<T>(list: readonly T[], dice: Dice): T {
  const found = list[dice.below(list.length)]
  if (found === undefined) throw new Error('nothing to choose from')
  return found
}

/** Does it to the sheet with contacts. */
const toContacts =
  (change: (sheet: Sheet, dice: Dice) => Sheet): Mutation =>
  (sheets, dice) => {
    const sheet = contacts(sheets)
    return sheet ? swapIn(sheets, change(sheet, dice)) : null
  }

const exchanged = (sheet: Sheet, one: string, other: string): Sheet => {
  const [ones, others] = [columnOf(sheet, one), columnOf(sheet, other)]
  return withColumn(
    withColumn(sheet, one, (_, at) => others[at] ?? ''),
    other,
    (_, at) => ones[at] ?? '',
  )
}

/** Rows of the first pupils only, cut where `share` of the pupils is over. */
function firstPupils(sheets: Sheet[], share: number, which: 'all' | 'contacts'): Sheet[] {
  const all = [...new Set(sheets.flatMap((sheet) => columnOf(sheet, 'Adno')))]
  const kept = new Set(all.slice(0, Math.floor(all.length * share)).map((adno) => adno.replace(/^0+/, '')))
  const cut = (sheet: Sheet) => {
    const at = sheet.captions.indexOf('Adno')
    return { ...sheet, rows: sheet.rows.filter((row) => kept.has((row[at] ?? '').replace(/^0+/, ''))) }
  }
  return sheets.map((sheet) => (which === 'all' || sheet.captions.includes('ContactID') ? cut(sheet) : sheet))
}

/** Each of these would do harm if it were applied: links end, children leave, or what people are called and reached by gets lost. */
export const harmfulMutations: Record<string, Mutation> = {
  'person ids blank': toContacts((sheet, dice) =>
    withColumn(sheet, 'ContactID', (value) => (dice.chance(60 + dice.below(40)) ? '' : value)),
  ),
  'columns slipped to the left': (sheets, dice) => {
    const sheet = oneOf(sheets, dice)
    const from = dice.below(Math.ceil(sheet.captions.length / 2))
    return swapIn(sheets, { ...sheet, rows: sheet.rows.map((row) => [...row.toSpliced(from, 1), '']) })
  },
  'columns slipped to the right': (sheets, dice) => {
    const sheet = oneOf(sheets, dice)
    const from = dice.below(Math.ceil(sheet.captions.length / 2))
    return swapIn(sheets, { ...sheet, rows: sheet.rows.map((row) => row.toSpliced(from, 0, '').slice(0, -1)) })
  },
  'two columns exchanged': (sheets, dice) => {
    const pairs = [
      ['Forename', 'Surname'],
      ['Telephone', 'Email'],
      ['Legal Forename', 'Legal Surname'],
      ['P_Forename', 'P_Surname'],
      ['Preferred Forename', 'Preferred Surname'],
      ['ContactID', 'Adno'],
    ] as const
    // Where a list of pupils stands beside it, the names in a report of contacts only say whose they are, in whatever order.
    const named = pairs.filter(([first]) => first !== 'P_Forename' || sheets.length === 1)
    const there = named.filter(([first]) => sheets.some(({ captions }) => captions.includes(first)))
    const [one, other] = oneOf(there, dice)
    return sheets.map((sheet) => exchanged(sheet, one, other))
  },
  'one column moved apart from the others': toContacts((sheet, dice) => {
    const caption = oneOf(
      ['ContactID', 'Telephone', 'Email', 'Surname', 'Adno', 'Relationship'].filter((each) =>
        sheet.captions.includes(each),
      ),
      dice,
    )
    const values = columnOf(sheet, caption)
    // By more rows than one contact has, else half of them keep what they had.
    const by = 9 + dice.below(Math.floor(values.length / 2))
    return withColumn(sheet, caption, (_, at) => values[(at + by) % values.length] ?? '')
  }),
  'every person id new': toContacts((sheet, dice) => {
    const by = 100_000 + dice.below(800_000)
    return withColumn(sheet, 'ContactID', (value) => (value === '' ? '' : String(Number(value) + by)))
  }),
  'the end missing': (sheets, dice) => firstPupils(sheets, 0.5 + dice.below(47) / 100, 'all'),
  'the end of the contacts missing': (sheets, dice) => {
    if (sheets.length < 2) return null
    return firstPupils(sheets, 0.5 + dice.below(47) / 100, 'contacts')
  },
  'broken off in the middle of a row': (sheets, dice) => {
    const some = firstPupils(sheets, 0.8 + dice.below(18) / 100, 'all')
    const sheet = some.at(-1)
    if (!sheet) return null
    const last = sheet.rows.at(-1) ?? []
    return swapIn(some, { ...sheet, rows: [...sheet.rows.slice(0, -1), last.slice(0, 3 + dice.below(4))] })
  },
  'a year group missing': (sheets, dice) => {
    const list = sheets.find(({ captions }) => captions.includes('Year'))
    if (!list) return null
    const all = columnOf(list, 'Year').map(yearNumber)
    // A year of a few children is below the share that the school has set.
    const years = [...new Set(all)].filter((each) => all.filter((year) => year === each).length > all.length * 0.11)
    const year = oneOf(years, dice)
    const at = list.captions.indexOf('Year')
    return swapIn(sheets, { ...list, rows: list.rows.filter((row) => yearNumber(row[at] ?? '') !== year) })
  },
  'a column emptied': toContacts((sheet, dice) =>
    withColumn(sheet, dice.oneOf(['Telephone', 'Email', 'Priority', 'Surname']), () => ''),
  ),
  'a flag turned for everybody': toContacts((sheet) => withColumn(sheet, 'Court order', () => 'T')),
  'another school': (sheets, dice) =>
    sheets.map((sheet) =>
      ['P_Surname', 'Legal Surname', 'Preferred Surname', 'Surname'].reduce(
        (changed, caption) => withColumn(changed, caption, (value) => `${value}by${dice.below(90)}`),
        ['Adno', 'primary_id', 'ContactID'].reduce(
          (changed, caption) =>
            withColumn(changed, caption, (value) => (value === '' ? '' : `${Number(value) + 31_000_000}`)),
          withColumn(
            withColumn(sheet, 'UPN', () => ''),
            'DOB',
            (value) => value.replace(/^\d\d/, '03'),
          ),
        ),
      ),
    ),
}

/** What happens on any day: some numbers change, somebody marries, somebody leaves, somebody comes. */
export function ordinaryDay(sheets: Sheet[], dice: Dice): Sheet[] {
  const gone = new Set(
    sheets
      .flatMap((sheet) => columnOf(sheet, 'Adno'))
      .filter(() => dice.below(1000) < 8)
      .map((adno) => adno.replace(/^0+/, '')),
  )
  return sheets.map((sheet) => {
    const at = sheet.captions.indexOf('Adno')
    const staying = { ...sheet, rows: sheet.rows.filter((row) => !gone.has((row[at] ?? '').replace(/^0+/, ''))) }
    const phones = withColumn(staying, 'Telephone', (value) => (dice.chance(3) ? '07700 900999' : value))
    return withColumn(phones, 'Surname', (value) => (dice.chance(1) ? `${value}-Lee` : value))
  })
}

/** A new school year: everybody one year up, the top year gone, an intake in the first one, and an ordinary summer besides. */
export function rollOver(sheets: Sheet[], dice: Dice): Sheet[] {
  const list = sheets.find(({ captions }) => captions.includes('Year'))
  if (!list) return sheets
  const numbers = columnOf(list, 'Year').map(yearNumber)
  const [first, top] = [Math.min(...numbers), Math.max(...numbers)]
  const key = (adno: string | undefined) => (adno ?? '').replace(/^0+/, '')
  const [adnoAt, yearAt] = [list.captions.indexOf('Adno'), list.captions.indexOf('Year')]
  const inYear = (year: number) =>
    new Set(list.rows.filter((row) => yearNumber(row[yearAt] ?? '') === year).map((row) => key(row[adnoAt])))
  const [leaving, youngest] = [inYear(top), inYear(first)]
  return ordinaryDay(sheets, dice).map((sheet) => {
    const at = sheet.captions.indexOf('Adno')
    const staying = { ...sheet, rows: sheet.rows.filter((row) => !leaving.has(key(row[at]))) }
    const up = withColumn(staying, 'Year', (value) => `Year  ${yearNumber(value) + 1}`)
    const moved = withColumn(up, 'Reg', (value) => `${value} up`)
    const intake = { ...sheet, rows: sheet.rows.filter((row) => youngest.has(key(row[at]))) }
    return { ...moved, rows: [...moved.rows, ...newcomers(intake, first).rows] }
  })
}

/** Children like those of the first year, with numbers, names and families of their own. */
function newcomers(sheet: Sheet, year: number): Sheet {
  const other = (value: string) => (value === '' ? '' : String(Number(value) + 7_000_000))
  let made = withColumn(sheet, 'Year', () => `Year  ${year}`)
  for (const caption of ['Adno', 'primary_id', 'ContactID']) made = withColumn(made, caption, other)
  for (const caption of ['P_Forename', 'Legal Forename', 'Preferred Forename', 'Forename'])
    made = withColumn(made, caption, (value) => `${value}ie`)
  return withColumn(
    withColumn(made, 'UPN', () => ''),
    'Email',
    (value) => (value === '' ? '' : `new.${value}`),
  )
}
