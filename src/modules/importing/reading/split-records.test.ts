import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { isBlank, splitCells, splitRecords } from './split-records.ts'

const refuseAt = {
  openQuote(line: number): never {
    throw new Error(`open since line ${line}`)
  },
  endlessLine(line: number): never {
    throw new Error(`line ${line} has no end`)
  },
}

function read(text: string, { delimiter = ',', chunk = text.length } = {}) {
  const splitter = splitRecords(delimiter, refuseAt)
  const records = []
  for (let at = 0; at < text.length; at += Math.max(1, chunk))
    records.push(...splitter.push(text.slice(at, at + Math.max(1, chunk))))
  records.push(...splitter.end())
  return records.map((record) => ({ ...record, cells: splitCells(record, delimiter) }))
}

describe('IMP-16 a table is cut where its cells say, never shifted', () => {
  const cell = fc.string({ unit: fc.constantFrom('a', 'é', '"', ',', '\n', ' ', ';', '0'), maxLength: 6 })
  const table = fc
    .integer({ min: 2, max: 4 })
    .chain((width) => fc.array(fc.array(cell, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 6 }))
  const write = (rows: string[][], end: string) =>
    rows.map((row) => row.map((text) => `"${text.replaceAll('"', '""')}"`).join(',')).join(end)

  it('reads every well-formed table as csv-parse does, whatever the line ends', () => {
    fc.assert(
      fc.property(table, fc.constantFrom('\n', '\r\n'), (rows, end) => {
        const text = write(rows, end)
        const expected = parse(text, { record_delimiter: [end] })
        assert.deepEqual(
          read(text).map((record) => record.cells),
          expected,
        )
        assert.deepEqual(expected, rows)
      }),
    )
  })
  it('reads the same, however the bytes arrive', () => {
    fc.assert(
      fc.property(table, fc.integer({ min: 1, max: 9 }), (rows, chunk) => {
        const text = `${write(rows, '\r\n')}\r\nplain,row\r\n`
        assert.deepEqual(read(text, { chunk }), read(text))
      }),
    )
  })
  it('knows the physical line of every record', () => {
    const lines = read('a,b\n"1\n2",x\ny,z\n').map((record) => record.line)
    assert.deepEqual(lines, [1, 2, 4])
  })
  it('takes a quotation mark inside an unquoted cell for text', () => {
    assert.deepEqual(
      read('5" pipe,Robert "Bob"\nx,y').map((record) => record.cells),
      [
        ['5" pipe', 'Robert "Bob"'],
        ['x', 'y'],
      ],
    )
  })
  it('takes spaces round a quoted cell for what they are', () => {
    assert.deepEqual(read('1, "Lee, Ann" ,x\n')[0]?.cells, ['1', 'Lee, Ann', 'x'])
  })
  it('marks a row with a stray quotation mark in a quoted cell, and reads on at the next line', () => {
    const records = read('"Robert "Bob" Smith",x\nnext,row\n')
    assert.deepEqual(
      records.map((record) => record.broken),
      [true, false],
    )
    assert.deepEqual(records[1]?.cells, ['next', 'row'])
  })
  it('says on which line a quotation mark was opened that is never closed', () => {
    assert.throws(() => read('a,b\nc,d\n"e,f\ng,h\n'), /open since line 3/)
    assert.throws(() => read('a,b\n"ok","e\ng,h\n', { chunk: 3 }), /open since line 2/)
    assert.throws(() => read('"Smith,Ann\n"Jones","Bob"\n'), /open since line 1/)
  })
  it('tells blank lines, also those of nothing but delimiters', () => {
    assert.deepEqual(
      ['', ' ', ',,,', '"",""', ';', 'a,'].map((line) => isBlank(line, ',')),
      [true, true, true, true, false, false],
    )
  })
})
