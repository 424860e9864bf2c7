import { may } from '../../../modules/accounts/index.ts'
import {
  type BatchRow,
  sumOfTakeUp,
  type TakeUpOfClass,
  type TakeUpPoint,
} from '../../../modules/registration/index.ts'
import { Bar, formatNumber } from '../../components/bar.tsx'
import { Button } from '../../components/button.tsx'
import { Card, Columns } from '../../components/card.tsx'
import { Radios, Select } from '../../components/fields.tsx'
import { Figure, Figures } from '../../components/figure.tsx'
import { Form } from '../../components/form.tsx'
import { EmptyState } from '../../components/lists.tsx'
import { Note } from '../../components/note.tsx'
import { StaffPage } from '../../components/shell.tsx'
import { type Column, Table } from '../../components/table.tsx'
import { RuleTag } from '../../components/tag.tsx'
import { TimeAgo } from '../../components/time-ago.tsx'
import { useFrame } from '../../frame/frame.ts'
import { sayClass } from '../people/say-people.ts'
import { type Frozen, FrozenCard } from './frozen.view.tsx'
import { TakeUpChart } from './take-up-chart.view.tsx'

type Props = { overTime: TakeUpPoint[]; classes: TakeUpOfClass[]; batches: BatchRow[]; frozen: Frozen[] }

export function LettersView({ overTime, classes, batches, frozen }: Props) {
  const { actor } = useFrame()
  const prints = may(actor?.roles ?? [], 'letters.print')
  const all = sumOfTakeUp(classes)
  return (
    <StaffPage
      title="Letters"
      current="letters"
      lead="With a security letter, up to four adults of a child register themselves and look after their own details."
    >
      <div class="stack">
        <Figures label="How many have registered">
          <Figure
            value={formatNumber(all.registered)}
            words={`of ${formatNumber(all.pupils)} children have an adult who registered`}
            kind="ok"
          />
          <Figure value={formatNumber(all.letterOut)} words="have a letter that works" />
          <Figure value={formatNumber(all.noLetter)} words="have neither" kind={all.noLetter > 0 ? 'warn' : 'plain'} />
        </Figures>
        {frozen.length > 0 ? <FrozenCard frozen={frozen} prints={prints} /> : null}
        <Columns kind="main-side">
          <div class="stack">
            <TakeUpChart points={overTime} pupils={all.pupils} />
            <TakeUpCard classes={classes} />
          </div>
          <div class="stack">
            {prints ? <PrintCard classes={classes} /> : null}
            <LogCard batches={batches} />
          </div>
        </Columns>
      </div>
    </StaffPage>
  )
}

function TakeUpCard({ classes }: { classes: TakeUpOfClass[] }) {
  const columns: Column<TakeUpOfClass>[] = [
    { title: 'Class', cell: ({ registrationGroup }) => sayClass(registrationGroup) },
    { title: 'Children', kind: 'number', cell: ({ pupils }) => formatNumber(pupils) },
    { title: 'Adults registered', kind: 'number', cell: ({ adults }) => formatNumber(adults) },
    {
      title: 'Children with an adult who registered',
      cell: (one) => (
        <Bar
          parts={[
            { count: one.registered, kind: 'ok', words: 'registered' },
            { count: one.letterOut, kind: 'warn', words: 'letter out' },
            { count: one.noLetter, kind: 'plain', words: 'no letter' },
          ]}
        />
      ),
    },
  ]
  return (
    <Card title="Take-up by class">
      <Table
        caption="Take-up by class"
        rows={classes}
        keyOf={({ registrationGroup }) => registrationGroup ?? ''}
        columns={columns}
        empty={<EmptyState title="No pupils yet">Import them first, then print letters.</EmptyState>}
      />
    </Card>
  )
}

/** In which a letter can be printed; registering itself is in English so far. */
export const languages = [
  { value: 'en', words: 'English' },
  { value: 'cy', words: 'Welsh' },
  { value: 'pl', words: 'Polish' },
  { value: 'ur', words: 'Urdu' },
  { value: 'ar', words: 'Arabic' },
] as const

function PrintCard({ classes }: { classes: TakeUpOfClass[] }) {
  const { school } = useFrame()
  const groups = classes.flatMap(({ registrationGroup }) => registrationGroup ?? [])
  const unregistered = classes.reduce((sum, { letterOut, noLetter }) => sum + letterOut + noLetter, 0)
  return (
    <Card title="Print letters">
      <Form action={`/schools/${school?.slug}/letters/print`}>
        <Radios
          name="for"
          label="For whom?"
          value="new"
          choices={[
            { value: 'new', words: 'Children who never had a letter, and whose adults have not registered' },
            { value: 'not registered', words: `All ${formatNumber(unregistered)} children without a registered adult` },
            { value: 'class', words: 'One class' },
          ]}
        />
        <Select
          name="class"
          label="Class"
          choices={groups.map((group) => ({ value: group, words: sayClass(group) }))}
        />
        <Select name="language" label="Language of the letter" choices={languages} />
        <Note>
          The codes stand in this one PDF and are not kept. A new letter for a child ends the one that is out.{' '}
          <RuleTag rule="LET-3" />
        </Note>
        <p class="buttons">
          <Button>Print the letters</Button>
        </p>
      </Form>
    </Card>
  )
}

function LogCard({ batches }: { batches: BatchRow[] }) {
  return (
    <Card title="Printed">
      <Table
        caption="What was printed"
        rows={batches}
        keyOf={({ id }) => id}
        empty={<p class="muted">Nothing has been printed yet.</p>}
        columns={[
          { title: 'For', cell: ({ what }) => what },
          { title: 'Letters', kind: 'number', cell: ({ letters }) => formatNumber(letters) },
          {
            title: 'By',
            cell: ({ printedBy, printedAt }) => (
              <>
                {printedBy}, <TimeAgo at={printedAt} />
              </>
            ),
          },
        ]}
      />
    </Card>
  )
}
