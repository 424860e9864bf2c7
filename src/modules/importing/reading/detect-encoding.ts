import { isAscii, isUtf8 } from 'node:buffer'
import { stat } from 'node:fs/promises'
import { readBytes, readFirstBytes } from './read-bytes.ts'
import { refuse } from './refusals.ts'

export type SourceFile = { name: string; path: string }
export type Encoding = 'utf-8' | 'windows-1252' | 'utf-16le' | 'utf-16be'
export type DetectedText = { encoding: Encoding; head: string; headIsAll: boolean; warnings: string[] }

const HEAD = 64 * 1024

const MAGIC: [bytes: number[], what: string][] = [
  [[0x25, 0x50, 0x44, 0x46], 'a PDF'],
  [[0x89, 0x50, 0x4e, 0x47], 'a picture'],
  [[0xff, 0xd8, 0xff], 'a picture'],
  [[0x47, 0x49, 0x46, 0x38], 'a picture'],
  [[0x7b, 0x5c, 0x72, 0x74, 0x66], 'a word processor document'],
]

/**
 * Byte order mark, then strict UTF-8, then windows-1252; for XML the declaration before the guess. Reads the whole file once,
 * because one wrong byte far down decides. Refuses what is no text.
 */
export async function detectEncoding(file: SourceFile): Promise<DetectedText> {
  const { bytes, isAll } = await readFirst(file)
  const first = bytes.subarray(0, HEAD)
  const headIsAll = bytes.length < HEAD
  refuseBinaries(file.name, first)
  const marked = byteOrderMark(first)
  if (marked === 'utf-16le' || marked === 'utf-16be')
    return { encoding: marked, head: decode(first, marked), headIsAll, warnings: [] }
  if (first.subarray(0, 4096).includes(0)) throw refuse.notATable(file.name, 'a binary file')
  const declared = marked ?? declaredEncoding(file.name, first)
  const { utf8, undefinedAt, hasLetters, warnings } = await examine(file, isAll ? [bytes] : readBytes(file.path))
  if (declared === 'utf-8' && !utf8)
    throw refuse.encoding(file.name, 'it says it is UTF-8, but some of its bytes are not.')
  const encoding = declared ?? (utf8 ? 'utf-8' : 'windows-1252')
  if (encoding === 'windows-1252' && undefinedAt !== null) {
    throw refuse.encoding(file.name, `it is neither UTF-8 nor windows-1252 (line ${undefinedAt}).`)
  }
  const misdeclared = declared === 'windows-1252' && utf8 && hasLetters
  return {
    encoding,
    head: decode(first, encoding),
    headIsAll,
    warnings: encoding === 'utf-8' ? warnings : misdeclared ? [doublyEncoded] : [],
  }
}

/** The text of the file, piece by piece, without its byte order mark. */
export async function* readText(file: SourceFile, encoding: Encoding): AsyncGenerator<string> {
  // UTF-8 was looked through already; half a letter of UTF-16 shows only here.
  const decoder = new TextDecoder(encoding, { fatal: encoding.startsWith('utf-16') })
  const decoded = (chunk?: Buffer): string => {
    try {
      return decoder.decode(chunk, { stream: chunk !== undefined })
    } catch {
      throw refuse.encoding(file.name, 'it says it is UTF-16, but some of its letters are only halves.')
    }
  }
  for await (const chunk of readBytes(file.path)) {
    const text = decoded(chunk)
    if (text.includes('\0')) throw refuse.notATable(file.name, 'a binary file')
    yield text
  }
  const rest = decoded()
  if (rest !== '') yield rest
}

async function readFirst(file: SourceFile): Promise<{ bytes: Buffer; isAll: boolean }> {
  const found = await stat(file.path).catch(() => null)
  if (!found) throw refuse.missing(file.name)
  if (found.isDirectory()) throw refuse.directory(file.name)
  if (found.size === 0) throw refuse.empty(file.name)
  const first = await readFirstBytes(file.path)
  const { bytes } = first
  if (bytes.length < HEAD && decode(bytes, byteOrderMark(bytes) ?? 'windows-1252').trim() === '')
    throw refuse.empty(file.name)
  return first
}

function refuseBinaries(name: string, head: Buffer): void {
  if (head.subarray(0, 2).toString('latin1') === 'PK' && (head[2] ?? 9) < 9) throw refuse.spreadsheet(name)
  if (head[0] === 0xd0 && head[1] === 0xcf && head[2] === 0x11 && head[3] === 0xe0) throw refuse.spreadsheet(name)
  if (head[0] === 0x1f && head[1] === 0x8b) throw refuse.spreadsheet(name)
  for (const [bytes, what] of MAGIC) {
    if (bytes.every((byte, index) => head[index] === byte)) throw refuse.notATable(name, what)
  }
  if (/^\s*<(!doctype\s+html|html)/i.test(head.subarray(0, 512).toString('latin1')))
    throw refuse.notATable(name, 'a web page')
}

function byteOrderMark(head: Buffer): Encoding | null {
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return 'utf-8'
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le'
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be'
  return null
}

function declaredEncoding(name: string, head: Buffer): Encoding | null {
  const match = /^\s*<\?xml[^>]*?encoding\s*=\s*["']([^"']+)["']/i.exec(head.subarray(0, 512).toString('latin1'))
  if (!match) return null
  const label = (match[1] ?? '').toLowerCase()
  if (label === 'utf-8' || label === 'utf8') return 'utf-8'
  if (['iso-8859-1', 'latin1', 'windows-1252', 'us-ascii', 'iso-8859-15'].includes(label)) return 'windows-1252'
  throw refuse.encoding(name, `it says it is written in “${match[1]}”, which is not read here.`)
}

/** `hasLetters`: letters beyond ASCII, so that the encodings differ. */
type Examined = { utf8: boolean; undefinedAt: number | null; hasLetters: boolean; warnings: string[] }

const doublyEncoded = 'Some letters look doubly encoded (such as Ã© for é): check how the file was made.'
/** UTF-8 read as windows-1252, byte by byte as it was written once more: `Ã` before a sign of the upper half, or the start of a curly quote. */
const MOJIBAKE =
  /\u00c3[\u0080-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122]|\u00e2(?:\u20ac|\u0080)/

async function examine(file: SourceFile, pieces: Iterable<Buffer> | AsyncIterable<Buffer>): Promise<Examined> {
  const found: Examined = { utf8: true, undefinedAt: null, hasLetters: false, warnings: [] }
  const seen = { replacement: false, mojibake: false }
  let lines = 1
  let held: Buffer = Buffer.alloc(0)
  for await (const piece of pieces) {
    const chunk = held.length > 0 ? Buffer.concat([held, piece]) : piece
    if (chunk.includes(0)) throw refuse.notATable(file.name, 'a binary file')
    const whole = chunk.subarray(0, endOfLastCharacter(chunk))
    held = chunk.subarray(whole.length)
    if (found.utf8 && !isUtf8(whole)) found.utf8 = false
    if (!found.utf8 && found.undefinedAt === null) found.undefinedAt = findUndefined(whole, lines)
    if (!found.utf8) lines += countLines(whole)
    seen.replacement ||= whole.includes('\ufffd')
    found.hasLetters ||= !isAscii(whole)
    // Looked for in the bytes first: most files have neither letter.
    seen.mojibake ||= (whole.includes('Ã') || whole.includes('â')) && MOJIBAKE.test(whole.toString('utf8'))
  }
  if (held.length > 0 && !isUtf8(held)) found.utf8 = false
  if (seen.replacement) found.warnings.push('Some letters were already lost (�) before the file was made.')
  if (seen.mojibake) found.warnings.push(doublyEncoded)
  return found
}

/** Bytes that windows-1252 leaves undefined: with them the file is something else again. */
function findUndefined(chunk: Buffer, lines: number): number | null {
  const positions = [0x81, 0x8d, 0x8f, 0x90, 0x9d].map((byte) => chunk.indexOf(byte)).filter((at) => at >= 0)
  return positions.length === 0 ? null : lines + countLines(chunk.subarray(0, Math.min(...positions)))
}

function countLines(chunk: Buffer): number {
  let count = 0
  for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, at + 1)) count++
  return count
}

function endOfLastCharacter(chunk: Buffer): number {
  for (let back = 1; back <= Math.min(3, chunk.length); back++) {
    const byte = chunk[chunk.length - back] ?? 0
    if (byte < 0x80) break
    if (byte >= 0xc0) {
      const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2
      return length > back ? chunk.length - back : chunk.length
    }
  }
  return chunk.length
}

function decode(head: Buffer, encoding: Encoding): string {
  return new TextDecoder(encoding).decode(head, { stream: true })
}
