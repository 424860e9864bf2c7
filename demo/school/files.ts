import type { Link, Pupil, StaffMember } from './people.ts'

/** One row of a report: caption → value, in the order of the columns. */
type Row = [caption: string, value: string][]

const ukDate = (iso: string) => iso.split('-').reverse().join('/')

export function pupilRows(pupils: Pupil[]): Row[] {
  return pupils.map((pupil) => [
    ['primary_id', String(pupil.id)],
    ['Adno', pupil.admissionNumber],
    ['UPN', pupil.upn],
    ['Legal Surname', pupil.legalSurname],
    ['Legal Forename', pupil.legalForename],
    ['Preferred Surname', pupil.surname],
    ['Preferred Forename', pupil.forename],
    ['Gender', pupil.gender],
    ['DOB', ukDate(pupil.birthDate)],
    // SIMS writes the year with two spaces.
    ['Year', `Year  ${pupil.year}`],
    ['Reg', pupil.class],
    ['House', pupil.house],
    ['Leaving date', pupil.leavingDate && ukDate(pupil.leavingDate)],
  ])
}

/** The cross product SIMS gives: every phone of a contact beside every email, for every pupil the contact belongs to. */
export function contactRows(pupils: Pupil[]): Row[] {
  return pupils.flatMap((pupil) => pupil.links.flatMap((link) => rowsOfLink(pupil, link)))
}

/** The same report through CommandReporter, which adds its own ids in front: of the pupil, and of the multiple record set. */
export function contactXmlRows(pupils: Pupil[]): Row[] {
  return pupils.flatMap((pupil) =>
    pupil.links.flatMap((link, at) =>
      rowsOfLink(pupil, link).map(
        (row): Row => [
          ['primary_id', String(pupil.id)],
          ['multiple_id', `${link.contact.id},${pupil.id * 10 + at}`],
          ...row,
        ],
      ),
    ),
  )
}

function rowsOfLink(pupil: Pupil, link: Link): Row[] {
  const { contact } = link
  const nothing = [{ value: '', location: '' as const }]
  const phones = contact.phones.length > 0 ? contact.phones : nothing
  const emails = contact.emails.length > 0 ? contact.emails : nothing
  return phones.flatMap((phone) =>
    emails.map(
      (email): Row => [
        ['Adno', pupil.admissionNumber],
        ['P_Surname', pupil.legalSurname],
        ['P_Forename', pupil.legalForename],
        ['DOB', ukDate(pupil.birthDate)],
        ['ContactID', String(contact.id)],
        ['Title', contact.title],
        ['Forename', contact.forename],
        ['Surname', contact.surname],
        ['Relationship', link.relationship],
        ['Priority', link.priority === null ? '' : String(link.priority)],
        ['Parental responsibility', link.responsibility],
        ['Court order', link.courtOrder],
        ['Lives with Pupil', link.livesWith],
        ['Telephone', phone.value],
        ['Telephone location', phone.location],
        ['Email', email.value],
        ['Email location', email.location],
        ['HouseNumber', contact.address?.houseNumber ?? ''],
        ['Street', contact.address?.street ?? ''],
        ['Town', contact.address?.town ?? ''],
        ['Postcode', contact.address?.postcode ?? ''],
        ['Opted out', contact.optedOut ? 'T' : 'F'],
      ],
    ),
  )
}

export function staffRows(staff: StaffMember[]): Row[] {
  return staff.map((member) => [
    ['Staff Code', member.code],
    ['Title', member.title],
    ['Preferred Forename', member.forename],
    ['Preferred Surname', member.surname],
    ['Work Email', member.email],
    ['Class', member.class],
  ])
}

export function csv(rows: Row[]): string {
  const head = (rows[0] ?? []).map(([caption]) => caption)
  return [head, ...rows.map((row) => row.map(([, value]) => value))].map(csvLine).join('')
}

function csvLine(values: string[]): string {
  const cells = values.map((value) => (/[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value))
  return `${cells.join(',')}\r\n`
}

/** As CommandReporter writes it: captions become element names, an empty field is an absent element, dates are ISO. */
export function simsXml(rows: Row[]): string {
  const records = rows.map((row) => `  <Record>\r\n${row.map(element).join('')}  </Record>\r\n`)
  return `<?xml version="1.0" encoding="utf-8"?>\r\n<SuperStarReport>\r\n${records.join('')}</SuperStarReport>\r\n`
}

function element([caption, value]: [string, string]): string {
  if (value === '') return ''
  const name = caption.replaceAll(' ', '_x0020_')
  const text = caption === 'DOB' ? `${value.split('/').reverse().join('-')}T00:00:00` : value
  return `    <${name}>${text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')}</${name}>\r\n`
}

/** Windows-1252, as Excel saves a CSV; refuses what that page of characters does not hold. */
export function windows1252(text: string): Buffer {
  const special: Record<string, number> = { '’': 0x92, '‘': 0x91, '–': 0x96, '€': 0x80 }
  const bytes = [...text].map((character) => {
    const code = special[character] ?? character.codePointAt(0) ?? 0
    if (code > 0xff) throw new Error(`"${character}" does not exist in windows-1252`)
    return code
  })
  return Buffer.from(bytes)
}
