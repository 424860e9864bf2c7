import { type DigestLanguage, digestWords } from './digest.words.ts'
import { hasOwnFooter, withOwnFooter, withoutOwnFooter } from './own-footer.ts'

type Text = { subject: string | null; body: string }

/** OPT-7: one email for the messages of a day, each under its subject. A single one comes as it would by itself. Pure. */
export function digestText(items: readonly Text[], of: { schoolName: string; language: DigestLanguage }): Text {
  const [only, second] = items
  if (only && !second) return { subject: only.subject, body: only.body }
  const words = digestWords[of.language]
  const parts = items.map(({ subject, body }, at) => {
    const heading = `${at + 1}. ${subject ?? of.schoolName}`
    return `${heading}\n${'-'.repeat(Math.min(heading.length, 60))}\n\n${withoutOwnFooter(body)}`
  })
  const body = [words.lead(items.length, of.schoolName), ...parts].join('\n\n')
  const hasFooter = items.some((item) => hasOwnFooter(item.body))
  return {
    subject: words.subject(items.length, of.schoolName),
    body: hasFooter ? withOwnFooter(body, of.language) : body,
  }
}
