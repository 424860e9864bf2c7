import { choicesOf, kindNames, messageKinds, type Preferences, purposeOf } from '../../../modules/preferences/index.ts'
import { Select } from '../../components/fields.tsx'
import { Note } from '../../components/note.tsx'
import { type AskedByAdult, AskedByAdultPage } from './asked-by-adult.view.tsx'
import { choiceWords } from './say-choice.ts'
import { nameOf } from './say-people.ts'

const hints = {
  statutory: 'Cannot be muted, nor wait for the daily email.',
  'school business': undefined,
  marketing: 'Only the person can say yes, on the page of their own choices. A no can be recorded here.',
}

export function PreferencesView({ preferences, ...props }: AskedByAdult & { preferences: Preferences }) {
  const { adult, typed = {}, errors = {} } = props
  return (
    <AskedByAdultPage
      {...props}
      title={`Set what ${nameOf(adult)} gets`}
      path="preferences"
      reason="How did the person ask for it, and when?"
      button={{ words: 'Set these choices' }}
    >
      <Note kind="info">
        These are {adult.forename}’s own choices. Change them only because {adult.forename} asked you to. They count at
        once, and {adult.forename} sees that the office set them.
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
    </AskedByAdultPage>
  )
}

/** A yes to marketing is shown where it stands, and not offered. */
function choicesFor(kind: (typeof messageKinds)[number], preferences: Preferences) {
  const standing = preferences.kinds[kind].choice
  return choicesOf(kind)
    .filter((choice) => purposeOf(kind) !== 'marketing' || choice === 'none' || choice === standing)
    .map((choice) => ({ value: choice, words: choiceWords[choice] }))
}
