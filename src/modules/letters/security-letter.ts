import { readFileSync } from 'node:fs'
import { inProject } from '../../platform/paths/index.ts'
import { renderPdf } from '../../platform/pdf/index.ts'

export type LetterLanguage = 'en' | 'cy' | 'pl' | 'ur' | 'ar'

/** One sheet. It holds what is printed on it and nothing else, so that it cannot show another person. */
export type SecurityLetterPage = {
  kind: 'family' | 'single-adult' | 'staff'
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

/**
 * One tagged PDF with a page for each letter, in the order given (LET-7, LET-8). The codes stand in it and nowhere else
 * afterwards (LET-3): no name or code is in its metadata (VIS-5).
 */
export function renderSecurityLetters(
  pages: SecurityLetterPage[],
  { language }: { language: LetterLanguage },
): Promise<Uint8Array> {
  const template = readFileSync(inProject('src', 'modules', 'letters', 'security-letter.typ'), 'utf8')
  return renderPdf({
    template,
    data: { language, pages: pages.map(({ school: { crest, ...school }, ...page }) => ({ ...page, school })) },
  })
}
