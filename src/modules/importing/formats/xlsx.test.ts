import assert from 'node:assert/strict'
import { after, describe, it } from 'node:test'
import { digestOfRows } from '../reading/digest-of-rows.ts'
import { inspectFiles } from '../reading/inspect-files.ts'
import { listColumns } from '../reading/list-columns.ts'
import { readAll, reportFolder, understand, workbookOf } from '../reading/testing.ts'

const { report, remove } = reportFolder()
after(remove)

const CAPTIONS = [
  'Adno',
  'P_Forename',
  'P_Surname',
  'DOB',
  'Year',
  'ContactID',
  'Forename',
  'Surname',
  'Priority',
  'Court order',
  'Mobile number',
]
const KIT = ['001', 'Kit', 'Mercer', { date: 40673 }, 'Year  7', 77, 'Dana & Co', 'Mercer', 1, 'F', 7700900123]

describe('IMP-12 an Excel workbook', () => {
  it('is read from its first sheet that shows, and is whose its captions say', async () => {
    const { file, rows } = await understand(report(workbookOf([CAPTIONS, KIT]), 'contacts.xlsx'))
    assert.deepEqual([file.format, file.delimiter, file.headerLine], ['sims-csv', null, 1])
    const [row] = rows
    assert.deepEqual(
      [
        row?.pupil?.key,
        row?.pupil?.birthDate,
        row?.contact?.key,
        row?.contact?.forename,
        row?.link?.priority,
        row?.points[0]?.value,
      ],
      ['adm:1', '2011-05-10', 'id:77', 'Dana & Co', 1, '+447700900123'],
    )
  })
  it('has its captions below title rows, and rows as Excel counts them', async () => {
    const rows = await readAll([
      report(workbookOf([['Hill School'], [], CAPTIONS, [], KIT, ['Total', 1]]), 'titled.xlsx'),
    ])
    assert.deepEqual(
      rows.map((row) => (row.kind === 'row' ? row.line : [row.row.line, row.row.reason])),
      [5, [6, 'This looks like a total below the table, not a person.']],
    )
  })
  it('gives numbers with all their digits, dates as dates and flags as words', async () => {
    const { rows } = await understand(
      report(
        workbookOf([CAPTIONS, ['002', 'Zoe', 'Lee', 40673, 7, null, 'Ann', 'Lee', 2, 'T', 4.47700900124e11]]),
        'numbers.xlsx',
      ),
    )
    assert.deepEqual(
      [
        rows[0]?.pupil?.birthDate,
        rows[0]?.pupil?.year,
        rows[0]?.points[0]?.value,
        rows[0]?.link?.courtOrder,
        rows[0]?.contact?.misId,
      ],
      ['2011-05-10', '7', '+447700900124', 'yes', null],
    )
  })
  it('IMP-6 gives one digest, however often', async () => {
    const files = [report(workbookOf([CAPTIONS, KIT]), 'one.xlsx'), report(workbookOf([CAPTIONS, KIT]), 'two.xlsx')]
    const [one, two] = await Promise.all(files.map(async (file) => digestOfRows(await inspectFiles([file]))))
    assert.deepEqual(one, two)
    assert.equal(one?.rowsRead, 1)
  })
  it('shows its columns with samples to whoever says what they are', async () => {
    const { columns } = await listColumns(
      report(
        workbookOf([
          ['Nummer', 'Vorname'],
          ['1', 'Ann'],
        ]),
        'odd.xlsx',
      ),
      {},
    )
    assert.deepEqual(columns, [
      { caption: 'Nummer', field: null, samples: ['1'] },
      { caption: 'Vorname', field: null, samples: ['Ann'] },
    ])
  })
  it('reads texts in the cell, formulas by their last result, and dates since 1904', async () => {
    const sheet = `<worksheet><sheetData><row><c t="inlineStr"><is><t>Adno</t></is></c><c t="inlineStr"><is><t>Surname</t></is></c><c t="inlineStr"><is><t>Forename</t></is></c><c t="inlineStr"><is><t>DOB</t></is></c></row><row><c><v>5</v></c><c t="str"><f>A1&amp;B1</f><v>Lee</v></c><c t="e"><v>#REF!</v></c><c s="1"><v>39211</v></c></row></sheetData></worksheet>`
    const book = workbookOf([], {
      'xl/worksheets/sheet7.xml': sheet,
      'xl/workbook.xml':
        '<workbook xmlns:r="urn:r"><workbookPr date1904="1"/><sheets><sheet name="A" r:id="rId1"/></sheets></workbook>',
    })
    const { rows } = await understand(report(book, 'inline.xlsx'))
    assert.deepEqual(
      [
        rows[0]?.pupil?.key,
        rows[0]?.pupil?.preferredSurname,
        rows[0]?.pupil?.preferredForename,
        rows[0]?.pupil?.birthDate,
      ],
      ['adm:5', 'Lee', null, '2011-05-10'],
    )
  })
})

describe('SEC-7 hostile workbooks', () => {
  const sheet = (inside: string) => workbookOf([], { 'xl/worksheets/sheet7.xml': inside })
  const cases: [string, Buffer, string][] = [
    ['a document type', sheet('<!DOCTYPE x [<!ENTITY a "b">]><worksheet/>'), 'import-file-doctype'],
    ['a sheet that breaks off', sheet('<worksheet><sheetData><row>'), 'import-file-xml'],
    [
      'a cell in column one million',
      sheet('<worksheet><sheetData><row r="1"><c r="BDWGN1"><v>1</v></c></row></sheetData></worksheet>'),
      'import-file-not-a-table',
    ],
    ['no sheet', workbookOf([], { 'xl/workbook.xml': '<workbook><sheets/></workbook>' }), 'import-file-zip'],
    [
      'nothing known in it',
      workbookOf([
        ['Colour', 'Size'],
        ['red', 1],
      ]),
      'import-file-columns',
    ],
  ]
  for (const [what, book, code] of cases) {
    it(`with ${what} are refused`, async () => {
      await assert.rejects(understand(report(book, `${what}.xlsx`)), { code })
    })
  }
})
