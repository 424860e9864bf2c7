import assert from 'node:assert/strict'
import { after, describe, it } from 'node:test'
import { Refusal } from '../../../platform/errors/index.ts'
import { type InspectOptions, inspectFiles } from './inspect-files.ts'
import { readAll, reportFolder, workbookOf } from './testing.ts'

const { folder, report, remove } = reportFolder()
after(remove)

const CONTACTS = 'Adno,ContactID,Forename,Surname,Priority\n'
const PLAIN = 'Admission number,Forename,Surname,DOB,Year\n'
const PUPILS = 'Adno,Forename,Surname,DOB,Year\n'

async function inspect(content: string | Buffer, options: InspectOptions = {}) {
  const [file] = (await inspectFiles([report(content)], options)).files
  assert.ok(file)
  return file
}

async function refusal(content: string | Buffer, options: InspectOptions = {}, name?: string): Promise<Refusal> {
  const error = await readAll([report(content, name)], options).then(
    () => assert.fail('it was read'),
    (error: unknown) => error,
  )
  assert.ok(error instanceof Refusal, String(error))
  assert.match(error.words, /Nothing was changed\. \p{Lu}/u, 'says what was kept and what to do')
  return error
}

describe('IMP-16 and SEC-7 files that cannot be read are refused with words that help', () => {
  const xml = (inside: string) => `<?xml version="1.0"?><SuperStarReport>${inside}</SuperStarReport>`
  const record = '<Record><Adno>1</Adno><Surname>Smith</Surname><Forename>Ann</Forename></Record>'
  const cases: [string, string | Buffer, string, RegExp][] = [
    ['an empty file', '', 'import-file-empty', /empty/],
    ['white space only', '\ufeff \r\n\r\n', 'import-file-empty', /empty/],
    ['a workbook', Buffer.from('PK\x03\x04rest', 'latin1'), 'import-file-zip', /CSV UTF-8/],
    ['an old workbook', Buffer.from('d0cf11e0a1b11ae1', 'hex'), 'import-file-zip', /Excel/],
    ['a PDF', '%PDF-1.7', 'import-file-not-a-table', /PDF/],
    ['a picture', Buffer.from('89504e470d0a1a0a', 'hex'), 'import-file-not-a-table', /picture/],
    ['a web page', '<!DOCTYPE html><html></html>', 'import-file-not-a-table', /web page/],
    ['bytes', Buffer.from([65, 0, 66, 0, 0, 0, 1]), 'import-file-not-a-table', /binary/],
    [
      'prose',
      'Dear parents,\nschool is closed.\n',
      'import-file-columns',
      /Found: Dear parents.*Needed: an admission number/,
    ],
    ['unknown captions', 'Colour,Size,Weight\nred,1,2\n', 'import-file-columns', /Found: Colour, Size, Weight/],
    [
      'captions without a pupil key',
      'Relationship,Priority,Surname,Forename\nMother,1,A,B\n',
      'import-file-key',
      /which pupil/,
    ],
    ['an open quotation mark', `${CONTACTS}1,7,Ann,"Smith,1\n2,8,Bob,Jones,1\n`, 'import-file-quote', /line 2/],
    [
      'an error of SIMS',
      '<CommandReporterError>Login failed for user</CommandReporterError>',
      'import-file-sims-error',
      /“Login failed for user”/,
    ],
    ['a document type (SEC-7)', `<!DOCTYPE x [<!ENTITY a "b">]>${xml(record)}`, 'import-file-doctype', /document type/],
    [
      'an unknown entity (SEC-7)',
      xml(`<Record><Adno>1</Adno><Surname>&evil;</Surname><Forename>A</Forename></Record>`),
      'import-file-xml',
      /line 1/,
    ],
    [
      'XML of another kind',
      '<Census><Header><DocumentName>x</DocumentName></Header></Census>',
      'import-file-not-a-table',
      /Census/,
    ],
    ['XML that breaks off', xml(record).slice(0, -30), 'import-file-xml', /not whole/],
    [
      'bytes of no known alphabet',
      Buffer.from(`${PUPILS}1,Ren\x8f\xe9,A,2011-05-10,7\n`, 'latin1'),
      'import-file-encoding',
      /line 2/,
    ],
    [
      'UTF-8 by name only',
      Buffer.concat([Buffer.from('\ufeff'), Buffer.from(`${PUPILS}1,Ren\xe9,A,2011-05-10,7\n`, 'latin1')]),
      'import-file-encoding',
      /UTF-8/,
    ],
    [
      'dates that nothing decides',
      `${PLAIN}1,Ann,Smith,03/04/2011,7\n`,
      'import-file-dates',
      /03\/04\/2011.*day first/,
    ],
    [
      'dates in both orders',
      `${PLAIN}1,Ann,Smith,13/04/2015,7\n2,Bob,Smith,04/14/2015,7\n3,Cat,Smith,03/04/2015,7\n`,
      'import-file-dates',
      /both orders: 13\/04\/2015 has the day first, 04\/14\/2015 the month.*one order/,
    ],
  ]
  for (const [what, content, code, words] of cases) {
    it(`refuses ${what}`, async () => {
      const error = await refusal(content)
      assert.equal(error.code, code)
      assert.match(error.words, words)
    })
  }
  it('refuses a missing file and a folder', async () => {
    await assert.rejects(inspectFiles([{ name: 'x.csv', path: `${folder}/none.csv` }]), { code: 'import-file-missing' })
    await assert.rejects(inspectFiles([{ name: 'reports', path: folder }]), { code: 'import-file-directory' })
  })
  it('refuses XML that was said to be CSV, and the other way round', async () => {
    assert.equal((await refusal(xml(record), { format: 'csv' })).code, 'import-file-format')
    assert.equal((await refusal(PUPILS, { format: 'sims-xml' })).code, 'import-file-format')
  })
  it('refuses a mapping to a field or a column that is not there', async () => {
    assert.equal((await refusal(PUPILS, { mapping: { shoeSize: 'Adno' } })).code, 'import-mapping-field')
    assert.equal((await refusal(PUPILS, { mapping: { pupilSurname: 'Nachname' } })).code, 'import-mapping-column')
  })
})

describe('IMP-16 encodings and delimiters are found and reported', () => {
  const row = '1,Siân,O’Neill,20/05/2011,7\n'
  it('reads UTF-8, with and without its mark', async () => {
    assert.equal((await inspect(PUPILS + row)).encoding, 'utf-8')
    const file = await inspect(`\ufeff${PUPILS}${row}`)
    assert.deepEqual([file.encoding, file.captions[0], file.samples[0]?.[1]], ['utf-8', 'Adno', 'Siân'])
  })
  it('reads windows-1252 where UTF-8 does not fit', async () => {
    const bytes = Buffer.from(PUPILS + row.replace('’', '\x92'), 'latin1')
    const file = await inspect(bytes)
    assert.deepEqual([file.encoding, file.samples[0]?.slice(1, 3)], ['windows-1252', ['Siân', 'O’Neill']])
  })
  it('reads UTF-16 with its mark, tab separated as Excel writes it', async () => {
    const file = await inspect(Buffer.from(`\ufeff${(PUPILS + row).replaceAll(',', '\t')}`, 'utf16le'))
    assert.deepEqual([file.encoding, file.delimiter, file.samples[0]?.[1]], ['utf-16le', '\t', 'Siân'])
  })
  for (const delimiter of [',', ';', '\t', '|']) {
    it(`finds the delimiter ${JSON.stringify(delimiter)} by the captions`, async () => {
      assert.equal((await inspect((PUPILS + row).replaceAll(',', delimiter))).delimiter, delimiter)
    })
  }
  it('takes the delimiter that cuts out more captions, though another cuts out enough', async () => {
    const captions = 'Adno|Forename|Surname|DOB;Year;Reg|UPN|Class\n'
    assert.equal((await inspect(`${captions}1|Ann|Smith|;;|U|7A\n`)).delimiter, '|')
  })
  it('warns of letters lost or doubly encoded before the file was made', async () => {
    assert.match((await inspect(PUPILS + row.replace('Siân', 'Si�n'))).warnings.join(), /lost/)
    assert.match((await inspect(PUPILS + row.replace('Siân', 'RenÃ©e'))).warnings.join(), /doubly encoded/)
    assert.deepEqual((await inspect(PUPILS + row)).warnings, [])
  })
  it('warns of words for being on roll that nobody here knows', async () => {
    const withStatus = (word: string) =>
      `Adno,Forename,Surname,DOB,Year,Enrolment status\n1,Ann,Smith,15/05/2015,6,${word}\n`
    assert.match(
      (await inspect(withStatus('Sabbatical'))).warnings.join(),
      /“Enrolment status” says “Sabbatical” in a row/,
    )
    assert.deepEqual((await inspect(withStatus('Single Registration'))).warnings, [])
  })
  it('reads past a cell that is longer than the beginning looked at, and rejects it', async () => {
    const rows = await readAll([report(`${PUPILS}1,"${'x'.repeat(200_000)}",Smith,,7\n${row}`)])
    assert.deepEqual(
      rows.map((one) => one.kind),
      ['rejected', 'row'],
    )
  })
  it('reads old line ends', async () => {
    assert.equal((await readAll([report((PUPILS + row).replaceAll('\n', '\r'))])).length, 1)
  })
})

describe('IMP-16 the captions are found below title rows', () => {
  it('skips them, counts lines from the top and rejects totals', async () => {
    const content = `Hill School\n\nContacts on 1 Sept,,,\n${CONTACTS}1,7,Ann,Smith,1\nTotal: 1\n,,,,\n`
    const file = await inspect(content)
    assert.deepEqual([file.headerLine, file.captions.length], [4, 5])
    const rows = await readAll([report(content)])
    assert.deepEqual(
      rows.map((row) => (row.kind === 'row' ? row.line : [row.row.line, row.row.reason])),
      [5, [6, 'This looks like a total below the table, not a person.']],
    )
  })
})

describe('IMP-16 a title of year, class and house is not taken for the captions', () => {
  const title = ['Year:', '6', 'Class:', 'Oak', 'House:', 'Red', 'Date:']
  const captions = ['Surname', 'Forename', 'UPN']
  it('though it has more known words than they have', async () => {
    const file = await inspect(`${title}\n${captions}\nLee,Ann,H801200001001\n`)
    assert.deepEqual([file.headerLine, file.captions], [2, captions])
  })
  it('nor in a workbook', async () => {
    const file = await inspect(workbookOf([title, captions, ['Lee', 'Ann', 'H801200001001']]))
    assert.deepEqual([file.headerLine, file.captions], [2, captions])
  })
  it('but it is said to be all that was found where no captions follow', async () => {
    assert.match((await refusal(`${title}\nLee,Ann\n`)).words, /Found: Year:, 6, Class:/)
  })
})

describe('IMP-16 the order of dates is decided for the run', () => {
  const unclear = `${PLAIN}1,Ann,Smith,03/04/2011,7\n`
  const birthDate = async (contents: string[], options: InspectOptions = {}) => {
    const [row] = await readAll(
      contents.map((content) => report(content)),
      options,
    )
    return row?.kind === 'row' ? row.records.pupil?.birthDate : row?.row.reason
  }
  it('follows the other files of the run', async () => {
    assert.equal(await birthDate([unclear, `${PUPILS}2,Bob,Smith,25/12/2010,7\n`]), '2011-04-03')
    assert.equal(await birthDate([unclear, `${PUPILS}2,Bob,Smith,12/25/2010,7\n`]), '2011-03-04')
  })
  it('takes the day first where the person says that it comes from SIMS', async () => {
    assert.equal(await birthDate([unclear], { format: 'sims-csv' }), '2011-04-03')
  })
  it('takes the day first, and says so, where the captions are those of SIMS', async () => {
    const content = `${PUPILS}1,Ann,Smith,03/04/2011,7\n`
    assert.equal(await birthDate([content]), '2011-04-03')
    assert.match((await inspect(content)).warnings.join(), /day first, as SIMS writes them/)
  })
  it('takes the order of the mapping', async () => {
    assert.equal(await birthDate([unclear], { mapping: { dateOrder: 'month first' } }), '2011-03-04')
  })
})
