import { hasOptedOut, isWorkingChannel } from '../../../modules/people/index.ts'
import {
  choicesOf,
  consentWords,
  type KindChoice,
  type MessageKind,
  messageKinds,
  type Preferences,
} from '../../../modules/preferences/index.ts'
import type { OwnDetails } from '../../../modules/registration/index.ts'
import { Button } from '../../components/button.tsx'
import { Card } from '../../components/card.tsx'
import { FamilyPage } from '../../components/family-page.tsx'
import { Checkbox, Select } from '../../components/fields.tsx'
import { Form } from '../../components/form.tsx'
import { Note } from '../../components/note.tsx'
import { type Language, languageNames, languages, wordsIn } from '../language.ts'
import { MyNav, sayDate } from '../my/parts.tsx'
import type { Who } from '../my/who.ts'
import { preferencesWords } from './preferences.words.ts'

type Words = typeof preferencesWords.en
type Shown = { own: OwnDetails; preferences: Preferences; language: Language }

/** OPT-3, OPT-7: what one adult gets from one school. */
export function PreferencesView({ who, ...shown }: Shown & { who: Who }) {
  const { own, language } = shown
  const words = wordsIn(preferencesWords, language)
  const here = `/my/at/${own.school.slug}/preferences`
  return (
    <FamilyPage title={words.title} lead={words.lead} school={own.school.name} language={language} here={here}>
      <MyNav who={who} language={language} at="preferences" />
      <PreferencesForm {...shown} action={here} />
    </FamilyPage>
  )
}

function PreferencesForm({ own, preferences, language, action }: Shown & { action: string }) {
  const words = wordsIn(preferencesWords, language)
  const reach = reachOf(own.adult)
  return (
    <Form action={action}>
      <LessToChoose own={own} words={words} />
      <Card>
        {messageKinds
          .filter((kind) => kind !== 'fundraising')
          .map((kind) => (
            <KindField
              key={kind}
              kind={kind}
              words={words}
              preferences={preferences}
              reach={reach}
              language={language}
            />
          ))}
        <p class="hint">{words.byText}</p>
      </Card>
      <Card title={words.mustTitle}>
        <p>{words.must}</p>
      </Card>
      <Fundraising words={words} preferences={preferences} reach={reach} language={language} />
      <Card>
        <Select
          name="hour"
          label={words.hour}
          hint={words.hourHint}
          value={String(preferences.digestHour)}
          choices={hours.map((hour) => ({ value: String(hour), words: `${String(hour).padStart(2, '0')}:00` }))}
        />
        <Select
          name="language"
          label={words.language}
          hint={words.languageHint}
          value={preferences.language ?? ''}
          choices={[
            { value: '', words: words.noLanguage },
            ...languages.map((each) => ({ value: each, words: languageNames[each] })),
          ]}
        />
      </Card>
      <p class="buttons">
        <Button>{words.save}</Button>
      </p>
    </Form>
  )
}

const hours = Array.from({ length: 24 }, (_, hour) => hour)

type Reach = { email: boolean; text: boolean }

function reachOf({ contactPoints, optOuts }: OwnDetails['adult']): Reach {
  const works = contactPoints.filter((point) => isWorkingChannel(point, optOuts))
  return { email: works.some(({ kind }) => kind === 'email'), text: works.some(({ smsCapable }) => smsCapable) }
}

/** A way that reaches nobody is not offered, unless it is what stands. */
function isOffered(choice: KindChoice, reach: Reach): boolean {
  if (choice === 'email' || choice === 'digest') return reach.email
  return choice !== 'text' || reach.text
}

type FieldFacts = { words: Words; preferences: Preferences; reach: Reach; language: Language }

function choicesShown(kind: MessageKind, { words, preferences, reach }: FieldFacts) {
  const { choice } = preferences.kinds[kind]
  return choicesOf(kind)
    .filter((each) => each === choice || isOffered(each, reach))
    .map((each) => ({ value: each, words: words.choices[each] }))
}

function KindField({ kind, ...facts }: FieldFacts & { kind: Exclude<MessageKind, 'fundraising'> }) {
  const { words, preferences, language } = facts
  const { choice, stored } = preferences.kinds[kind]
  return (
    <Select
      name={`kind-${kind}`}
      label={words.kinds[kind]}
      hint={
        <>
          {words.examples[kind]}
          {stored?.setByKind === 'staff' ? ` ${words.setByStaff(sayDate(stored.setAt, language))}` : ''}
        </>
      }
      value={choice}
      choices={choicesShown(kind, facts)}
    />
  )
}

/** OPT-6: an unticked box, the words of the version beside it, and one way. */
function Fundraising(facts: FieldFacts) {
  const { words, preferences, language } = facts
  const { choice } = preferences.kinds.fundraising
  const ways = choicesShown('fundraising', facts).filter(({ value }) => value !== 'none')
  return (
    <Card title={words.fundraising}>
      <p class="hint">{words.fundraisingHint}</p>
      <Checkbox name="consent" label={consentWords[language]} checked={choice !== 'none'} />
      {ways.length > 0 ? (
        <Select name="kind-fundraising" label={words.fundraisingWay} value={choice} choices={ways} />
      ) : null}
    </Card>
  )
}

/** OPT-5: an opt-out is another choice than these, and comes first. */
function LessToChoose({ own: { school, adult }, words }: { own: OwnDetails; words: Words }) {
  const [email, text] = [hasOptedOut(adult.optOuts, 'email'), hasOptedOut(adult.optOuts, 'sms')]
  if (!email && !text) return null
  const said = email && text ? words.noneAtAll : email ? words.noEmail : words.noText
  return (
    <Note kind="info">
      {said} <a href={`/my/at/${school.slug}/choices`}>{words.change}</a>
    </Note>
  )
}

/** Somebody at several schools picks one first. */
export function WhichSchoolView({ who, language }: { who: Who; language: Language }) {
  const words = wordsIn(preferencesWords, language)
  return (
    <FamilyPage title={words.whichSchool} lead={words.whichLead} language={language} here="/my/preferences">
      <MyNav who={who} language={language} at="preferences" />
      <Card>
        <ul class="plain">
          {who.own.map(({ school }) => (
            <li key={school.id}>
              <a class="act" href={`/my/at/${school.slug}/preferences`}>
                {school.name}
              </a>
            </li>
          ))}
        </ul>
      </Card>
    </FamilyPage>
  )
}
