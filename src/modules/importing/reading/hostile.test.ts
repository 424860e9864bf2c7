import assert from 'node:assert/strict'
import { after, describe, it } from 'node:test'
import { Refusal } from '../../../platform/errors/index.ts'
import { cleanReport, hostileFiles } from './hostile.testing.ts'
import { inspectFiles } from './inspect-files.ts'
import { readRows } from './read-rows.ts'
import { reportFolder } from './testing.ts'

describe('SEC-7 files that are made to harm', () => {
  const { report, remove } = reportFolder()
  after(remove)

  async function read(content: string | Buffer, name: string) {
    const rows = { row: 0, rejected: 0 }
    for await (const batch of readRows(await inspectFiles([report(content, name)]))) {
      for (const { kind } of batch) rows[kind] += 1
    }
    return rows
  }

  for (const { what, name, content } of hostileFiles()) {
    it(`${what} is refused in words`, async () => {
      await assert.rejects(read(content, name), (error) => error instanceof Refusal)
    })
  }

  it('a clean report is read beside them', async () => {
    assert.deepEqual(await read(cleanReport(50), 'clean.csv'), { row: 50, rejected: 0 })
  })
})
