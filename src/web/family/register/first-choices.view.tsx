import { consentWords } from '../../../modules/preferences/index.ts'
import { Card } from '../../components/card.tsx'
import { Checkbox, Radios } from '../../components/fields.tsx'
import { type Language, wordsIn } from '../language.ts'
import { firstChoicesWords } from './first-choices.words.ts'

/** OPT-6, OPT-7: how often, and what else. All of it can be left as it is; the yes to fundraising is unticked. */
export function FirstChoices({ language, news, consent }: { language: Language; news: string; consent: boolean }) {
  const words = wordsIn(firstChoicesWords, language)
  return (
    <Card>
      <Radios
        name="news"
        label={words.news}
        hint={words.newsHint}
        value={news}
        choices={[
          { value: 'usual', words: words.usual },
          { value: 'digest', words: words.digest, hint: words.digestHint },
          { value: 'none', words: words.none },
        ]}
      />
      <Checkbox name="consent" label={consentWords[language]} checked={consent} />
      <p class="hint">{words.later}</p>
    </Card>
  )
}
