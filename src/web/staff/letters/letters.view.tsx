import { may } from '../../../modules/accounts/index.ts'
import {
  type BatchRow,
  sumOfTakeUp,
  type TakeUpOfClass,
  type TakeUpPoint,
} from '../../../modules/registration/index.ts'
import { Bar, formatNumber } from '../../components/bar.tsx'
import { ButtonLink } from '../../components/button.tsx'
import { Card, Columns } from '../../components/card.tsx'
import { Figure, Figures } from '../../components/figure.tsx'
import { EmptyState } from '../../components/lists.tsx'
import { StaffPage } from '../../components/shell.tsx'
import { type Column, Table } from '../../components/table.tsx'
import { useFrame } from '../../frame/frame.ts'
import { sayClass } from '../people/say-people.ts'
import { type Frozen, FrozenCard } from './frozen.view.tsx'
import { PrintCard, StaffPrintCard } from './print.view.tsx'
import { BatchTable } from './printed.view.tsx'
import { TakeUpChart } from './take-up-chart.view.tsx'

type Props = { overTime: TakeUpPoint[]; classes: TakeUpOfClass[]; batches: BatchRow[]; frozen: Frozen[] }

export function LettersView({ overTime, classes, batches, frozen }: Props) {
  const { school, actor } = useFrame()
  const prints = may(actor?.roles ?? [], 'letters.print')
  const all = sumOfTakeUp(classes)
  return (
    <StaffPage
      title="Letters"
      current="letters"
      scripts={['print-letters.js']}
      actions={
        <>
          {all.pupils > all.registered ? (
            <ButtonLink kind="quiet" href={`/schools/${school?.slug}/letters/remind`}>
              Remind the rest
            </ButtonLink>
          ) : null}
          {may(actor?.roles ?? [], 'letters.design') ? (
            <ButtonLink kind="quiet" href={`/schools/${school?.slug}/letters/design`}>
              Design of letters
            </ButtonLink>
          ) : null}
        </>
      }
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
            <p>
              <a href={`/schools/${school?.slug}/letters-and-import`}>Letters first, or import first?</a>
            </p>
            <TakeUpChart points={overTime} pupils={all.pupils} />
            <TakeUpCard classes={classes} />
          </div>
          <div class="stack">
            {prints ? <PrintCard classes={classes} /> : null}
            {prints ? <StaffPrintCard /> : null}
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

function LogCard({ batches }: { batches: BatchRow[] }) {
  const { school } = useFrame()
  return (
    <Card title="Printed">
      <BatchTable batches={batches} />
      <p>
        <a href={`/schools/${school?.slug}/letters/printed`}>All that was printed</a>
      </p>
    </Card>
  )
}
