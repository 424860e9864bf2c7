import { ownLinkField } from '../../delivery/index.ts'
import { type DigestLanguage, digestWords } from './digest.words.ts'

const mark = '\n\n-- \n'

/** SEC-2: at the end of an email to somebody whom a signed link opens something. Nobody can write the field into a message (MSG-8). */
export function withOwnFooter(body: string, language: DigestLanguage): string {
  return `${body}${mark}${digestWords[language].own}\n${ownLinkField}`
}

export function hasOwnFooter(body: string): boolean {
  return body.endsWith(ownLinkField)
}

/** The words of the message alone. */
export function withoutOwnFooter(body: string): string {
  const at = body.lastIndexOf(mark)
  return at >= 0 && hasOwnFooter(body) ? body.slice(0, at) : body
}
