import type { Adult } from '../../../modules/people/index.ts'
import { choicesOf, kindNames, messageKinds, type Preferences, purposeOf } from '../../../modules/preferences/index.ts'
import { Button } from '../../components/button.tsx'
import { Card } from '../../components/card.tsx'
import { ErrorSummary, type FieldErrors, Select, Textarea } from '../../components/fields.tsx'
import { Form } from '../../components/form.tsx'
import { Note } from '../../components/note.tsx'
import { StaffPage } from '../../components/shell.tsx'
import { useFrame } from '../../frame/frame.ts'
import type { Fields } from '../../page.ts'
import { choiceWords } from './say-choice.ts'
import { nameOf } from './say-people.ts'

const hints = {
  statutory: 'Cannot be muted, nor wait for the daily email.',
  'school business': undefined,
  marketing: 'Only the person can say yes, on the page of their own choices. A no can be recorded here.',
}

export function PreferencesView(props: {
  adult: Adult
  preferences: Preferences
  typed?: Fields
  errors?: FieldErrors
}) {
  const { adult, preferences, typed = {}, errors = {} } = props
  const people = `/schools/${useFrame().school?.slug}/people`
  const here = `${people}/adults/${adult.id}`
  return (
    <StaffPage
      title={`Set what ${nameOf(adult)} gets`}
      current="people"
      breadcrumbs={[
        { words: 'People', href: people },
        { words: nameOf(adult), href: here },
      ]}
    >
      <Card>
        <Form action={`${here}/preferences`}>
          <ErrorSummary errors={errors} />
          <Note kind="info">
            These are {adult.forename}’s own choices. Change them only because {adult.forename} asked you to. They count
            at once, and {adult.forename} sees that the office set them.
          </Note>
          {messageKinds.map((kind) => (
            <Select
              key={kind}
              name={`kind-${kind}`}
              label={kindNames[kind]}
              hint={hints[purposeOf(kind)]}
              error={errors[`kind-${kind}`]}
              value={String(typed[`kind-${kind}`] ?? preferences.kinds[kind].choice)}
              choices={choicesFor(kind, preferences)}
            />
          ))}
          <Textarea
            name="reason"
            rows={3}
            label="How did the person ask for it, and when?"
            value={String(typed.reason ?? '')}
            error={errors.reason}
          />
          <p class="buttons">
            <Button>Set these choices</Button>
            <a class="btn quiet" href={here}>
              Leave it as it is
            </a>
          </p>
        </Form>
      </Card>
    </StaffPage>
  )
}

/** A yes to marketing is shown where it stands, and not offered. */
function choicesFor(kind: (typeof messageKinds)[number], preferences: Preferences) {
  const standing = preferences.kinds[kind].choice
  return choicesOf(kind)
    .filter((choice) => purposeOf(kind) !== 'marketing' || choice === 'none' || choice === standing)
    .map((choice) => ({ value: choice, words: choiceWords[choice] }))
}
