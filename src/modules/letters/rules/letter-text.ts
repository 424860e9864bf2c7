import { Refusal } from '../../../platform/errors/index.ts'
import { letterDate } from '../letter-date.ts'
import type { LetterLanguage } from '../security-letter.ts'
import type { LetterText } from '../words/words.ts'

/** What the merge fields of a letter stand for. */
export type LetterFields = {
  pupil: { name: string; class: string | null }
  school: { name: string }
  /** How many adults may still register with this letter. */
  places: number
  /** YYYY-MM-DD */
  expiresOn: string
  siteAddress: string
}

const known = ['pupil.name', 'pupil.class', 'school.name', 'places', 'expires', 'site'] as const
type Field = (typeof known)[number]

/** Refuses a text with a merge field that a letter does not have, or with braces that do not close (LET-7). */
export function checkLetterText(text: LetterText): void {
  const all = [...text.paragraphs, ...text.notice, text.help].join('\n')
  const unknown = fieldsIn(all).filter((field) => !isKnown(field))
  if (unknown.length > 0) {
    throw new Refusal(
      'letters.unknown-field',
      `A letter has no field ${unknown.map((field) => `{{${field}}}`).join(', ')}. It can have ${listed()}. Nothing was saved.`,
    )
  }
  if (/\{\{|\}\}/.test(all.replace(fieldPattern, ''))) {
    throw new Refusal(
      'letters.open-field',
      'A field in this text does not begin with {{ and end with }}. Please look for a brace too many or too few. Nothing was saved.',
    )
  }
}

/** The text with its merge fields filled in. What is filled in is isolated, so that a name keeps its own direction. */
export function fillLetterText(text: LetterText, fields: LetterFields, language: LetterLanguage): LetterText {
  const values: Record<Field, string> = {
    'pupil.name': isolated(fields.pupil.name),
    'pupil.class': isolated(fields.pupil.class ?? ''),
    'school.name': isolated(fields.school.name),
    places: String(fields.places),
    expires: letterDate(fields.expiresOn, language),
    site: isolated(fields.siteAddress.replace(/^https:\/\//, '')),
  }
  const fill = (words: string) =>
    words.replace(fieldPattern, (whole, name: string) => (isKnown(name.trim()) ? values[name.trim() as Field] : whole))
  return { paragraphs: text.paragraphs.map(fill), notice: text.notice.map(fill), help: fill(text.help) }
}

const fieldPattern = /\{\{([^{}]*)\}\}/g

function fieldsIn(text: string): string[] {
  return [...new Set([...text.matchAll(fieldPattern)].map(([, name = '']) => name.trim()))]
}

function isKnown(field: string): field is Field {
  return (known as readonly string[]).includes(field)
}

function listed(): string {
  return known.map((field) => `{{${field}}}`).join(', ')
}

function isolated(value: string): string {
  return value === '' ? '' : `\u2068${value}\u2069`
}
