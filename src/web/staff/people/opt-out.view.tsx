import { type Adult, isErasedByOptOut, type OptOutChannel } from '../../../modules/people/index.ts'
import { Button } from '../../components/button.tsx'
import { Card } from '../../components/card.tsx'
import { ErrorSummary, type FieldErrors, Radios, Textarea } from '../../components/fields.tsx'
import { Form } from '../../components/form.tsx'
import { Note } from '../../components/note.tsx'
import { StaffPage } from '../../components/shell.tsx'
import { useFrame } from '../../frame/frame.ts'
import type { Fields } from '../../page.ts'
import { sayPoint } from './point-state.ts'
import { nameOf } from './say-people.ts'

type Shown = { adult: Adult; typed?: Fields; errors?: FieldErrors }

export function OptOutView({ adult, typed = {}, errors = {} }: Shown) {
  const { people, here } = usePlaces(adult)
  return (
    <StaffPage
      title={`Record that ${nameOf(adult)} opted out`}
      current="people"
      breadcrumbs={[
        { words: 'People', href: people },
        { words: nameOf(adult), href: here },
      ]}
    >
      <Card>
        <Form action={`${here}/opt-out`}>
          <ErrorSummary errors={errors} />
          <Note kind="warn" title="The details are erased at once.">
            They cannot be brought back from here, and no import brings them in again. {adult.forename} stays visible as
            a linked adult, without details.
          </Note>
          <Radios
            name="channel"
            label="What did the person opt out of?"
            value={String(typed.channel ?? '')}
            error={errors.channel}
            choices={[
              { value: 'all', words: 'All messages', hint: sayErased(adult, 'all') },
              { value: 'sms', words: 'Texts', hint: sayErased(adult, 'sms') },
              { value: 'email', words: 'Emails', hint: sayErased(adult, 'email') },
            ]}
          />
          <Textarea
            name="reason"
            rows={3}
            label="How did the person ask for it, and when?"
            value={String(typed.reason ?? '')}
            error={errors.reason}
          />
          <p class="buttons">
            <Button kind="danger">Opt {adult.forename} out and erase the details</Button>
            <a class="btn quiet" href={here}>
              Leave it as it is
            </a>
          </p>
        </Form>
      </Card>
    </StaffPage>
  )
}

const choiceWords: Record<OptOutChannel, string> = { all: 'All messages', sms: 'Texts', email: 'Emails' }

export function OptInView({ adult, typed = {}, errors = {} }: Shown) {
  const { people, here } = usePlaces(adult)
  const [only, second] = adult.optOuts
  return (
    <StaffPage
      title={`Lift the opt-out of ${nameOf(adult)}`}
      current="people"
      breadcrumbs={[
        { words: 'People', href: people },
        { words: nameOf(adult), href: here },
      ]}
    >
      <Card>
        <Form action={`${here}/opt-in`}>
          <ErrorSummary errors={errors} />
          <p>
            Only the person decides this. Lift it when {adult.forename} has asked you to. The details come back with the
            next import, or when somebody types them.
          </p>
          {second ? (
            <Radios
              name="channel"
              label="What may be sent again?"
              value={String(typed.channel ?? only)}
              choices={adult.optOuts.map((channel) => ({ value: channel, words: choiceWords[channel] }))}
            />
          ) : (
            <p>
              Opted out of: <strong>{only ? choiceWords[only].toLowerCase() : 'nothing'}</strong>
            </p>
          )}
          <Textarea
            name="reason"
            rows={3}
            label="What did the person say, and when?"
            value={String(typed.reason ?? '')}
            error={errors.reason}
          />
          <p class="buttons">
            <Button>Lift the opt-out</Button>
            <a class="btn quiet" href={here}>
              Leave it as it is
            </a>
          </p>
        </Form>
      </Card>
    </StaffPage>
  )
}

function usePlaces(adult: Adult) {
  const people = `/schools/${useFrame().school?.slug}/people`
  return { people, here: `${people}/adults/${adult.id}` }
}

function sayErased(adult: Adult, channel: OptOutChannel): string {
  const points = adult.contactPoints.filter((point) => isErasedByOptOut([channel], point))
  return points.length === 0 ? 'Nothing is on record to erase.' : `Erases ${points.map(sayPoint).join(', ')}.`
}
