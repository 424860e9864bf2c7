import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { setImmediate as turn } from 'node:timers/promises'
import { Refusal } from '../../platform/errors/index.ts'
import { inProject } from '../../platform/paths/index.ts'
import { renderPdf } from '../../platform/pdf/index.ts'
import { letterDate } from './letter-date.ts'
import { qrAsSvg } from './qr.ts'
import { pictureKind } from './rules/picture-kind.ts'
import { type LetterKind, type LetterWords, letterWords } from './words/words.ts'

export type LetterLanguage = 'en' | 'cy' | 'pl' | 'ur' | 'ar'

/** One sheet. It holds what is printed on it and nothing else, so that it cannot show another person. */
export type SecurityLetterPage = {
  kind: LetterKind
  school: { name: string; address: string | null; phone: string | null; email: string | null; crest: Uint8Array | null }
  /** The pupil or member the letter belongs to. */
  member: { name: string; class: string | null }
  /** Only on a single-adult letter: whom it is addressed to; never anybody else (LET-7, VIS-5). */
  addressee: { name: string; addressLines: string[] } | null
  /** e.g. https://hill.example/register */
  siteAddress: string
  /** Printed in groups of four unless it has groups already. */
  reference: string
  /** One for each free place: ten characters, printed 5+5; `url` holds reference and token in its fragment, for the QR. */
  codes: { place: number; code: string; url: string }[]
  /** YYYY-MM-DD, printed as people say it in the language. */
  expiresOn: string
  /** The text after merge fields, in the letter's language. */
  paragraphs: string[]
  /** The data notice with the way to opt out. */
  notice: string[]
  help: string
}

/** Latin stands first, so that codes and addresses look the same on every letter. `leading` is in em, `scale` of size. */
function typeOf(language: LetterLanguage) {
  if (language !== 'ur') return { fonts: ['Noto Sans', 'Noto Sans Arabic'], leading: 0.58, scale: 1, titleSize: 1.75 }
  // Nastaliq hangs far below its line, and is drawn smaller than Latin of the same size.
  return { fonts: ['Noto Sans', 'Noto Nastaliq Urdu', 'Noto Sans Arabic'], leading: 0.98, scale: 1.1, titleSize: 1.35 }
}

/**
 * One tagged PDF with a sheet for each letter, in the order given (LET-7, LET-8). The codes stand on the sheets and
 * nowhere else afterwards (LET-3): neither names nor codes are in its metadata, bookmarks or picture texts (VIS-5).
 * A crest that is no PNG, JPEG or SVG is left out; a damaged one is refused. A letter too long for its sheet is set smaller.
 */
export async function renderSecurityLetters(
  pages: SecurityLetterPage[],
  { language }: { language: LetterLanguage },
): Promise<Uint8Array> {
  const words = letterWords(language)
  const files: Record<string, Uint8Array> = {}
  const sheets: ReturnType<typeof sheetOf>[] = []
  for (const page of pages) {
    sheets.push(sheetOf(page, { words, language, crest: keepCrest(page.school.crest, files) }))
    // QR codes are made on the program's own thread: requests get their turn between letters.
    if (sheets.length % 20 === 0) await turn()
  }
  const set = (measureEach: boolean) =>
    renderPdf({
      template: template(),
      data: {
        settings: { language, words, ...typeOf(language), direction: words.direction, measureEach },
        pages: sheets,
        longest: longestOfEachShape(sheets),
      },
      files,
    }).catch((error: unknown) => {
      throw isAboutPicture(error) ? crestUnreadable(error) : error
    })
  const alike = await set(false)
  if (alike.pages === pages.length) return alike.pdf
  return (await set(true)).pdf
}

function isAboutPicture(error: unknown): boolean {
  return error instanceof Error && /image|svg/i.test(error.message)
}

function crestUnreadable(cause: unknown): Refusal {
  return new Refusal(
    'letters.crest-unreadable',
    'The school crest could not be read as a picture. No letter was made. Please save the crest again as PNG or JPEG, and upload that.',
    { cause },
  )
}

/** Letters of one shape are set in one size: that in which the longest of them fits. */
function longestOfEachShape(sheets: { shape: string }[]): [shape: string, index: number][] {
  const lengths = sheets.map((sheet) => JSON.stringify({ ...sheet, codes: [] }).length)
  const longest = new Map<string, number>()
  sheets.forEach(({ shape }, index) => {
    const before = longest.get(shape)
    if (before === undefined || (lengths[index] ?? 0) > (lengths[before] ?? 0)) longest.set(shape, index)
  })
  return [...longest]
}

type Sheet = { words: LetterWords; language: LetterLanguage; crest: string | null }

function sheetOf(page: SecurityLetterPage, { words, language, crest }: Sheet) {
  const count = page.codes.length === 1 ? 'one' : 'several'
  const site = page.siteAddress.replace(/^https:\/\//, '')
  const { crest: _, ...school } = page.school
  return {
    kind: page.kind,
    shape: `${page.kind} ${page.codes.length}`,
    school,
    crest,
    member: page.member,
    addressee: page.kind === 'single-adult' ? page.addressee : null,
    title: words.title[page.kind],
    paragraphs: page.paragraphs,
    steps: words.steps.map((step) => step.replace('{site}', `\u2068${site}\u2069`)),
    site,
    reference: inGroups(page.reference),
    codesHeading: words.codesHeading[count],
    once: words.once[count],
    codes: page.codes.map(({ place, code, url }) => ({
      label: words.code[count].replace('{place}', String(place)),
      alt: words.qr[count].replace('{place}', String(place)),
      code: `${code.slice(0, 5)} ${code.slice(5)}`,
      qr: qrAsSvg(url),
    })),
    expiry: words.expiry.replace('{date}', letterDate(page.expiresOn, language)),
    notice: page.notice,
    help: page.help,
  }
}

/** Puts the crest among the files once, however many sheets carry it. Gives the name by which a sheet finds it. */
function keepCrest(crest: Uint8Array | null, files: Record<string, Uint8Array>): string | null {
  const kind = crest && pictureKind(crest)
  if (!kind) return null
  const name = `crest-${createHash('sha256').update(crest).digest('hex').slice(0, 16)}.${kind}`
  files[name] = crest
  return name
}

function inGroups(reference: string): string {
  if (/[\s-]/.test(reference)) return reference
  return reference.match(/.{1,4}/gu)?.join(' ') ?? reference
}

function template(): string {
  return readFileSync(inProject('src', 'modules', 'letters', 'security-letter.typ'), 'utf8')
}
