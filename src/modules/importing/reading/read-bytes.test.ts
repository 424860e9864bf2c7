import assert from 'node:assert/strict'
import { after, describe, it } from 'node:test'
import { readBytes, readFirstBytes } from './read-bytes.ts'
import { reportFolder } from './testing.ts'

const { report, remove } = reportFolder()
after(remove)

const content = (bytes: number) => Buffer.from(Array.from({ length: bytes }, (_, at) => at % 251))

describe('IMP-16 a file is read whole', () => {
  const piece = 1 << 18
  for (const bytes of [1, piece - 1, piece, piece + 1, 2 * piece + 7]) {
    it(`gives each of ${bytes} bytes once, in buffers of their own`, async () => {
      const { path } = report(content(bytes))
      const pieces: Buffer[] = []
      for await (const bytesRead of readBytes(path)) pieces.push(bytesRead)
      assert.deepEqual(Buffer.concat(pieces), content(bytes))
      const first = await readFirstBytes(path)
      assert.deepEqual(first, { bytes: content(bytes).subarray(0, piece), isAll: bytes <= piece })
    })
  }
})
