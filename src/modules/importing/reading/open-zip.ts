import { open, stat } from 'node:fs/promises'
import type { Readable } from 'node:stream'
import yauzl from 'yauzl'
import { Refusal } from '../../../platform/errors/index.ts'
import type { SourceFile } from './detect-encoding.ts'
import { refuse } from './refusals.ts'

/** One file in an archive; `bytes` is its size unpacked. */
export type ZipEntry = { name: string; bytes: number }

/** Rosters and workbooks have some dozens. */
const MOST_ENTRIES = 2_000
const MOST_BYTES = 2 * 1024 ** 3
/** Text shrinks to a tenth, tables of sameness to a fiftieth; what shrinks to less was made to do harm. */
const MOST_RATIO = 200
const SMALL = 1024 ** 2

/** True where the file begins as a zip does; what cannot be opened is left to others to refuse. */
export async function isZip(file: SourceFile): Promise<boolean> {
  const handle = await open(file.path).catch(() => null)
  if (!handle) return false
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(4), 0, 4, 0)
    return bytesRead === 4 && buffer.subarray(0, 2).toString('latin1') === 'PK' && (buffer[2] ?? 9) < 9
  } catch {
    return false
  } finally {
    await handle.close()
  }
}

/**
 * The files in an archive, from its directory alone: nothing is unpacked. Throws a Refusal for archives that are broken, locked,
 * too large or made to do harm (SEC-7), before a byte of their content is read.
 */
export async function listZip(file: SourceFile): Promise<ZipEntry[]> {
  const { size } = await stat(file.path)
  const entries: ZipEntry[] = []
  let packed = 0
  let unpacked = 0
  await walk(file, (entry, zip) => {
    if (zip.entryCount > MOST_ENTRIES) throw refuse.harmfulZip(file.name, `it holds ${zip.entryCount} files`)
    if (entry.isEncrypted()) throw refuse.lockedZip(file.name)
    packed += entry.compressedSize
    unpacked += entry.uncompressedSize
    const ratio = entry.uncompressedSize / Math.max(1, entry.compressedSize)
    if (entry.uncompressedSize > SMALL && ratio > MOST_RATIO)
      throw refuse.harmfulZip(file.name, `“${entry.fileName}” would grow ${Math.round(ratio)} times`)
    if (unpacked > MOST_BYTES) throw refuse.harmfulZip(file.name, 'it would unpack to more than 2 GB')
    if (packed > size) throw refuse.harmfulZip(file.name, 'its files lie over one another')
    const isNoise = entry.fileName.endsWith('/') || entry.fileName.startsWith('__MACOSX/')
    if (!isNoise) entries.push({ name: entry.fileName, bytes: entry.uncompressedSize })
    return false
  })
  return entries
}

/** The bytes of one file in an archive, as a stream that never gives more than the directory promised. */
export async function* readZipEntry(file: SourceFile, name: string): AsyncGenerator<Buffer> {
  let stream: Readable | null = null
  const zip = await walk(file, (entry) => entry.fileName === name, { keepOpen: true })
  try {
    stream = await new Promise<Readable>((resolve, reject) => {
      if (!zip.found) return reject(refuse.brokenZip(file.name))
      zip.zip.openReadStream(zip.found, (error, opened) => (error ? reject(error) : resolve(opened)))
    })
    for await (const chunk of stream) yield chunk as Buffer
  } catch (error) {
    if (error instanceof Refusal) throw error
    throw refuse.brokenZip(file.name)
  } finally {
    stream?.destroy()
    zip.zip.close()
  }
}

type Walked = { zip: yauzl.ZipFile; found: yauzl.Entry | null }

/** Goes through the directory until `visit` says that this is the one. */
function walk(
  file: SourceFile,
  visit: (entry: yauzl.Entry, zip: yauzl.ZipFile) => boolean,
  { keepOpen = false } = {},
): Promise<Walked> {
  return new Promise((resolve, reject) => {
    yauzl.open(file.path, { lazyEntries: true, autoClose: false, strictFileNames: true }, (error, zip) => {
      if (error) return reject(refuse.brokenZip(file.name))
      const finish = (found: yauzl.Entry | null, failure?: unknown) => {
        zip.removeAllListeners('entry')
        if (!keepOpen || failure) zip.close()
        if (failure) reject(failure instanceof Refusal ? failure : refuse.brokenZip(file.name))
        else resolve({ zip, found })
      }
      zip.on('error', (failure: unknown) => finish(null, failure))
      zip.on('end', () => finish(null))
      zip.on('entry', (entry: yauzl.Entry) => {
        try {
          if (visit(entry, zip)) return finish(entry)
        } catch (failure) {
          return finish(null, failure)
        }
        zip.readEntry()
      })
      zip.readEntry()
    })
  })
}

/** The entry of that name, also within one folder; null where there is none. */
export function entryNamed(entries: ZipEntry[], name: string): string | null {
  return entries.find((entry) => entry.name.toLowerCase().split('/').at(-1) === name)?.name ?? null
}
