import type { LetterAnswer } from '../../../modules/registration/index.ts'
import type { FieldErrors } from '../../components/fields.tsx'
import type { Language } from '../language.ts'
import { askIn, registerWords, sayVerdictIn } from './register.words.ts'

/** What stands beside the fields of a letter that did not open; one answer for everything that is not right (LET-5). */
export function letterErrors(language: Language, answer: Exclude<LetterAnswer, { verdict: 'right' }>): FieldErrors {
  if (answer.verdict === 'wrong') return { reference: registerWords(language).wrong(askIn(language)) }
  return { code: sayVerdictIn(language, answer.verdict, answer.helpContact) }
}
