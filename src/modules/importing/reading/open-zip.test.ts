import assert from 'node:assert/strict'
import { after, describe, it } from 'node:test'
import { Refusal } from '../../../platform/errors/index.ts'
import { inspectFiles } from './inspect-files.ts'
import { listZip, readZipEntry } from './open-zip.ts'
import { readAll, reportFolder, zipOf } from './testing.ts'

const { report, remove } = reportFolder()
after(remove)

async function refusal(content: Buffer): Promise<Refusal> {
  const started = performance.now()
  const error = await readAll([report(content, `${crypto.randomUUID()}.zip`)]).then(
    () => assert.fail('it was read'),
    (error: unknown) => error,
  )
  assert.ok(error instanceof Refusal, String(error))
  assert.match(error.words, /Nothing was changed\. \p{Lu}/u)
  assert.ok(performance.now() - started < 1000, 'within a second')
  return error
}

describe('SEC-7 archives', () => {
  it('are listed without unpacking, and read piece by piece', async () => {
    const file = report(zipOf({ 'a.csv': 'x', 'folder/b.csv': 'hello' }))
    assert.deepEqual(await listZip(file), [
      { name: 'a.csv', bytes: 1 },
      { name: 'folder/b.csv', bytes: 5 },
    ])
    const pieces: Buffer[] = []
    for await (const piece of readZipEntry(file, 'folder/b.csv')) pieces.push(piece)
    assert.equal(Buffer.concat(pieces).toString(), 'hello')
  })
  it('of nothing that is read are refused, and said what is in them', async () => {
    const error = await refusal(zipOf({ 'pupils.csv': 'Adno\n1\n', 'contacts.csv': 'Adno\n1\n' }))
    assert.match(error.words, /neither a workbook nor a roster.*pupils\.csv, contacts\.csv/)
  })
  it('within archives are not opened', async () => {
    const inner = zipOf({ 'lib.zip': zipOf({ bomb: 'x'.repeat(1000) }) })
    const files = Object.fromEntries(Array.from({ length: 16 }, (_, index) => [`lib ${index}.zip`, inner]))
    assert.match((await refusal(zipOf(files))).words, /neither a workbook nor a roster/)
  })
  const cases: [string, () => Buffer, RegExp][] = [
    [
      'that grow a thousand times',
      () => zipOf({ 'users.csv': Buffer.alloc(20 * 1024 ** 2, 65) }),
      /would grow \d+ times/,
    ],
    [
      'that lead out of their folder',
      () => zipOf({ '../../etc/passwd': 'x' }),
      /not whole, or not made as one should be/,
    ],
    ['with absolute paths', () => zipOf({ '/etc/passwd': 'x' }), /not whole, or not made/],
    ['with paths of Windows', () => zipOf({ 'a\\..\\b': 'x' }), /not whole, or not made/],
    [
      'of thousands of files',
      () => zipOf(Object.fromEntries(Array.from({ length: 3000 }, (_, index) => [`${index}`, '']))),
      /it holds 3000 files/,
    ],
    ['that break off', () => zipOf({ 'users.csv': 'x'.repeat(999) }).subarray(0, 60), /not whole/],
    ['of nothing but their first bytes', () => Buffer.from('PK\x03\x04', 'latin1'), /not whole/],
    ['locked with a password', () => locked(zipOf({ 'users.csv': 'x' })), /locked with a password/],
  ]
  for (const [what, make, words] of cases) {
    it(`${what} are refused within a second`, async () => {
      const error = await refusal(make())
      assert.deepEqual([error.code, words.test(error.words)], ['import-file-zip', true], error.words)
    })
  }
  it('that give more than their directory says are refused while they are read', async () => {
    const csv = `propertyName,value\n${'oneroster.version,1.1\n'.repeat(5_000)}`
    const error = await refusal(zipOf({ 'manifest.csv': csv, 'users.csv': csv }, { bytes: 100 }))
    assert.equal(error.code, 'import-file-zip')
  })
  it('whose files lie over one another are refused', async () => {
    const zip = zipOf({ 'users.csv': Buffer.from(Array.from({ length: 5000 }, (_, index) => (index * 7919) % 251)) })
    await assert.rejects(listZip(report(overlapping(zip, 50))), /lie over one another/)
  })
  it('are not looked for in text', async () => {
    await assert.rejects(inspectFiles([report('PKs of our school\n')]), { code: 'import-file-columns' })
  })
})

/** The bit that says a file is encrypted, set in the directory. */
function locked(zip: Buffer): Buffer {
  const at = zip.indexOf(Buffer.from('504b0102', 'hex'))
  zip.writeUInt16LE(zip.readUInt16LE(at + 8) | 1, at + 8)
  return zip
}

/** The same bytes, many times in the directory. */
function overlapping(zip: Buffer, times: number): Buffer {
  const start = zip.indexOf(Buffer.from('504b0102', 'hex'))
  const end = zip.length - 22
  const tail = Buffer.from(zip.subarray(end))
  tail.writeUInt16LE(times, 8)
  tail.writeUInt16LE(times, 10)
  tail.writeUInt32LE((end - start) * times, 12)
  return Buffer.concat([zip.subarray(0, start), ...new Array<Buffer>(times).fill(zip.subarray(start, end)), tail])
}
