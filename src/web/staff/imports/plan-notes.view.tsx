import { longestNote, type PlanNote } from '../../../modules/importing/index.ts'
import { Button } from '../../components/button.tsx'
import { Card } from '../../components/card.tsx'
import { Textarea } from '../../components/fields.tsx'
import { Form } from '../../components/form.tsx'
import { TimeAgo } from '../../components/time-ago.tsx'

/** What people wrote beside a plan, and a place to write more. */
export function PlanNotes({ here, notes }: { here: string; notes: PlanNote[] }) {
  return (
    <Card title="Notes" id="notes">
      {notes.length === 0 ? (
        <p class="muted">Nobody wrote anything beside this plan.</p>
      ) : (
        <ul class="plain-list notes">
          {notes.map(({ id, words, by, at }) => (
            <li key={id}>
              <p class="note-words">{words}</p>
              <small class="muted">
                {by}, <TimeAgo at={at} />
              </small>
            </li>
          ))}
        </ul>
      )}
      <Form action={`${here}/note`}>
        <Textarea
          name="words"
          rows={2}
          maxlength={longestNote}
          label="Write a note"
          hint="For whoever looks at this next: what you asked, whom, and what they said."
        />
        <p class="buttons">
          <Button kind="quiet">Keep the note</Button>
        </p>
      </Form>
    </Card>
  )
}
