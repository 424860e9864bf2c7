import type { FastifyRequest } from 'fastify'
import { ButtonLink } from '../components/button.tsx'
import { FamilyPage } from '../components/family-page.tsx'
import { errorPageWords } from './error-page.words.ts'
import { isolated, languageOf, languages, wordsIn } from './language.ts'
import { sayToFamily } from './say-refusal.ts'

/** Whether families come to this address, so that what goes wrong there is said in their language and look. */
export function isForFamilies(path: string): boolean {
  return /^\/(register|my|sign-in|account)(\/|\?|$)/.test(path)
}

/** What went wrong, in the language of the request. `refusal` is said as it stands where there are no words for its code. */
export function FamilyErrorPage({
  request,
  status,
  refusal,
  fault,
  back,
}: {
  request: FastifyRequest
  status: number
  refusal?: { code: string; words: string }
  /** The number under which a fault was logged. */
  fault?: string
  back: string
}) {
  const language = languageOf({ request }, { among: languages })
  const words = wordsIn(errorPageWords, language)
  const title = fault ? words.fault : status === 404 ? words.gone : words.closed
  return (
    <FamilyPage title={title} lead={said()} language={language} offered={[]}>
      <p class="buttons">
        <ButtonLink href={back}>{words.back}</ButtonLink>
      </p>
    </FamilyPage>
  )

  function said(): string {
    if (fault) return words.faultWords(isolated(language, fault))
    if (status === 404) return words.goneWords
    if (refusal?.code === 'form.stale') return words.staleWords
    return refusal && refusal.code !== 'form.unreadable' ? sayToFamily(language, refusal) : words.unreadWords
  }
}
