import assert from 'node:assert/strict'
import { after, describe, it } from 'node:test'
import fc from 'fast-check'
import { digestOfRows } from './digest-of-rows.ts'
import { inspectFiles } from './inspect-files.ts'
import { type ReadRow, readRows } from './read-rows.ts'
import { readAll, reportFolder } from './testing.ts'

const { report, remove } = reportFolder()
after(remove)

type Passed = { rows: number; fileNo: number; line: number }

/** Rows of these numbers, read by their places, and what was passed between them. */
async function readWanted(
  contents: (string | Buffer)[],
  isWanted: (n: number) => boolean,
): Promise<{ rows: ReadRow[]; passed: Passed[]; placed: boolean[] }> {
  const inspection = await inspectFiles(contents.map((content, at) => report(content, `part ${at}.csv`)))
  const { placesOfFiles } = await digestOfRows(inspection)
  const rows: ReadRow[] = []
  const passed: Passed[] = []
  const onPassed = (place: Passed) => void passed.push(place)
  for await (const batch of readRows(inspection, { isWanted, onPassed, placesOfFiles })) rows.push(...batch)
  return { rows, passed, placed: placesOfFiles.map((places) => places !== null) }
}

async function sameAsWhole(contents: (string | Buffer)[], isWanted: (n: number) => boolean) {
  const whole = await readAll(contents.map((content, at) => report(content, `part ${at}.csv`)))
  const { rows, passed, placed } = await readWanted(contents, isWanted)
  assert.deepEqual(
    rows,
    whole.filter(({ n }) => isWanted(n)),
  )
  assert.equal(
    passed.reduce((sum, one) => sum + one.rows, rows.length),
    whole.length,
  )
  return { whole, passed, placed }
}

const HEAD = 'Adno,Forename,Surname,Year\n'
const MESS = [
  '1,Ann,Smith,7\n',
  '2,"Bob, B",Jones,8\n',
  '3,Siân,Hughes,9\r\n',
  '4,"Two\nlines",Ek,7\n',
  '\n',
  ',,,\r\n',
  '5,too,few\n',
  '6,"Jim" by name,Hall,8\n',
  '7,Zoë,"O""Brien",8\n',
]

describe('IMP-6 rows are read by their places alone', () => {
  it('and say what they say when the whole file is read', async () => {
    const lines = fc.array(fc.constantFrom(...MESS), { minLength: 1, maxLength: 12 })
    const ends = fc.boolean()
    await fc.assert(
      fc.asyncProperty(fc.array(lines, { minLength: 1, maxLength: 2 }), ends, fc.nat(7), async (files, end, mask) => {
        const contents = files.map((rows) => (end ? HEAD + rows.join('') : (HEAD + rows.join('')).trimEnd()))
        const { placed } = await sameAsWhole(contents, (n) => ((mask >> (n % 3)) & 1) === 1)
        assert.ok(placed.every(Boolean))
      }),
      { numRuns: 60 },
    )
  })
  it('where they lie across the pieces in which a file is read', async () => {
    const long = 'x'.repeat(90)
    const rows = Array.from(
      { length: 9000 },
      (_, at) => `${at},${at % 7 ? long : `"${long}\n${long}"`},Family${at},7\n`,
    )
    const { passed } = await sameAsWhole([HEAD + rows.join('')], (n) => n % 100 === 0 || n === 9000)
    assert.equal(passed.length, 1)
    const lines = rows.slice(0, 8998).join('').split('\n').length - 1
    assert.equal(passed[0]?.line, 2 + lines)
  })
  it('in windows-1252, and below title rows', async () => {
    const text = `Contacts of Hill Primary\n\n${HEAD}1,Ren\xe9,Adams,7\n2,Zo\xeb,Baker,8\n3,Chlo\xe9,Clark,9\n`
    const { placed } = await sameAsWhole([Buffer.from(text, 'latin1')], (n) => n !== 2)
    assert.deepEqual(placed, [true])
  })
  it('a letter like the mark of a file’s beginning stays with its row', async () => {
    await sameAsWhole([`\ufeff${HEAD}1,Ann,Smith,7\n\ufeff2,Bob,Jones,8\n`], () => true)
  })
  it('but not of UTF-16 or of an old Mac, which are read whole', async () => {
    const text = `${HEAD}1,Ann,Smith,7\n2,Bob,Jones,8\n3,Cid,Hall,9\n`
    for (const content of [Buffer.from(`\ufeff${text}`, 'utf16le'), text.replaceAll('\n', '\r')]) {
      const { placed } = await sameAsWhole([content], (n) => n === 2)
      assert.deepEqual(placed, [false])
    }
  })
  it('a place is the bytes before a row and its line, and counts only where every row has one', async () => {
    const inspection = await inspectFiles([report(`${HEAD}1,Ann,Smith,7\n2,Bob,Jones,8\n`)])
    const { placesOfFiles } = await digestOfRows(inspection)
    const [places] = placesOfFiles
    assert.ok(places)
    assert.deepEqual([places.startOf(1), places.endOf(1), places.endOf(2)], [27, 40, 54])
    assert.deepEqual([places.lineOf(1), places.lineOf(2)], [2, 3])
    assert.equal(places.areOf(2), true)
    assert.equal(places.areOf(3), false)
  })
  it('and nothing of what stands behind them, be it a million blank lines', async () => {
    const { passed } = await sameAsWhole(
      [`${HEAD}1,Ann,Smith,7\n2,Bob,Jones,8\n${',,,\n'.repeat(300_000)}3,Cid,Hall,9\n`],
      (n) => n === 2,
    )
    assert.deepEqual(passed, [{ rows: 2, fileNo: 0, line: 300_004 }])
    const inspection = await inspectFiles([report(`${HEAD}1,Ann,Smith,7\n${'\n'.repeat(9)}2,Bob,Jones,8\n`)])
    const [places] = (await digestOfRows(inspection)).placesOfFiles
    assert.deepEqual([places?.startOf(1), places?.endOf(1), places?.startOf(2)], [27, 40, 50])
  })
})
