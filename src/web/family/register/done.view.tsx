import { type OpenRegistration, registersForOneself } from '../../../modules/registration/index.ts'
import { Button } from '../../components/button.tsx'
import { Card } from '../../components/card.tsx'
import { FamilyPage } from '../../components/family-page.tsx'
import { Form } from '../../components/form.tsx'
import { isolated, type Language, languages, wordsIn } from '../language.ts'
import { doneWords } from './done.words.ts'
import { keepWords } from './keep.words.ts'
import { ownWords } from './own.words.ts'
import { askIn } from './register.words.ts'

export function DoneView({ language, open }: { language: Language; open: OpenRegistration }) {
  const { school, pupil, registration } = open
  if (registration.state !== 'registered') return <WithTheOffice language={language} open={open} />
  const words = wordsIn(doneWords, language)
  const isOwn = registersForOneself(pupil)
  const name = isolated(language, school.name)
  return (
    <FamilyPage
      title={words.title(isolated(language, registration.forename ?? ''))}
      school={school.name}
      language={language}
      offered={languages}
    >
      <Card kind="ok">
        <p>{isOwn ? wordsIn(ownWords, language).done(name) : words.done(name, isolated(language, pupil.forename))}</p>
      </Card>
      <Card title={words.next}>
        <ul>
          <li>{words.nothingToDo}</li>
          {isOwn ? null : (
            <>
              <li>{words.otherAdult}</li>
              <li>{words.otherChild}</li>
              <li>{words.link}</li>
            </>
          )}
          <li>{words.change(askIn(language, school.settings.helpContact))}</li>
        </ul>
      </Card>
      {isOwn ? null : <KeepSignIn language={language} />}
    </FamilyPage>
  )
}

function KeepSignIn({ language }: { language: Language }) {
  const words = wordsIn(keepWords, language)
  return (
    <Card title={words.title}>
      <p>{words.why}</p>
      <Form action="/register/sign-in">
        <p class="buttons">
          <Button kind="quiet">{words.keep}</Button>
        </p>
      </Form>
    </Card>
  )
}

/** LET-13: the same words whatever the reason (VIS-4). */
function WithTheOffice({ language, open: { school } }: { language: Language; open: OpenRegistration }) {
  const words = wordsIn(doneWords, language)
  return (
    <FamilyPage title={words.thanks} school={school.name} language={language} offered={languages}>
      <Card>
        <p>{words.compares}</p>
        <p>{words.noAnswer(askIn(language, school.settings.helpContact))}</p>
      </Card>
    </FamilyPage>
  )
}
