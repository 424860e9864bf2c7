import { Bar, formatPence, Progress, ReachBar } from '../components/bar.tsx'
import { Button, ButtonLink } from '../components/button.tsx'
import { Card, Columns } from '../components/card.tsx'
import { ConfirmForm } from '../components/confirm-form.tsx'
import { DecisionForm } from '../components/decision-form.tsx'
import { Figure, Figures } from '../components/figure.tsx'
import { Avatar, EmptyState, Facts, Pagination, Tabs } from '../components/lists.tsx'
import { Note } from '../components/note.tsx'
import { Bubble, Phone } from '../components/phone.tsx'
import { PlainPage } from '../components/shell.tsx'
import { DefinitionList, Table } from '../components/table.tsx'
import { OriginTag, RuleTag, Tag } from '../components/tag.tsx'
import { Day, TimeAgo } from '../components/time-ago.tsx'
import { FormParts } from './form-parts.view.tsx'

export function ComponentsView() {
  return (
    <PlainPage title="Components" lead="Every part in all its states. Build pages from these." wide>
      <FiguresAndBars />
      <TagsAndNotes />
      <People />
      <Lists />
      <Messages />
      <FormParts />
      <Card title="Asking once">
        <ConfirmForm
          action="#"
          button="End 1 link"
          back="#"
          danger
          reason={{ label: 'Why does the link end?', hint: 'Kept in the journal.' }}
        >
          <p>Peter Bryan gets no more messages about Oisín from now on. The link stays in the history.</p>
        </ConfirmForm>
      </Card>
      <Card title="Asking for a decision">
        <DecisionForm
          action="#"
          question={{
            name: 'who',
            label: 'Who is it?',
            choices: [
              { value: 'same', words: 'The same person', hint: 'The record takes what was typed.' },
              { value: 'other', words: 'Somebody else', disabled: true, hint: 'This is for the head.' },
            ],
          }}
          because={{ name: 'because', label: 'What this rests on', hint: 'It is kept with your name.' }}
          button="Record this decision"
          later={{ href: '#', words: 'Decide later' }}
          typed={{ who: 'same' }}
          errors={{}}
        />
      </Card>
    </PlainPage>
  )
}

function FiguresAndBars() {
  return (
    <>
      <Figures label="Figures">
        <Figure kind="bad" value="7" words="pupils nobody can reach" href="#" link="See who and why" />
        <Figure kind="warn" value="12" words="pupils with no prime adult" href="#" link="Work through them" />
        <Figure kind="ok" value="96.4%" words="of children reached last week" href="#" link="Reach by year group" />
        <Figure value="0" words="facts of families or yours touched" />
      </Figures>
      <Card title="Bars">
        <ReachBar reached={51} waiting={4} notReached={3} />
        <p />
        <ReachBar reached={0} waiting={0} notReached={0} />
        <p />
        <Bar
          parts={[
            { count: 286, kind: 'ok', words: 'with an adult who registered' },
            { count: 135, kind: 'plain', words: 'without' },
          ]}
        />
        <p />
        <Progress done={212} of={421}>
          about 20 seconds left
        </Progress>
      </Card>
    </>
  )
}

function TagsAndNotes() {
  return (
    <Columns>
      <Card title="Tags">
        <p class="tags">
          <Tag kind="ok">Text works</Tag> <Tag kind="warn">Held: court order flagged</Tag>{' '}
          <Tag kind="bad">Text blocked</Tag> <Tag kind="wait">Waiting</Tag> <Tag kind="info">Delivering</Tag>{' '}
          <Tag kind="gate">Prime</Tag> <Tag>Other</Tag> <RuleTag rule="IMP-8" />
        </p>
        <p class="tags">
          <OriginTag origin="mis" mis="SIMS" /> <OriginTag origin="web" /> <OriginTag origin="manual" />{' '}
          <OriginTag origin="picked" mis="SIMS" />
        </p>
        <p>
          Before and after: Mobile <del>07700 900318</del> <ins>07700 900902</ins>
        </p>
      </Card>
      <div class="stack">
        <Note title="Nothing has been changed yet.">Look through the list, then apply.</Note>
        <Note kind="ok">36 changes were applied.</Note>
        <Note kind="warn" title="SIMS holds another mobile.">
          Hers was not changed. <a href="#forms">Ask her</a>
        </Note>
        <Note kind="bad" title="3 children will be reached by nobody.">
          They stand on the paper list.
        </Note>
      </div>
    </Columns>
  )
}

function People() {
  return (
    <Columns kind="main-side">
      <Card
        title="Linked adults"
        actions={
          <ButtonLink kind="quiet" href="#">
            Link an adult
          </ButtonLink>
        }
      >
        <div class="adult">
          <Avatar name="Fatima Al-Hassan" />
          <div>
            <h3>
              Fatima Al-Hassan <Tag kind="gate">Prime</Tag> <OriginTag origin="web" />
            </h3>
            <Facts>{['Mother', 'priority 1', 'parental responsibility', 'lives with Amira']}</Facts>
            <div class="chan">
              <Tag kind="ok">Text works</Tag> <small>07700 900318</small> <Tag kind="bad">Email blocked</Tag>{' '}
              <small>3 failures in a row</small>
            </div>
          </div>
          <a href="#forms">Change</a>
        </div>
        <div class="adult">
          <Avatar name="Łucja" />
          <div>
            <h3>
              Łucja Żółć <OriginTag origin="manual" />
            </h3>
            <Facts>{['Aunt', 'no email held']}</Facts>
          </div>
          <a href="#forms">Change</a>
        </div>
      </Card>
      <Card title="What is held">
        <DefinitionList
          items={[
            { name: 'Year', value: 'Year 6' },
            { name: 'Admission number', value: '004217' },
            { name: 'Born', value: <Day date="2015-09-03" /> },
            { name: 'Last import', value: <TimeAgo at={new Date('2026-11-20T15:10:00Z')} /> },
            { name: 'Cost', value: `${formatPence(36)} of ${formatPence(11_840)}` },
          ]}
        />
      </Card>
    </Columns>
  )
}

type Row = { message: string; children: number; reached: number }

function Lists() {
  const rows: Row[] = [
    { message: 'Year 6 trip: bring a packed lunch', children: 58, reached: 51 },
    { message: 'Reading morning moved to Thursday', children: 421, reached: 409 },
  ]
  const columns = [
    { title: 'Message', cell: (row: Row) => <a href="#forms">{row.message}</a> },
    { title: 'Children', kind: 'number' as const, cell: (row: Row) => row.children },
    {
      title: 'Reached',
      cell: (row: Row) => <ReachBar reached={row.reached} waiting={0} notReached={row.children - row.reached} />,
    },
    { title: 'State', cell: () => <Tag kind="ok">Done</Tag> },
  ]
  return (
    <>
      <Card title="Lists">
        <Tabs
          label="Views"
          tabs={[
            { words: 'All', href: '#all', current: true, count: 58 },
            { words: 'Not reached', href: '#not', current: false, count: 3 },
            { words: 'Replies', href: '#replies', current: false },
          ]}
        />
        <Table caption="Messages" columns={columns} rows={rows} keyOf={(row) => row.message} />
        <Pagination first="#first" next="#next" shown="Shown: 2 of 14" />
      </Card>
      <Card>
        <EmptyState title="No messages yet" action={<ButtonLink href="#">New message</ButtonLink>}>
          Once families are linked, the first message takes about a minute.
        </EmptyState>
      </Card>
    </>
  )
}

function Messages() {
  return (
    <Columns>
      <Phone from="Hill Primary">
        <Bubble time="08:31">
          {'Dear Mrs Al-Hassan, Amira’s Year 6 trip leaves at 8:45.\nPlease bring a packed lunch and a coat.'}
        </Bubble>
        <Bubble side="out" time="08:40">
          Thank you
        </Bubble>
      </Phone>
      <Card title="Buttons">
        <p class="buttons">
          <Button>Send 49 emails and 15 texts</Button>
          <Button kind="quiet">Back</Button>
          <Button kind="danger">Withdraw 312 texts</Button>
          <Button disabled>Nothing to apply</Button>
        </p>
      </Card>
    </Columns>
  )
}
