import { may } from '../../../modules/accounts/index.ts'
import type { Adult } from '../../../modules/people/index.ts'
import { kindNames, messageKinds, type Preferences, purposeOf } from '../../../modules/preferences/index.ts'
import { ButtonLink } from '../../components/button.tsx'
import { Card } from '../../components/card.tsx'
import { DefinitionList } from '../../components/table.tsx'
import { TimeAgo } from '../../components/time-ago.tsx'
import { languageNames } from '../../family/language.ts'
import { useFrame } from '../../frame/frame.ts'
import { choiceWords, saySetter } from './say-choice.ts'

/** OPT-7: what the person chose, apart from opt-outs (OPT-5), with who set it and when. */
export function PreferencesCard({ adult, preferences }: { adult: Adult; preferences: Preferences }) {
  const { school, actor } = useFrame()
  const { general, language, digestHour } = preferences
  return (
    <Card title="What they want to get">
      {isUnsaid(preferences) ? (
        <p>
          {adult.forename} has chosen nothing: messages come the way they are sent. There is no consent to fundraising
          and offers.
        </p>
      ) : (
        <DefinitionList
          items={[
            ...messageKinds.map((kind) => ({ name: kindNames[kind], value: <Choice {...{ kind, preferences }} /> })),
            ...(general
              ? [
                  {
                    name: 'Language',
                    value: language ? <span lang={language}>{languageNames[language]}</span> : 'Not said',
                  },
                  { name: 'Daily email', value: `${String(digestHour).padStart(2, '0')}:00` },
                ]
              : []),
          ]}
        />
      )}
      {may(actor?.roles ?? [], 'opt-out.change') ? (
        <p class="buttons">
          <ButtonLink kind="quiet" href={`/schools/${school?.slug}/people/adults/${adult.id}/preferences`}>
            Set on request
          </ButtonLink>
        </p>
      ) : null}
    </Card>
  )
}

function isUnsaid({ general, kinds }: Preferences): boolean {
  return general === null && messageKinds.every((kind) => kinds[kind].stored === null)
}

function Choice({ kind, preferences }: { kind: (typeof messageKinds)[number]; preferences: Preferences }) {
  const { choice, stored } = preferences.kinds[kind]
  if (!stored) return <>{purposeOf(kind) === 'marketing' ? 'No consent' : choiceWords[choice]}</>
  return (
    <>
      <strong>{choiceWords[choice]}</strong>{' '}
      <small>
        {saySetter(stored)} <TimeAgo at={stored.setAt} />
        {stored.consentWords ? `, to the words of ${stored.consentWords}` : ''}
        {stored.reason ? `: ${stored.reason}` : ''}
      </small>
    </>
  )
}
