import assert from 'node:assert/strict'
import { after, describe, it } from 'node:test'
import { writeCsv } from '../../platform/csv/index.ts'
import { inspectFiles } from './reading/inspect-files.ts'
import { readAll, reportFolder, understand, workbookOf } from './reading/testing.ts'
import type { RowRecords } from './records.ts'
import { heldByBrake } from './rules/brakes.ts'
import type { ImportSettings } from './rules/decision.ts'
import { isFamilyRelationship } from './rules/read-school-words.ts'
import { isSamePersonForPupil } from './rules/same-person.ts'

/*
 * Every kind of mess that real exports hold, by its name, through the whole reading of a file. What a single cell may hold is
 * tried closer by: people/rules/read-phones.test.ts, read-emails.test.ts, rules/read-date.test.ts.
 */

const settings = { brakeLinksShare: 0.1, brakeLeaversShare: 0.1 } as ImportSettings
const { report, remove } = reportFolder()
after(remove)

const CAPTIONS =
  'Adno,P_Forename,P_Surname,DOB,Year,ContactID,Title,Forename,Surname,Relationship,Priority,Court order,Telephone,Email'
type Cells = Partial<Record<string, string>>
const clean: Cells = {
  Adno: '004301',
  P_Forename: 'Kit',
  P_Surname: 'Mercer',
  DOB: '15/05/2015',
  Year: 'Year  6',
  ContactID: '77',
  Title: 'Ms',
  Forename: 'Dana',
  Surname: 'Mercer',
  Relationship: 'Mother',
  Priority: '1',
  'Court order': 'F',
  Telephone: '07700 900101',
  Email: 'dana@example.org',
}
const quoted = (cell: string) => (/[",\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)
const line = (cells: Cells) =>
  CAPTIONS.split(',')
    .map((caption) => quoted({ ...clean, ...cells }[caption] ?? ''))
    .join(',')
const table = (...rows: Cells[]) => `${CAPTIONS}\n${rows.map(line).join('\n')}\n`
const rowsOf = async (content: string | Buffer): Promise<RowRecords[]> => (await understand(report(content))).rows
const rowOf = async (cells: Cells): Promise<RowRecords> => (await rowsOf(table(cells)))[0] ?? assert.fail()
const pointsOf = async (cells: Cells) =>
  (await rowOf(cells)).points.map(({ value, usable, note, suggestion }) => ({ value, usable, note, suggestion }))
const phonesOf = async (telephone: string) => pointsOf({ Telephone: telephone, Email: '' })
const emailsOf = async (email: string) => pointsOf({ Telephone: '', Email: email })
const used = (points: { value: string | null; usable: boolean }[]) =>
  points.filter(({ usable }) => usable).map(({ value }) => value)

describe('mess: windows-1252 bytes in what calls itself UTF-8', () => {
  it('is read as windows-1252, and says so', async () => {
    const bytes = Buffer.from(table({ Forename: 'Siân', Surname: 'O\x92Neill' }), 'latin1')
    const { file, rows } = await understand(report(bytes))
    assert.deepEqual(
      [file.encoding, rows[0]?.contact?.forename, rows[0]?.contact?.surname],
      ['windows-1252', 'Siân', 'O’Neill'],
    )
  })
  it('warns of letters lost or doubly encoded before', async () => {
    for (const name of ['Si\ufffdn', 'RenÃ©', 'Oâ€™Neill', 'SeÃ¡n', 'ZoÃ«', 'Oâ\u0080\u0099Brien'])
      assert.equal((await understand(report(table({ Forename: name })))).file.warnings.length, 1, name)
  })
})

describe('mess: UTF-8 in what calls itself iso-8859-1', () => {
  const xml = (name: string) =>
    `<?xml version="1.0" encoding="iso-8859-1"?><SuperStarReport><Record><Adno>1</Adno><Surname>Lee</Surname><Forename>${name}</Forename></Record></SuperStarReport>`
  it('is read as it says, with a warning', async () => {
    const { file } = await understand(report(Buffer.from(xml('Andrée'), 'utf8'), 'pupils.xml'))
    assert.match(file.warnings.join(), /doubly encoded/)
  })
  it('is no matter where the letters are the same, nor where it says the truth', async () => {
    for (const [name, encoding] of [
      ['Andrew', 'utf8'],
      ['Andrée', 'latin1'],
    ] as const)
      assert.deepEqual((await understand(report(Buffer.from(xml(name), encoding), 'pupils.xml'))).file.warnings, [])
  })
})

describe('mess: UTF-16 with a mark, tab separated', () => {
  it('is read', async () => {
    const { file, rows } = await understand(report(Buffer.from(`\ufeff${table({}).replaceAll(',', '\t')}`, 'utf16le')))
    assert.deepEqual([file.encoding, file.delimiter, rows.length], ['utf-16le', '\t', 1])
  })
})

describe('mess: line ends in cells, stray quotes, ragged rows', () => {
  it('shifts no column: bad rows are counted and listed', async () => {
    const text = `${table({ Forename: 'Dana\nRose' })}1,too,few\n${line({ ContactID: '78' }).replace('Dana', '"Da"na')}\n${line({ ContactID: '79' })}\n`
    const rows = await readAll([report(text)])
    assert.deepEqual(
      rows.map((row) => (row.kind === 'row' ? row.records.contact?.key : row.row.line)),
      ['id:77', 4, 5, 'id:79'],
    )
  })
})

describe('mess: titles above the captions and totals below', () => {
  it('finds the captions, and takes no total for a person', async () => {
    const rows = await readAll([
      report(`Hill School${','.repeat(13)}\nPrinted 1 May\n${table({})}Total: 1${','.repeat(13)}\n`),
    ])
    assert.deepEqual(
      rows.map(({ kind }) => kind),
      ['row', 'rejected'],
    )
  })
  it('in a workbook too', async () => {
    const rows = await readAll([
      report(
        workbookOf([['Hill School'], CAPTIONS.split(','), CAPTIONS.split(',').map((caption) => clean[caption] ?? '')]),
        'a.xlsx',
      ),
    ])
    assert.deepEqual(
      rows.map((row) => row.kind === 'row' && row.line),
      [3],
    )
  })
})

describe('mess: a leading zero lost', () => {
  it('comes back for mobiles and landlines', async () => {
    assert.deepEqual(used(await phonesOf('7700900101')), ['+447700900101'])
    assert.deepEqual(used(await phonesOf('2079460001')), ['+442079460001'])
  })
})

describe('mess: numbers in scientific notation', () => {
  it('come back only where every digit shows', async () => {
    assert.deepEqual(used(await phonesOf('4.47700900101E+11')), ['+447700900101'])
    for (const lost of ['4.47E+11', '4.4770090E+11']) assert.deepEqual(used(await phonesOf(lost)), [], lost)
  })
})

describe('mess: what Excel users put round a number', () => {
  it('comes off', async () => {
    assert.deepEqual(used(await phonesOf('="07700900101"')), ['+447700900101'])
    assert.deepEqual(used(await phonesOf("'07700900101")), ['+447700900101'])
  })
})

describe('mess: prefixes written every way', () => {
  for (const number of [
    '+44 (0)7700 900101',
    '00447700900101',
    '0+44(0)7700900101',
    '00440 7700900101',
    '000077 00900101',
    '447700900101',
  ])
    it(`reads ${number}`, async () => assert.deepEqual(used(await phonesOf(number)), ['+447700900101']))
})

describe('mess: several numbers in one cell', () => {
  for (const between of [' / ', ';', ' or ', ',', ' & ', '  '])
    it(`splits at ${JSON.stringify(between)}, in order`, async () =>
      assert.deepEqual(used(await phonesOf(`02079460001${between}07700900101`)), ['+442079460001', '+447700900101']))
  it('never within one number', async () => assert.deepEqual(used(await phonesOf('07700 900 101')), ['+447700900101']))
})

describe('mess: notes beside a number', () => {
  it('are kept', async () => assert.equal((await phonesOf("07700 900101 mum's work"))[0]?.note, "mum's work"))
  for (const note of ['DO NOT USE', 'old', 'wrong number', 'no longer hers'])
    it(`“${note}” stops it`, async () => assert.deepEqual(used(await phonesOf(`07700 900101 ${note}`)), []))
})

describe('mess: letters for digits', () => {
  it('are refused, and a number is suggested', async () => {
    const [point] = await phonesOf('O7700 9OO1O1')
    assert.deepEqual([point?.usable, point?.suggestion], [false, '+447700900101'])
  })
})

describe('mess: placeholders for nothing', () => {
  for (const text of ['n/a', 'none', 'no email', '-', 'TBC'])
    it(`${text} is nothing`, async () => assert.deepEqual(await emailsOf(text), []))
  it('an address made up for a form is not used', async () => assert.deepEqual(used(await emailsOf('x@x.com')), []))
  it('nor one of the school that says it is none', async () =>
    assert.deepEqual(used(await emailsOf('noemail@hill.example')), []))
  it('so are the words that a school has for it', async () => {
    const file = report(table({ Telephone: 'ask gran', Email: 'paper only' }))
    const read = async (placeholders: string[]) => (await understand(file, { placeholders })).rows[0]?.points.length
    assert.equal(await read([]), 2)
    assert.equal(await read(['Ask  Gran', 'paper only']), 0)
  })
})

describe('mess: emails with more around them', () => {
  const cases: [string, string[]][] = [
    ['a@example.org; b@example.org', ['a@example.org', 'b@example.org']],
    ['Dana Mercer <a@example.org>', ['a@example.org']],
    ['mailto:a@example.org', ['a@example.org']],
    ['a@example.org;', ['a@example.org']],
    ['a@example.org.', ['a@example.org']],
    [' a@example.org ', ['a@example.org']],
  ]
  for (const [text, values] of cases)
    it(`reads ${text}`, async () => assert.deepEqual(used(await emailsOf(text)), values))
  it('only suggests for a slip of the keys', async () => {
    const [point] = await emailsOf('a@gmail.con')
    assert.deepEqual([point?.value, point?.suggestion], ['a@gmail.con', 'a@gmail.com'])
  })
})

describe('mess: letters that no address has', () => {
  for (const text of ['josé@example.org', 'o’neill@example.org', '£a@example.org'])
    it(`${text} is refused`, async () => assert.deepEqual(used(await emailsOf(text)), []))
  it('a plain apostrophe is right', async () =>
    assert.deepEqual(used(await emailsOf("o'neill@example.org")), ["o'neill@example.org"]))
})

describe('mess: one email and one mobile for both parents', () => {
  it('stays two people, each with it', async () => {
    const rows = await rowsOf(table({}, { ContactID: '78', Forename: 'Rob', Relationship: 'Father', Priority: '2' }))
    assert.deepEqual(
      rows.map(({ contact, points }) => [contact?.key, points.length]),
      [
        ['id:77', 2],
        ['id:78', 2],
      ],
    )
  })
})

describe('mess: a parent’s email on the child’s record, and staff who are parents', () => {
  it('joins nobody by it', async () => {
    const pupils = report('Adno,Forename,Surname,Year,Primary Email\n004301,Kit,Mercer,6,dana@example.org\n')
    const staff = report('Staff Code,Title,Forename,Surname,Work Email\nDME,Ms,Dana,Mercer,dana@example.org\n')
    const rows = (await readAll([pupils, report(table({})), staff])).map((row) =>
      row.kind === 'row' ? row.records : assert.fail(),
    )
    assert.deepEqual(
      rows.flatMap(({ points }) =>
        points.filter(({ kind }) => kind === 'email').map(({ owner, ownerKey }) => `${owner} ${ownerKey}`),
      ),
      ['pupil adm:4301', 'contact id:77', 'staff code:DME'],
    )
  })
})

describe('mess: the same mother once for each child', () => {
  it('is one where the MIS gives her one id, and not because she is called the same', async () => {
    const zoe = { Adno: '004302', P_Forename: 'Zoe' }
    const keys = async (...rows: Cells[]) =>
      new Set((await rowsOf(table(...rows))).map(({ contact }) => contact?.key)).size
    assert.equal(await keys({}, zoe), 1)
    assert.equal(await keys({}, { ...zoe, ContactID: '78' }), 2)
    assert.equal(await keys({ ContactID: '' }, { ...zoe, ContactID: '' }), 2)
  })
})

describe('mess: two people with one name', () => {
  it('are kept apart by title or relationship', () => {
    const father = { title: 'Mr', forename: 'John', surname: 'Lee', relationship: 'Father' }
    assert.equal(isSamePersonForPupil(father, { ...father }), true)
    assert.equal(isSamePersonForPupil(father, { ...father, relationship: 'Grandparent' }), false)
    assert.equal(isSamePersonForPupil(father, { ...father, title: 'Mrs' }), false)
  })
})

describe('mess: names in every case and with every particle', () => {
  for (const surname of ['SMITH', 'mcdonald', "o'brien", 'van der Berg', 'Al-Hassan', 'Ní Bhriain', 'ap Rhys'])
    it(`${surname} stays as it is written`, async () =>
      assert.equal((await rowOf({ Surname: surname })).contact?.surname, surname))
})

describe('mess: two people in one name', () => {
  const cases: Cells[] = [
    { Title: 'Mr & Mrs', Forename: 'J', Surname: 'Smith' },
    { Title: '', Forename: 'J & A', Surname: 'Jones' },
    { Title: '', Forename: 'Mrs', Surname: 'Jones' },
    { Title: '', Forename: 'Jones', Surname: 'Jones' },
  ]
  for (const cells of cases)
    it(`${cells.Title} ${cells.Forename} ${cells.Surname} is kept and marked`, async () => {
      const { contact } = await rowOf(cells)
      assert.deepEqual([contact?.forename, contact?.joint], [cells.Forename, true])
    })
})

describe('mess: legal, preferred and chosen names', () => {
  it('are all known by, and the preferred one is shown', async () => {
    const [row] = await rowsOf(
      'Legal Forename,Legal Surname,Chosen name,DOB,Year\nElizabeth,Lyle,Lizzie,15/05/2015,6\n',
    )
    assert.equal(row?.pupil?.preferredForename, 'Lizzie')
    assert.deepEqual(row?.pupil?.refs, ['who:lyle|elizabeth|2015-05-15', 'who:lyle|lizzie|2015-05-15'])
  })
})

describe('mess: dates of every kind', () => {
  for (const [text, date] of [
    ['15/05/2015', '2015-05-15'],
    ['5/6/15', '2015-06-05'],
    ['10-May-11', '2011-05-10'],
    ['2011-05-10', '2011-05-10'],
    ['40673', '2011-05-10'],
  ] as const)
    it(`reads ${text}`, async () => assert.equal((await rowOf({ DOB: text })).pupil?.birthDate, date))
  it('are decided for a column, and refused where nothing tells', async () => {
    const plain = (date: string) => report(`UPN,Forename,Surname,DOB,Shoe\nH801200001001,Ann,Lee,${date},3\n`)
    assert.equal((await understand(plain('05/13/2011'))).rows[0]?.pupil?.birthDate, '2011-05-13')
    await assert.rejects(understand(plain('03/04/2011')), { code: 'import-file-dates' })
  })
  it('a birth date that no child at school can have is told, and its column named', async () => {
    const { file } = await understand(report(table({ DOB: '15/05/1915' }, { Adno: '2' })), { today: '2026-11-21' })
    assert.match(file.warnings.join(), /DOB.*15\/05\/1915/)
  })
})

describe('mess: years in every spelling', () => {
  for (const [text, year] of [
    ['Year  7', '7'],
    ['Yr 7', '7'],
    ['Y7', '7'],
    ['7', '7'],
    ['R', 'R'],
    ['Reception', 'R'],
    ['YR', 'R'],
    ['N2', 'N2'],
    ['E1', 'N1'],
    ['Sixth Form', 'Sixth Form'],
  ] as const)
    it(`${text} is ${year}`, async () => assert.equal((await rowOf({ Year: text })).pupil?.year, year))
})

describe('mess: postcodes', () => {
  it('are written one way, and what is none stays', async () => {
    const codes = ['sw1a1aa', 'SW1A 1AA.', 'M1 OAA', 'BFPO 12', 'abroad']
    const rows = await rowsOf(
      `Adno,Forename,Surname,Relationship,Postcode\n${codes.map((code, index) => `${index + 1},Ann,Lee,Mother,${code}`).join('\n')}\n`,
    )
    assert.deepEqual(
      rows.map(({ contact }) => contact?.postcode),
      ['SW1A 1AA', 'SW1A 1AA', 'M1 0AA', 'BFPO 12', 'abroad'],
    )
  })
})

describe('mess: admission numbers with and without their zeros', () => {
  it('are one pupil', async () => {
    const rows = await rowsOf(table({ Adno: '004301' }, { Adno: '4301' }))
    assert.deepEqual(
      rows.map(({ pupil }) => pupil?.key),
      ['adm:4301', 'adm:4301'],
    )
  })
})

describe('mess: leavers, applicants and future starters among the pupils', () => {
  it('are told from pupils on roll', async () => {
    const rows = await rowsOf(
      'Adno,Forename,Surname,Year,Enrolment status\n1,A,A,6,Leaver\n2,B,B,6,Applied\n3,C,C,6,Offered\n4,D,D,6,Single Registration\n',
    )
    assert.deepEqual(
      rows.map(({ pupil }) => pupil?.status),
      ['leaver', 'pre-admission', 'pre-admission', 'on roll'],
    )
  })
})

describe('mess: blank id columns', () => {
  it('stop the run: nobody is taken for a new person', () => {
    const size = {
      linksStanding: 100,
      linksEnding: 0,
      pupilsOnRoll: 100,
      pupilsLeaving: 0,
      staffHere: 0,
      staffLeaving: 0,
      contactRows: 100,
      hasContactIds: true,
      rowsRead: 100,
      rowsRejected: 0,
      compared: [],
      flags: { standing: 0, takenBack: 0 },
      cut: {
        lastRowCut: false,
        takesAway: false,
        rowsRead: 100,
        rowsBefore: null,
        tail: { asked: 0, gone: 0, without: 0 },
      },
      newYear: null,
    }
    assert.equal(heldByBrake({ ...size, contactRowsWithoutId: 60 }, settings)?.rule, 'IMP-10')
    assert.equal(heldByBrake({ ...size, contactRowsWithoutId: 0 }, settings), null)
  })
})

describe('mess: captions twice, in Welsh, with spaces, escaped', () => {
  it('are understood', async () => {
    const welsh = await rowsOf('Rhif derbyn,Enw cyntaf,Cyfenw,Dyddiad geni,Blwyddyn\n4301,Siân,Rhys,15/05/2015,6\n')
    assert.deepEqual([welsh[0]?.pupil?.key, welsh[0]?.pupil?.year], ['adm:4301', '6'])
    const twice = await rowsOf(
      'ID,Forename,Surname,ID,Forename,Surname,Relationship\n12,Kit,Mercer,77,Dana,Mercer,Mother\n',
    )
    assert.deepEqual([twice[0]?.pupil?.key, twice[0]?.contact?.key], ['id:12', 'id:77'])
    const { file } = await understand(report(' Adno ,Legal_x0020_Surname,Legal_x0020_Forename\n1,Lee,Ann\n'))
    assert.deepEqual(file.columns, {
      admissionNumber: 'Adno',
      legalSurname: 'Legal Surname',
      legalForename: 'Legal Forename',
    })
  })
  it('are asked about where they are not known', async () => {
    await assert.rejects(inspectFiles([report('Nummer,Vorname,Nachname\n1,Ann,Lee\n')]), {
      code: 'import-file-columns',
    })
  })
})

describe('mess: cells that are formulas', () => {
  it('are read as text and written so that no spreadsheet runs them', async () => {
    const { contact } = await rowOf({ Forename: '=cmd|calc' })
    assert.equal(contact?.forename, '=cmd|calc')
    assert.equal(writeCsv([[contact?.forename ?? '']]), `\ufeff"'=cmd|calc"\r\n`)
  })
})

describe('mess: relationships outside the family', () => {
  it('are told, whatever a school calls them', () => {
    assert.deepEqual(['Family Doctor', 'Social Worker', 'Mother (teacher)'].map(isFamilyRelationship), [
      false,
      false,
      true,
    ])
  })
})

describe('mess: cells cut by the MIS', () => {
  it('a phone of exactly 20 characters is flagged, an email of exactly 60 is not used', async () => {
    assert.match((await phonesOf('020 7946 0001/077009'))[0]?.note ?? '', /20 characters/)
    assert.deepEqual(used(await emailsOf(`${'a'.repeat(48)}@example.org`)), [])
  })
})
