import { may } from '../../../modules/accounts/index.ts'
import { daysBetweenReminders, type listReminders } from '../../../modules/registration/index.ts'
import { formatNumber, formatPence } from '../../components/bar.tsx'
import { Button } from '../../components/button.tsx'
import { Card, Columns } from '../../components/card.tsx'
import { Input, Radios, Select, Textarea } from '../../components/fields.tsx'
import { Form } from '../../components/form.tsx'
import { EmptyState } from '../../components/lists.tsx'
import { Note } from '../../components/note.tsx'
import { StaffPage } from '../../components/shell.tsx'
import { Table } from '../../components/table.tsx'
import { RuleTag, Tag } from '../../components/tag.tsx'
import { TimeAgo } from '../../components/time-ago.tsx'
import { useFrame } from '../../frame/frame.ts'
import { adults, children, sayCopies } from '../messages/say-to.ts'
import { sayClass } from '../people/say-people.ts'

type Reminder = Awaited<ReturnType<typeof listReminders>>[number]
export type WayPlanned = {
  way: 'text' | 'email'
  adults: number
  texts: number
  emails: number
  costPence: number
  reached: number
  byNobody: number
}
type Props = {
  classes: string[]
  group: string | null
  pupils: number
  ways: WayPlanned[]
  words: { subject: string; body: string }
  reminders: Reminder[]
  tooSoon: Reminder | null
}

export function RemindView(props: Props) {
  const { group, pupils, tooSoon } = props
  const { school, actor } = useFrame()
  const base = `/schools/${school?.slug}/letters`
  const prints = may(actor?.roles ?? [], 'letters.print')
  const sends = may(actor?.roles ?? [], 'messages.send')
  return (
    <StaffPage
      title="Remind families"
      current="letters"
      breadcrumbs={[{ words: 'Letters', href: base }]}
      lead={`${children(pupils)}${group ? ` of ${group}` : ''} ${pupils === 1 ? 'has' : 'have'} no adult who registered.`}
    >
      <div class="stack">
        <WhoCard {...props} base={base} />
        {tooSoon ? (
          <Note kind="warn" title="They were reminded lately.">
            <TimeAgo at={tooSoon.remindedAt} /> by {tooSoon.way}, less than {daysBetweenReminders} days ago. Tick
            “Remind all the same” if that is right.
          </Note>
        ) : null}
        {pupils === 0 ? (
          <Card kind="ok">
            <EmptyState title="Nobody is left to remind">
              Every one of these children has an adult who registered.
            </EmptyState>
          </Card>
        ) : (
          <>
            <PlanCard {...props} />
            <Columns>
              {prints ? <LetterCard {...props} base={base} /> : null}
              {sends ? <MessageCard {...props} base={base} /> : null}
            </Columns>
          </>
        )}
        <EarlierCard reminders={props.reminders} />
      </div>
    </StaffPage>
  )
}

function WhoCard({ classes, group, base }: Props & { base: string }) {
  return (
    <form method="get" action={`${base}/remind`} class="field-row">
      <Select
        name="class"
        label="Of which class?"
        value={group ?? ''}
        choices={[
          { value: '', words: 'The whole school' },
          ...classes.map((name) => ({ value: name, words: sayClass(name) })),
        ]}
      />
      <p class="buttons">
        <Button kind="quiet">Show</Button>
      </p>
    </form>
  )
}

/** How many each way would reach, and how many nobody, before anything is done. */
function PlanCard({ pupils, ways }: Props) {
  const rows = [
    { way: 'letter', copies: children(pupils), reached: pupils, byNobody: 0, cost: 'paper' },
    ...ways.map((one) => ({
      way: one.way,
      copies: `${sayCopies(one)} to ${adults(one.adults)} on record`,
      reached: one.reached,
      byNobody: one.byNobody,
      cost: one.way === 'text' ? formatPence(one.costPence) : 'nothing',
    })),
  ]
  return (
    <Card title="What each way would reach">
      <Table
        caption="What each way would reach"
        rows={rows}
        keyOf={({ way }) => way}
        columns={[
          { title: 'By', cell: ({ way }) => way },
          { title: 'How many', cell: ({ copies }) => copies },
          { title: 'Children reached', kind: 'number', cell: ({ reached }) => formatNumber(reached) },
          {
            title: 'By nobody',
            kind: 'number',
            cell: ({ byNobody }) =>
              byNobody > 0 ? <Tag kind="warn">{formatNumber(byNobody)}</Tag> : formatNumber(byNobody),
          },
          { title: 'Costs', cell: ({ cost }) => cost },
        ]}
      />
    </Card>
  )
}

function Again({ tooSoon }: { tooSoon: Reminder | null }) {
  return tooSoon ? (
    <label class="take">
      <input type="checkbox" name="again" value="yes" /> Remind all the same
    </label>
  ) : null
}

function LetterCard({ pupils, group, tooSoon, base }: Props & { base: string }) {
  return (
    <Card title="By letter">
      <Form action={`${base}/remind/letters`}>
        <input type="hidden" name="class" value={group ?? ''} />
        <p>
          Fresh letters with fresh codes, one sheet a child. A letter that is out ends. <RuleTag rule="LET-3" />
        </p>
        <Again tooSoon={tooSoon} />
        <p class="buttons">
          <Button>Print letters for {children(pupils)}</Button>
        </p>
      </Form>
    </Card>
  )
}

function MessageCard({ group, words, tooSoon, base }: Props & { base: string }) {
  return (
    <Card title="By text or email">
      <Form action={`${base}/remind/message`}>
        <input type="hidden" name="class" value={group ?? ''} />
        <Radios
          name="way"
          label="By which way?"
          value="text"
          choices={[
            { value: 'text', words: 'Text' },
            { value: 'email', words: 'Email' },
          ]}
        />
        <Input name="subject" label="Subject of the email" value={words.subject} />
        <Textarea
          name="body"
          rows={6}
          label="Words"
          hint="To all adults on record of these children who may receive. Never a code: those go on paper only."
          value={words.body}
        />
        <Again tooSoon={tooSoon} />
        <p class="buttons">
          <Button>Check it before it goes out</Button>
        </p>
      </Form>
    </Card>
  )
}

function EarlierCard({ reminders }: { reminders: Reminder[] }) {
  const { school } = useFrame()
  return (
    <Card title="Reminded before">
      <Table
        caption="Reminded before"
        rows={reminders}
        keyOf={({ id }) => id}
        empty={<p class="muted">Nobody was reminded yet.</p>}
        columns={[
          {
            title: 'By',
            cell: ({ way, messageId }) =>
              messageId ? <a href={`/schools/${school?.slug}/messages/${messageId}`}>{way}</a> : way,
          },
          {
            title: 'Class',
            cell: ({ registrationGroup }) => (registrationGroup ? sayClass(registrationGroup) : 'All'),
          },
          { title: 'Children', kind: 'number', cell: ({ pupils }) => formatNumber(pupils) },
          {
            title: 'When',
            cell: ({ remindedAt, remindedBy }) => (
              <>
                <TimeAgo at={remindedAt} />, {remindedBy}
              </>
            ),
          },
        ]}
      />
    </Card>
  )
}
