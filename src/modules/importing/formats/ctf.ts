import { type Encoding, readText, type SourceFile } from '../reading/detect-encoding.ts'
import { type Element, readXmlTrees } from '../reading/read-xml-trees.ts'
import { refuse } from '../reading/refusals.ts'
import type { Format, Layout, LayoutInput, ReadContext, Source, SourceRow } from './format.ts'

/**
 * The Common Transfer File of the DfE, to version 25: pupils who move between schools, with their contacts. It seeds an
 * intake. It lists nobody else, so nobody leaves because of it; it has no contact ids, no registration group and no court order.
 */
export const ctf: Format = {
  name: 'ctf',
  words: 'a Common Transfer File (CTF)',
  recognise: () => null,
  contents: { listsPupils: true, partial: 'pupils' },
  dayFirstByDefault: true,
}

export const ctfXml: Source = { findLayout, readRows, readTexts }

const CAPTIONS = [
  'UPN',
  'Legal surname',
  'Legal forename',
  'Preferred surname',
  'Preferred forename',
  'DOB',
  'Year',
  'Pupil email',
  'Priority',
  'Contact title',
  'Contact forename',
  'Contact surname',
  'Relationship',
  'Parental responsibility',
  'Lives with pupil',
  'Contact address',
  'Contact postcode',
  'Home telephone',
  'Mobile',
  'Work telephone',
  'Telephone',
  'Contact email',
]

/** The DfE's codes; others are kept as they stand. */
const RELATIONSHIPS: Record<string, string> = {
  CAR: 'Carer',
  CHM: 'Childminder',
  DOC: 'Doctor',
  FAM: 'Other Family Member',
  FOF: 'Foster Father',
  FOM: 'Foster Mother',
  HTC: 'Head Teacher',
  OTH: 'Other Contact',
  PAF: 'Father',
  PAM: 'Mother',
  REL: 'Other Relative',
  RLG: 'Religious/Spiritual Contact',
  SEL: 'Self',
  STF: 'Step Father',
  STM: 'Step Mother',
  SWR: 'Social Worker',
  TCH: 'Teacher',
}

/** What of a pupil is read; the rest (attendance, assessments, needs) is not even kept in memory. */
const WANTED = new Set([
  'upn',
  'surname',
  'forename',
  'legalsurname',
  'legalforename',
  'preferredsurname',
  'preferredforename',
  'dob',
  'dateofbirth',
  'basicdetails',
  'address',
  'addressdetails',
  'email',
  'contacts',
])

/** Columns that stand without a word in them, so that an empty file is still a list of pupils. */
const ALWAYS = ['UPN', 'Legal surname', 'Legal forename', 'DOB']

/** An empty field is an absent element, and a column that nobody has is left out, so that it is unknown and not empty (IMP-13). */
async function findLayout({ file, encoding, head }: LayoutInput): Promise<Layout> {
  if (/<!(doctype|entity)/i.test(head)) throw refuse.doctype(file.name)
  const said = new Set(ALWAYS)
  for await (const pupils of pupilsOf(file, encoding))
    for (const cells of pupils.flatMap(rowsOfPupil))
      for (const [index, caption] of CAPTIONS.entries()) if (cells[index] !== '') said.add(caption)
  const captions = CAPTIONS.filter((caption) => said.has(caption))
  return { source: 'ctf', captions, delimiter: null, headerLine: 0, recordElement: 'Pupil' }
}

/** The version that the header gives, or the root's attribute in files that have no header. */
export function ctfVersion(head: string): string | null {
  return (
    /<(?:\w+:)?CTFversion>\s*([\d.]+)/i.exec(head)?.[1] ??
    /<(?:\w+:)?CTF(?:ile)?\b[^>]*\bversion\s*=\s*["']([\d.]+)/i.exec(head)?.[1] ??
    null
  )
}

const pupilsOf = (file: SourceFile, encoding: Encoding): AsyncGenerator<Element[]> =>
  readXmlTrees(file, readText(file, encoding), { record: 'pupil', wanted: WANTED })

async function* readRows({ file, encoding, layout }: ReadContext): AsyncGenerator<SourceRow[]> {
  let number = 0
  const columns = layout.captions.map((caption) => CAPTIONS.indexOf(caption))
  for await (const pupils of pupilsOf(file, encoding)) {
    yield pupils.flatMap((pupil) => {
      number += 1
      return rowsOfPupil(pupil).map((row) => {
        const cells = columns.map((column) => row[column] ?? '')
        return { line: number, text: cells.join('\u001f'), cells }
      })
    })
  }
}

async function* readTexts(context: ReadContext): AsyncGenerator<string[]> {
  for await (const rows of readRows(context)) yield rows.map((row) => row.text)
}

function rowsOfPupil(pupil: Element): string[][] {
  const basic = child(pupil, 'basicdetails')
  const from = (...names: string[]) => textOf(pupil, ...names) || textOf(basic, ...names)
  const cells = [
    from('upn'),
    from('surname', 'legalsurname'),
    from('forename', 'legalforename'),
    from('preferredsurname'),
    from('preferredforename'),
    from('dob', 'dateofbirth'),
    from('ncyearactual'),
    textOf(pupil, 'email'),
  ]
  const home = child(pupil, 'address', 'addressdetails')
  const contacts = child(pupil, 'contacts')?.children.filter(({ name }) => name.startsWith('contact')) ?? []
  const rows = contacts.map((contact) => [...cells, ...contactCells(contact, home)])
  return rows.length > 0 ? rows : [[...cells, ...new Array<string>(CAPTIONS.length - cells.length).fill('')]]
}

function contactCells(contact: Element, home: Element | null): string[] {
  const own = child(contact, 'address', 'addressdetails')
  const asPupil = isTrue(textOf(own, 'addressaspupil') || textOf(contact, 'addressaspupil'))
  const address = asPupil ? home : own
  const code = textOf(contact, 'relationship', 'relationshipcode').toUpperCase()
  const phones = phonesOf(contact)
  return [
    textOf(contact, 'order'),
    textOf(contact, 'title'),
    textOf(contact, 'forename'),
    textOf(contact, 'surname'),
    RELATIONSHIPS[code] ?? textOf(contact, 'relationship', 'relationshipcode'),
    textOf(contact, 'responsibility', 'parentalresponsibility'),
    asPupil ? 'yes' : '',
    addressLine(address),
    textOf(address, 'postcode', 'zip'),
    phones('H'),
    phones('M'),
    phones('W'),
    phones(null),
    textOf(contact, 'email'),
  ]
}

/** The location of a number says little: a mobile is told by its digits, wherever it stands. */
function phonesOf(contact: Element): (location: string | null) => string {
  const phones = (child(contact, 'phones')?.children ?? []).map((phone) => ({
    location: textOf(phone, 'telephonetype', 'phonetype').toUpperCase(),
    number: textOf(phone, 'phoneno', 'number', 'phonenumber') || phone.text.trim(),
  }))
  return (location) =>
    phones
      .filter((phone) => (location === null ? !/^[HMW]$/.test(phone.location) : phone.location === location))
      .map(({ number }) => number)
      .filter((number) => number !== '')
      .join(' / ')
}

/** BS7666 (SAON is the flat, PAON the house), address lines, or the parts as an MIS names them. */
function addressLine(address: Element | null): string {
  const inner = child(address, 'bs7666address', 'addresslines') ?? address
  if (!inner) return ''
  const lines = inner.children.filter(({ name }) => /^addressline\d$/.test(name)).map(({ text }) => text.trim())
  const house = textOf(inner, 'paon', 'housenumber', 'housename')
  const street = textOf(inner, 'street', 'streetdescription')
  const parts = [
    ...lines,
    textOf(inner, 'saon', 'apartment'),
    ...(/^\d+[a-z]?$/i.test(house) ? [`${house} ${street}`.trim()] : [house, street]),
    textOf(inner, 'locality', 'district'),
    textOf(inner, 'town') || textOf(inner, 'posttown'),
    textOf(address, 'county') || textOf(inner, 'administrativearea'),
  ]
  return [...new Set(parts.filter((part) => part !== ''))].join(', ')
}

const isTrue = (text: string) => /^(true|t|1|y|yes)$/i.test(text)

function child(element: Element | null, ...names: string[]): Element | null {
  return element?.children.find((one) => names.includes(one.name)) ?? null
}

function textOf(element: Element | null, ...names: string[]): string {
  return child(element, ...names)?.text.trim() ?? ''
}
