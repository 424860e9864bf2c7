import { type Adult, isErasedByOptOut, type OptOutChannel } from '../../../modules/people/index.ts'
import { Radios } from '../../components/fields.tsx'
import { Note } from '../../components/note.tsx'
import { type AskedByAdult, AskedByAdultPage } from './asked-by-adult.view.tsx'
import { sayPoint } from './point-state.ts'
import { nameOf } from './say-people.ts'

/** OPT-2: says before it is done what will be erased. */
export function OptOutView(props: AskedByAdult) {
  const { adult, typed = {}, errors = {} } = props
  return (
    <AskedByAdultPage
      {...props}
      title={`Record that ${nameOf(adult)} opted out`}
      path="opt-out"
      reason="How did the person ask for it, and when?"
      button={{ words: `Opt ${adult.forename} out and erase the details`, kind: 'danger' }}
    >
      <Note kind="warn" title="The details are erased at once.">
        They cannot be brought back from here, and no import brings them in again. {adult.forename} stays visible as a
        linked adult, without details.
      </Note>
      <Radios
        name="channel"
        label="What did the person opt out of?"
        value={String(typed.channel ?? '')}
        error={errors.channel}
        choices={(['all', 'sms', 'email'] as const).map((value) => ({
          value,
          words: channelWords[value],
          hint: sayErased(adult, value),
        }))}
      />
    </AskedByAdultPage>
  )
}

const channelWords: Record<OptOutChannel, string> = { all: 'All messages', sms: 'Texts', email: 'Emails' }

/** OPT-4: only the person decides it; staff write down what they said. */
export function OptInView(props: AskedByAdult) {
  const { adult, typed = {} } = props
  const [only, second] = adult.optOuts
  return (
    <AskedByAdultPage
      {...props}
      title={`Lift the opt-out of ${nameOf(adult)}`}
      path="opt-in"
      reason="What did the person say, and when?"
      button={{ words: 'Lift the opt-out' }}
    >
      <p>
        Only the person decides this. Lift it when {adult.forename} has asked you to. The details come back with the
        next import, or when somebody types them.
      </p>
      {second ? (
        <Radios
          name="channel"
          label="What may be sent again?"
          value={String(typed.channel ?? only)}
          choices={adult.optOuts.map((channel) => ({ value: channel, words: channelWords[channel] }))}
        />
      ) : (
        <p>
          Opted out of: <strong>{only ? channelWords[only].toLowerCase() : 'nothing'}</strong>
        </p>
      )}
    </AskedByAdultPage>
  )
}

function sayErased(adult: Adult, channel: OptOutChannel): string {
  const points = adult.contactPoints.filter((point) => isErasedByOptOut([channel], point))
  return points.length === 0 ? 'Nothing is on record to erase.' : `Erases ${points.map(sayPoint).join(', ')}.`
}
