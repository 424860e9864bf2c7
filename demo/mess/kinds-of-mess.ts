import type { Dice } from '../school/random.ts'

/** One row of the export as it ought to be, before anything happens to it. Values are what an import must find again. */
export type CleanRow = {
  admissionNumber: string
  forename: string
  surname: string
  /** `YYYY-MM-DD` */
  birthDate: string
  contactId: string
  title: string
  contactForename: string
  contactSurname: string
  priority: number
  mobiles: string[]
  emails: string[]
  courtOrder: 'T' | 'F'
}

/** The cells as they are written, and what is to be found in them. */
export type MessyRow = {
  cells: Record<
    | 'Adno'
    | 'P_Forename'
    | 'P_Surname'
    | 'DOB'
    | 'Year'
    | 'ContactID'
    | 'Title'
    | 'Forename'
    | 'Surname'
    | 'Priority'
    | 'Court order'
    | 'Telephone'
    | 'Email',
    string
  >
  truth: {
    rejected: boolean
    numbers: string[]
    emails: string[]
    joint: boolean
    birthDate: string
    courtOrder: 'yes' | 'no' | 'unknown'
    forename: string
  }
}

type Mess = (row: MessyRow, clean: CleanRow, dice: Dice) => void

const national = (mobile: string) => `0${mobile.slice(3)}`

/** Each kind of mess of an office, by name. What it does to the cells stands beside what must be read from them. */
export const KINDS = {
  'zero lost': (row, { mobiles }) => {
    row.cells.Telephone = (mobiles[0] ?? '').slice(3)
  },
  'scientific, digits gone': (row) => {
    row.cells.Telephone = '4.47E+11'
    row.truth.numbers = []
  },
  'scientific, all digits': (row, { mobiles }) => {
    const digits = (mobiles[0] ?? '').slice(1)
    row.cells.Telephone = `${digits[0]}.${digits.slice(1)}E+11`
  },
  'wrapped by Excel': (row, { mobiles }) => {
    row.cells.Telephone = `="${national(mobiles[0] ?? '')}"`
  },
  'odd prefix': (row, { mobiles }, dice) => {
    row.cells.Telephone = `${dice.oneOf(['0044', '+44 (0)', '0+44(0)', '44'])}${(mobiles[0] ?? '').slice(3)}`
  },
  'two numbers in a cell': (row, { mobiles }, dice) => {
    row.cells.Telephone = `020 7946 0001${dice.oneOf([' / ', '; ', ' or ', ' & '])}${national(mobiles[0] ?? '')}`
    row.truth.numbers = ['+442079460001', ...mobiles.slice(0, 1)]
  },
  'note beside a number': (row, { mobiles }, dice) => {
    row.cells.Telephone = `${national(mobiles[0] ?? '')} ${dice.oneOf(["mum's work", 'after 5pm', 'text only'])}`
  },
  'do not use': (row, { mobiles }, dice) => {
    row.cells.Telephone = `${national(mobiles[0] ?? '')} ${dice.oneOf(['DO NOT USE', 'old', '(wrong number)', 'no longer in use'])}`
    row.truth.numbers = []
  },
  'letter for a digit': (row, { mobiles }) => {
    row.cells.Telephone = `O${(mobiles[0] ?? '').slice(3)}`
    row.truth.numbers = []
  },
  placeholder: (row, _, dice) => {
    row.cells.Telephone = dice.oneOf(['n/a', '-', 'TBC', '00000 000000'])
    row.cells.Email = dice.oneOf(['none', 'n/a', 'no email'])
    row.truth.numbers = []
    row.truth.emails = []
  },
  'two emails in a cell': (row, { emails }) => {
    row.cells.Email = `${emails[0]}; second.${emails[0]}`
    row.truth.emails = [emails[0] ?? '', `second.${emails[0]}`]
  },
  'name round an email': (row, { emails, contactForename }) => {
    row.cells.Email = `${contactForename} <${emails[0]}>`
  },
  'email cut at 60': (row) => {
    row.cells.Email = `${'a'.repeat(48)}@example.org`
    row.truth.emails = []
  },
  'smart apostrophe in an email': (row, { emails }) => {
    row.cells.Email = `o’${emails[0]}`
    row.truth.emails = []
  },
  'two people in a name': (row, { contactForename }, dice) => {
    row.cells.Title = dice.oneOf(['Mr & Mrs', 'Mr/Mrs'])
    row.cells.Forename = contactForename
    row.truth.joint = true
  },
  'particle in a name': (row, _, dice) => {
    row.cells.Surname = dice.oneOf(['van der Berg', 'Al-Hassan', 'Ní Bhriain', "o'brien", 'mcdonald'])
  },
  'zeros of the number lost': (row, { admissionNumber }) => {
    row.cells.Adno = admissionNumber.replace(/^0+/, '')
  },
  'date with a name': (row, { birthDate }) => {
    const [year = '', month = '', day = ''] = birthDate.split('-')
    const names = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
    row.cells.DOB = `${day}-${names[Number(month) - 1]}-${year.slice(2)}`
  },
  'date as a serial': (row, { birthDate }) => {
    row.cells.DOB = String(Math.round((Date.parse(`${birthDate}T00:00:00Z`) - Date.UTC(1899, 11, 30)) / 86_400_000))
  },
  'date that is none': (row) => {
    row.cells.DOB = '31/02/2015'
    row.truth.rejected = true
  },
  'flag missing': (row) => {
    row.cells['Court order'] = ''
    row.truth.courtOrder = 'unknown'
  },
  'flag in words of its own': (row) => {
    row.cells['Court order'] = 'see file'
    row.truth.rejected = true
  },
  'priority in words': (row) => {
    row.cells.Priority = 'first'
    row.truth.rejected = true
  },
  'no child named': (row) => {
    for (const caption of ['Adno', 'P_Forename', 'P_Surname', 'DOB'] as const) row.cells[caption] = ''
    row.truth.rejected = true
  },
  'line end in a cell': (row, { contactForename }) => {
    row.cells.Forename = `${contactForename}\nBilly`
    row.truth.forename = `${contactForename}\nBilly`
  },
} satisfies Record<string, Mess>

export type KindOfMess = keyof typeof KINDS
