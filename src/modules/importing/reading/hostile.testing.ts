import { deflateRawSync } from 'node:zlib'
import { zipOf } from './testing.ts'

const captions = 'Adno,P_Forename,P_Surname,DOB,ContactID,Forename,Surname,Priority,Mobile number,Home Email'
const row = (index: number) =>
  `${index},Kim${index},Family,2015-05-10,${90_000 + index},Ann,Family,1,07700 900001,ann${index}@example.org`

/** A report as any school might send it. */
export const cleanReport = (rows: number) =>
  `${captions}\n${Array.from({ length: rows }, (_, index) => row(index + 1)).join('\n')}\n`

const laughs = [
  '<!DOCTYPE SuperStarReport [<!ENTITY a0 "ha">',
  ...Array.from({ length: 9 }, (_, at) => `<!ENTITY a${at + 1} "${`&a${at};`.repeat(10)}">`),
  ']><SuperStarReport><Record><Adno>&a9;</Adno></Record></SuperStarReport>',
].join('')
const outside =
  '<!DOCTYPE SuperStarReport [<!ENTITY file SYSTEM "file:///etc/hostname">]><SuperStarReport><Record><Adno>&file;</Adno></Record></SuperStarReport>'

/** Files that are made to harm (SEC-7); each is refused as a whole. */
export function hostileFiles(): { what: string; name: string; content: Buffer }[] {
  const zeros = Buffer.alloc(10_000_000)
  const bomb = zipOf({ 'students.csv': Buffer.alloc(1), 'users.csv': zeros })
  const inner = zipOf({ 'a.zip': zipOf({ 'b.zip': zipOf({ 'c.txt': zeros }) }) })
  const matryoshka = Object.fromEntries(Array.from({ length: 16 }, (_, at) => [`lib ${at}.zip`, inner]))
  const columns = Array.from({ length: 1_000_000 }, (_, at) => `c${at}`).join(',')
  const wide = `${captions},${columns}\n${row(1)}${',x'.repeat(1_000_000)}\n`
  return [
    { what: 'a billion laughs', name: 'laughs.xml', content: Buffer.from(laughs) },
    { what: 'an entity from outside', name: 'outside.xml', content: Buffer.from(outside) },
    { what: 'a zip of zips of zips', name: '42.zip', content: zipOf(matryoshka) },
    { what: 'a zip of ten million zeros', name: 'bomb.zip', content: bomb },
    {
      what: 'a zip that lies about its sizes',
      name: 'liar.zip',
      content: zipOf({ 'users.csv': zeros }, { bytes: 100 }),
    },
    { what: 'a table of a million columns', name: 'wide.csv', content: Buffer.from(wide) },
    {
      what: 'NUL bytes throughout',
      name: 'nul.csv',
      content: Buffer.from(`${captions}\n${row(1).replaceAll(',', ',\0')}\n`.repeat(2000)),
    },
    {
      what: 'half a surrogate pair in UTF-8',
      name: 'surrogate.csv',
      content: Buffer.concat([
        Buffer.from(`\ufeff${captions}\n`),
        Buffer.from([0xed, 0xa0, 0x80]),
        Buffer.from(`${row(1)}\n`),
      ]),
    },
    {
      what: 'half a surrogate pair in UTF-16',
      name: 'surrogate-16.csv',
      content: Buffer.concat([
        Buffer.from([0xff, 0xfe]),
        Buffer.from(`${captions}\n${row(1).replace('Kim1', 'Kim\ud800')}\n${row(2)}\n`, 'utf16le'),
      ]),
    },
    {
      what: 'a letter of XML that there is not',
      name: 'surrogate.xml',
      content: Buffer.from(
        '<SuperStarReport><Record><Adno>1</Adno><Forename>&#xD800;</Forename></Record></SuperStarReport>',
      ),
    },
    {
      what: 'one line of fifty million letters',
      name: 'line.csv',
      content: Buffer.from(`${captions}\n${'x'.repeat(50_000_000)}`),
    },
    {
      what: 'XML a hundred thousand deep',
      name: 'deep.xml',
      content: Buffer.from(`<SuperStarReport><Record>${'<a>'.repeat(100_000)}`),
    },
    {
      what: 'a stream of zeros behind the name of a workbook',
      name: 'book.xlsx',
      content: deflateRawSync(zeros),
    },
  ]
}
