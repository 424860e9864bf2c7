import assert from 'node:assert/strict'
import { after, describe, it } from 'node:test'
import { digestOfRows } from './digest-of-rows.ts'
import { type InspectOptions, inspectFiles } from './inspect-files.ts'
import { readAll, reportFolder } from './testing.ts'

const { report, remove } = reportFolder()
after(remove)

const HEAD = 'Adno,Forename,Surname,Year\n'
const ROWS = ['1,Ann,Smith,7', '2,"Bob, B",Jones,8', '3,Siân,Hughes,9']

async function digest(content: string, options: InspectOptions = {}) {
  const { digest, rowsRead } = await digestOfRows(await inspectFiles([report(content)], options))
  return { digest, rowsRead }
}

describe('IMP-6 the same rows give the same digest', () => {
  it('in any order and with blank lines', async () => {
    const same = await digest(HEAD + ROWS.join('\n'))
    assert.deepEqual(await digest(`${HEAD}${[...ROWS].reverse().join('\r\n')}\r\n\r\n,,,\r\n`), same)
    assert.equal(same.rowsRead, 3)
  })
  it('and another one where a letter, a row, a caption or the mapping differs', async () => {
    const digests = await Promise.all([
      digest(HEAD + ROWS.join('\n')),
      digest(HEAD + ROWS.join('\n').replace('Siân', 'Sian')),
      digest(HEAD + [...ROWS, ROWS[0]].join('\n')),
      digest(HEAD + ROWS.slice(1).join('\n')),
      digest(HEAD.replace('Year', 'House') + ROWS.join('\n')),
      digest(HEAD + ROWS.join('\n'), { mapping: { house: 'Year' } }),
    ])
    assert.equal(new Set(digests.map((one) => one.digest)).size, digests.length)
  })
  it('IMP-16 counts rows as they are read, rejected ones too', async () => {
    const content = `${HEAD}${ROWS.join('\n')}\nTotal: 3\n4,too,few\n`
    assert.equal((await digest(content)).rowsRead, (await readAll([report(content)])).length)
  })
  it('of XML too', async () => {
    const record = (n: number) => `<Record><Adno>${n}</Adno><Surname>A</Surname><Forename>B</Forename></Record>`
    const xml = (...numbers: number[]) => `<SuperStarReport>${numbers.map(record).join('\n')}</SuperStarReport>`
    assert.deepEqual(await digest(xml(1, 2)), await digest(xml(2, 1)))
    assert.notDeepEqual(await digest(xml(1, 2)), await digest(xml(1, 3)))
    assert.equal((await digest(xml(1, 2))).rowsRead, 2)
  })
})
