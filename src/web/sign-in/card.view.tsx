import { showPrintedCode } from '../../modules/accounts/index.ts'
import { ButtonLink } from '../components/button.tsx'
import { FamilyPage } from '../components/family-page.tsx'
import { type Language, wordsIn } from '../family/language.ts'
import { cardWords } from './card.words.ts'

/** S-11, S-16: codes on paper, shown this once: a card of ten, or the one for recovery. Nothing of it is kept but keyed hashes. */
export function CardView({ codes, language, next }: { codes: string[]; language: Language; next: string }) {
  const words = wordsIn(cardWords, language)
  const isCard = codes.length > 1
  return (
    <FamilyPage
      title={isCard ? words.cardTitle : words.recoveryTitle}
      lead={isCard ? words.cardLead : words.recoveryLead}
      language={language}
      offered={[]}
    >
      <ol class={isCard ? 'codes' : 'codes one'} aria-label={words.codes}>
        {codes.map((code) => (
          <li key={code}>{showPrintedCode(code)}</li>
        ))}
      </ol>
      <p>{isCard ? words.cardUse : words.recoveryUse}</p>
      <p class="buttons">
        <ButtonLink href={next}>{words.keptIt}</ButtonLink>
      </p>
    </FamilyPage>
  )
}
