import { type MessageContent, mergeFields } from '../../../modules/messaging/index.ts'
import { kindNames, messageKinds, type Purpose, purposeOf } from '../../../modules/preferences/index.ts'
import { Button } from '../../components/button.tsx'
import { Card, Columns } from '../../components/card.tsx'
import { ErrorSummary, type FieldErrors, Input, Radios, Select, Textarea } from '../../components/fields.tsx'
import { Form } from '../../components/form.tsx'
import { StaffPage } from '../../components/shell.tsx'
import { localTimeOf } from './local-time.ts'
import { Picker, type PickerFacts } from './picker.view.tsx'

export function ComposePage(props: {
  base: string
  /** Where the form goes: the page itself. */
  action: string
  title: string
  content: MessageContent
  find: string
  picker: PickerFacts
  errors: FieldErrors
  costPerTextPence: number
  timeZone: string
}) {
  const { base, action, title, content, find, picker, errors, costPerTextPence, timeZone } = props
  return (
    <StaffPage
      title={title}
      current="messages"
      breadcrumbs={[{ words: 'Messages', href: base }]}
      lead="Pick the children, write, check. Nothing goes out before you have seen who gets it."
      scripts={['compose.js']}
    >
      <ErrorSummary errors={errors} />
      <Form action={action} id="compose">
        {/* Return in a field checks; it does not search. */}
        <button type="submit" name="act" value="check" class="visually-hidden" tabIndex={-1} aria-hidden="true">
          Check
        </button>
        <Columns kind="main-side">
          <div>
            <Card>
              <Picker facts={picker} to={content.to} find={find} error={errors.to} />
            </Card>
            <Card>
              <Words content={content} errors={errors} />
            </Card>
          </div>
          <div class="stays">
            <Card>
              <How content={content} timeZone={timeZone} error={errors.deadline} />
            </Card>
            <Card title="What it comes to">
              <div id="live" aria-live="polite" data-count-url={`${base}/count`}>
                <p>
                  A text is one part up to 160 plain characters, at {costPerTextPence}p a part. Emails cost nothing.
                </p>
              </div>
              <p class="buttons">
                <Button name="act" value="check">
                  Check before sending
                </Button>
              </p>
            </Card>
          </div>
        </Columns>
      </Form>
    </StaffPage>
  )
}

/** What the purpose of a kind means for who gets it (OPT-6). */
const notes: Record<Purpose, string> = {
  statutory: ' (nobody can mute it)',
  'school business': '',
  marketing: ' (only to who said yes)',
}

function How(props: { content: MessageContent; timeZone: string; error: string | undefined }) {
  const { content, timeZone, error } = props
  return (
    <>
      <Select
        name="kind"
        label="What is it about?"
        hint="Families choose by this what they get, and how."
        value={content.kind}
        choices={messageKinds.map((kind) => ({ value: kind, words: `${kindNames[kind]}${notes[purposeOf(kind)]}` }))}
      />
      <Radios
        name="channel"
        label="Send by"
        value={content.channel}
        choices={[
          { value: 'auto', words: 'Email where there is one, else text', hint: 'The cheapest that works' },
          { value: 'sms', words: 'Text' },
          { value: 'email', words: 'Email' },
          { value: 'both', words: 'Email and text' },
        ]}
      />
      <Radios
        name="audience"
        label="To whom at home?"
        value={content.audience}
        choices={[
          { value: 'prime', words: 'Prime adults' },
          { value: 'all', words: 'All adults who may receive' },
          { value: 'household', words: 'One adult in each household' },
        ]}
      />
      <Input
        name="deadline"
        label="Not after"
        hint="A copy that could not go out by then is never sent. Empty: a day."
        type="datetime-local"
        size="middle"
        value={content.deadlineAt ? localTimeOf(content.deadlineAt, timeZone) : ''}
        error={error}
      />
    </>
  )
}

function Words({ content, errors }: { content: MessageContent; errors: FieldErrors }) {
  return (
    <>
      <Input
        name="subject"
        label="Subject"
        hint="Stands on emails. Texts go without."
        value={content.subject}
        error={errors.subject}
      />
      <Textarea
        name="body"
        label="Message"
        rows={9}
        hint="Fields in double braces are filled in for each copy. With a field of the child, a parent of two gets two copies."
        value={content.body}
        error={errors.body}
      />
      <ul class="chips" aria-label="Fields to fill in">
        {Object.entries(mergeFields).map(([field, words]) => (
          <li key={field}>
            <button type="button" class="chip" data-insert={`{{${field}}}`} title={words}>
              {`{{${field}}}`}
            </button>
          </li>
        ))}
      </ul>
    </>
  )
}
