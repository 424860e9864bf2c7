import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, describe, it } from 'node:test'
import { inspectFiles } from '../../src/modules/importing/reading/inspect-files.ts'
import { readRows } from '../../src/modules/importing/reading/read-rows.ts'
import { KINDS } from './kinds-of-mess.ts'
import { messyExport, type Truth } from './messy-export.ts'

const folder = mkdtempSync(join(tmpdir(), 'gatehouse-mess-'))
after(() => rmSync(folder, { recursive: true }))

function write(rows: number, seed: number): { path: string; truths: Truth[] } {
  const parts = [...messyExport({ rows, seed })]
  const path = join(folder, `${rows}-${seed}.csv`)
  writeFileSync(path, parts.map(({ text }) => text.replaceAll('’', '\x92')).join(''), 'latin1')
  return { path, truths: parts.flatMap(({ truth }) => truth ?? []) }
}

describe('mess: a whole export of it', () => {
  it('is read as its truth file says, row by row', async () => {
    const { path, truths } = write(3_000, 7)
    const inspection = await inspectFiles([{ name: 'contacts.csv', path }])
    assert.deepEqual([inspection.files[0]?.encoding, inspection.files[0]?.headerLine], ['windows-1252', 3])
    const read = new Map<number, unknown>()
    for await (const batch of readRows(inspection)) {
      for (const row of batch)
        read.set(row.kind === 'row' ? row.line : row.row.line, row.kind === 'row' ? row.records : null)
    }
    assert.equal(read.size, truths.length + 1, 'every row and the total below')
    for (const truth of truths)
      assert.deepEqual(foundIn(read.get(truth.line)), expected(truth), `${truth.mess} on line ${truth.line}`)
    assert.deepEqual(
      new Set(truths.map(({ mess }) => mess)),
      new Set([null, 'ragged', ...Object.keys(KINDS)]),
      'every kind occurs',
    )
  })
  it('comes out the same for a seed, and otherwise for another', () => {
    const text = (seed: number) => [...messyExport({ rows: 50, seed })].map((row) => row.text).join('')
    assert.equal(text(1), text(1))
    assert.notEqual(text(1), text(2))
  })
})

type Read = {
  pupil: { birthDate: string | null } | null
  contact: { misId: string | null; forename: string; joint: boolean } | null
  link: { courtOrder: string } | null
  points: { kind: string; value: string | null; usable: boolean }[]
}

function foundIn(records: unknown) {
  if (records === null || records === undefined) return records
  const { pupil, contact, link, points } = records as Read
  const usable = points.filter((point) => point.usable)
  return {
    adult: contact?.misId,
    forename: contact?.forename,
    joint: contact?.joint,
    birthDate: pupil?.birthDate,
    courtOrder: link?.courtOrder,
    numbers: usable.filter(({ kind }) => kind !== 'email').map(({ value }) => value),
    emails: usable.filter(({ kind }) => kind === 'email').map(({ value }) => value),
  }
}

function expected({ rejected, adult, forename, joint, birthDate, courtOrder, numbers, emails }: Truth) {
  return rejected ? null : { adult, forename, joint, birthDate, courtOrder, numbers, emails }
}
