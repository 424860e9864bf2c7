import { readFileSync } from 'node:fs'
import { setImmediate as turn } from 'node:timers/promises'
import { Refusal } from '../../platform/errors/index.ts'
import { inProject } from '../../platform/paths/index.ts'
import { joinPdfs, renderPdf, renderPicture } from '../../platform/pdf/index.ts'
import { settingsOf, shapeOf, sheetOf } from './sheet.ts'
import { type LetterKind, letterWords } from './words/words.ts'

export type LetterLanguage = 'en' | 'cy' | 'pl' | 'ur' | 'ar'

/** One sheet. It holds what is printed on it and nothing else, so that it cannot show another person. */
export type SecurityLetterPage = {
  kind: LetterKind
  language: LetterLanguage
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
  /** An empty page comes after it, so that printed on both sides the next child begins a sheet of their own. */
  blankAfter?: boolean
}

/** Set at once: few enough to hold in memory, enough that starting a document does not count. */
const lettersInPart = 60

/**
 * One tagged PDF with a sheet for each letter, in the order given (LET-7, LET-8). The codes stand on the sheets and
 * nowhere else afterwards (LET-3): neither names nor codes are in its metadata, bookmarks or picture texts (VIS-5).
 * A crest that is no PNG, JPEG or SVG is left out; a damaged one is refused. A letter too long for its sheet is set smaller.
 * `onSet` hears how many sheets are done. The language of the document is that of its first sheet.
 */
export async function renderSecurityLetters(
  pages: SecurityLetterPage[],
  { onSet }: { onSet?: (sheets: number) => void } = {},
): Promise<Uint8Array> {
  const longest = longestOfEachShape(pages)
  const parts: SecurityLetterPage[][] = []
  for (let from = 0; from < pages.length; from += lettersInPart) parts.push(pages.slice(from, from + lettersInPart))
  const language = pages[0]?.language ?? 'en'
  const set: Uint8Array[] = []
  let next = 0
  let sheets = 0
  const setParts = async () => {
    for (let at = next++; at < parts.length; at = next++) {
      const part = parts[at] ?? []
      set[at] = await setPart(part, { longest, language })
      sheets += part.length
      onSet?.(sheets)
      // QR codes are made on the program's own thread: requests get their turn between parts.
      await turn()
    }
  }
  // Two lines of work for each thread of the typesetter, so that none waits for the next part's QR codes.
  await Promise.all(Array.from({ length: 4 }, setParts))
  return joinPdfs(set)
}

async function setPart(
  pages: SecurityLetterPage[],
  { longest, language }: { longest: SecurityLetterPage[]; language: LetterLanguage },
): Promise<Uint8Array> {
  const shapes = new Set(pages.map(shapeOf))
  const measured = longest.filter((page) => shapes.has(shapeOf(page)))
  const set = (measureEach: boolean) =>
    renderPdf(documentOf(pages, { measured, language, measureEach })).catch(sayCrestUnreadable)
  const alike = await set(false)
  const expected = pages.length + pages.filter(({ blankAfter }) => blankAfter).length
  if (alike.pages === expected) return alike.pdf
  return (await set(true)).pdf
}

/** LET-7: one sheet as a picture for a screen. */
export function pictureOfSecurityLetter(page: SecurityLetterPage): Promise<string> {
  const { language } = page
  return renderPicture(documentOf([page], { measured: [page], language, measureEach: false })).catch(sayCrestUnreadable)
}

function documentOf(
  pages: SecurityLetterPage[],
  how: { measured: SecurityLetterPage[]; language: LetterLanguage; measureEach: boolean },
) {
  const files: Record<string, Uint8Array> = {}
  const sheets = pages.flatMap((page) => [sheetOf(page, files), ...(page.blankAfter ? [{ blank: true }] : [])])
  const languages = new Set(pages.map((page) => page.language))
  const data = {
    title: letterWords(how.language).documentTitle,
    language: how.language,
    settings: Object.fromEntries([...languages].map((each) => [each, settingsOf(each)])),
    pages: sheets,
    longest: how.measured.map((page) => sheetOf(page, files)),
    measureEach: how.measureEach,
  }
  return { template: template(), data, files }
}

function sayCrestUnreadable(error: unknown): never {
  throw isAboutPicture(error) ? crestUnreadable(error) : error
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
function longestOfEachShape(pages: SecurityLetterPage[]): SecurityLetterPage[] {
  const longest = new Map<string, { page: SecurityLetterPage; length: number }>()
  for (const page of pages) {
    const { school: _, codes, ...words } = page
    const length = JSON.stringify(words).length
    const shape = shapeOf(page)
    if (length > (longest.get(shape)?.length ?? -1)) longest.set(shape, { page, length })
  }
  return [...longest.values()].map(({ page }) => page)
}

function template(): string {
  return readFileSync(inProject('src', 'modules', 'letters', 'security-letter.typ'), 'utf8')
}
