import { createHash } from 'node:crypto'
import { letterDate } from './letter-date.ts'
import { qrAsPng } from './qr.ts'
import { pictureKind } from './rules/picture-kind.ts'
import type { LetterLanguage, SecurityLetterPage } from './security-letter.ts'
import { letterWords } from './words/words.ts'

/** Sheets of one shape are set in one size. */
export function shapeOf({ language, kind, codes }: SecurityLetterPage): string {
  return `${language} ${kind} ${codes.length}`
}

/** What the template must know of a language. */
export function settingsOf(language: LetterLanguage) {
  const words = letterWords(language)
  return { language, words, ...typeOf(language), direction: words.direction }
}

/** Latin stands first, so that codes and addresses look the same on every letter. `leading` is in em, `scale` of size. */
function typeOf(language: LetterLanguage) {
  if (language !== 'ur') return { fonts: ['Noto Sans', 'Noto Sans Arabic'], leading: 0.58, scale: 1, titleSize: 1.75 }
  // Nastaliq hangs far below its line, and is drawn smaller than Latin of the same size.
  return { fonts: ['Noto Sans', 'Noto Nastaliq Urdu', 'Noto Sans Arabic'], leading: 0.98, scale: 1.1, titleSize: 1.35 }
}

/** A sheet as the template takes it. Puts the pictures it carries among the files. */
export function sheetOf(page: SecurityLetterPage, files: Record<string, Uint8Array>) {
  const { language } = page
  const words = letterWords(language)
  const count = page.codes.length === 1 ? 'one' : 'several'
  const site = page.siteAddress.replace(/^https:\/\//, '')
  const { crest, ...school } = page.school
  return {
    blank: false,
    language,
    kind: page.kind,
    shape: shapeOf(page),
    school,
    crest: keepCrest(crest, files),
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
      qr: keepPicture(qrAsPng(url), 'png', files),
    })),
    expiry: words.expiry.replace('{date}', letterDate(page.expiresOn, language)),
    notice: page.notice,
    help: page.help,
  }
}

/** The name by which a sheet finds the crest; null where it is no picture that can be shown. */
function keepCrest(crest: Uint8Array | null, files: Record<string, Uint8Array>): string | null {
  const kind = crest && pictureKind(crest)
  return kind ? keepPicture(crest, kind, files) : null
}

/** A picture stands among the files once, however many sheets carry it. */
function keepPicture(picture: Uint8Array, kind: string, files: Record<string, Uint8Array>): string {
  const name = `${createHash('sha256').update(picture).digest('hex').slice(0, 24)}.${kind}`
  files[name] = picture
  return name
}

function inGroups(reference: string): string {
  if (/[\s-]/.test(reference)) return reference
  return reference.match(/.{1,4}/gu)?.join(' ') ?? reference
}
