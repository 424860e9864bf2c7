import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'

const weights = ['400Regular', '600SemiBold', '700Bold'] as const
const families = {
  'noto-sans': 'NotoSans',
  'noto-sans-arabic': 'NotoSansArabic',
  'noto-nastaliq-urdu': 'NotoNastaliqUrdu',
} as const

/** The only fonts a document is set with, so that it looks alike on every machine. */
export function fontFiles(): string[] {
  return Object.keys(families).flatMap((family) => weights.map((weight) => fontFile(family as Family, weight)))
}

/**
 * The text as it can be set: composed (e + ´ is é), without control characters and without those that turn the direction
 * of what follows. A character that no font has becomes �, since one such name must not stop a whole batch of letters.
 */
export function printable(text: string): string {
  if (/^[\x20-\x7e\n]*$/.test(text)) return text
  const composed = text.normalize('NFC').replace(/[^\P{Cc}\n]|[\u202a-\u202e]|\p{Cn}|\p{Co}|\p{Cs}/gu, '')
  covered ??= readCovered()
  const known = covered
  return Array.from(composed, (character) => (known.has(character.codePointAt(0) ?? 0) ? character : '\ufffd')).join('')
}

type Family = keyof typeof families
let covered: Set<number> | null = null

function fontFile(family: Family, weight: (typeof weights)[number]): string {
  const { resolve } = createRequire(import.meta.url)
  return resolve(`@expo-google-fonts/${family}/${weight}/${families[family]}_${weight}.ttf`)
}

/** Every weight of a family has the same characters. Noto Sans and Noto Sans Arabic are what every document may use. */
function readCovered(): Set<number> {
  const files = [fontFile('noto-sans', '400Regular'), fontFile('noto-sans-arabic', '400Regular')]
  return new Set([0x0a, ...files.flatMap((file) => [...charactersOf(readFileSync(file))])])
}

/** The characters in a font's `cmap`, read from its table of format 12, or 4 for a font without one. */
function* charactersOf(font: Buffer): Generator<number> {
  const tables = Array.from({ length: font.readUInt16BE(4) }, (_, index) => 12 + index * 16)
  const entry = tables.find((at) => font.toString('latin1', at, at + 4) === 'cmap')
  if (entry === undefined) return
  const cmap = font.readUInt32BE(entry + 8)
  const subtables = Array.from(
    { length: font.readUInt16BE(cmap + 2) },
    (_, index) => cmap + font.readUInt32BE(cmap + 4 + index * 8 + 4),
  )
  const long = subtables.find((at) => font.readUInt16BE(at) === 12)
  if (long !== undefined) return yield* ofFormat12(font, long)
  const short = subtables.find((at) => font.readUInt16BE(at) === 4)
  if (short !== undefined) yield* ofFormat4(font, short)
}

function* ofFormat12(font: Buffer, at: number): Generator<number> {
  for (let group = 0; group < font.readUInt32BE(at + 12); group++) {
    const start = at + 16 + group * 12
    yield* between(font.readUInt32BE(start), font.readUInt32BE(start + 4))
  }
}

function* ofFormat4(font: Buffer, at: number): Generator<number> {
  const doubled = font.readUInt16BE(at + 6)
  for (let segment = 0; segment < doubled; segment += 2) {
    const [end, start] = [font.readUInt16BE(at + 14 + segment), font.readUInt16BE(at + 16 + doubled + segment)]
    if (start !== 0xffff) yield* between(start, end)
  }
}

function* between(first: number, last: number): Generator<number> {
  for (let code = first; code <= last; code++) yield code
}
