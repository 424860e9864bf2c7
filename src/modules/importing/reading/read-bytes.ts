import { open } from 'node:fs/promises'

const PIECE = 1 << 18

/**
 * The bytes of a file as it is long when it is opened, piece by piece, each in a buffer of its own. Most files are one piece,
 * and cost a third of what they do as a stream.
 */
export async function* readBytes(path: string): AsyncGenerator<Buffer> {
  const handle = await open(path)
  try {
    const { size } = await handle.stat()
    for (let position = 0; position < size; ) {
      const piece = Buffer.allocUnsafe(Math.min(PIECE, size - position))
      const { bytesRead } = await handle.read(piece, 0, piece.length, position)
      // Somebody cut it short meanwhile.
      if (bytesRead === 0) return
      yield piece.subarray(0, bytesRead)
      position += bytesRead
    }
  } finally {
    await handle.close()
  }
}

/** The first piece, and whether it is the whole file. */
export async function readFirstBytes(path: string): Promise<{ bytes: Buffer; isAll: boolean }> {
  const handle = await open(path)
  try {
    const { size } = await handle.stat()
    const { buffer, bytesRead } = await handle.read(Buffer.allocUnsafe(Math.min(PIECE, size)), 0, undefined, 0)
    return { bytes: buffer.subarray(0, bytesRead), isAll: bytesRead === size }
  } finally {
    await handle.close()
  }
}
