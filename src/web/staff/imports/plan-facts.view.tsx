import type { Plan, Shown } from '../../../modules/importing/index.ts'
import { formatNumber } from '../../components/bar.tsx'
import { Card } from '../../components/card.tsx'
import { Figure, Figures } from '../../components/figure.tsx'
import { Note } from '../../components/note.tsx'
import { sentence } from '../../components/sentence.ts'
import { Table } from '../../components/table.tsx'
import type { PlanProps } from './plan.view.tsx'
import { columnsNotUsed, figuresOf, sayField, sayFormat } from './say-plan.ts'

/** Counts first; each leads to the people behind it. */
export function PlanFigures({ plan, base }: PlanProps) {
  const { linksCome, linksEnd, details, updates, pupilsCome, leavers } = figuresOf(plan.changes)
  const done = plan.state === 'applied' || plan.state === 'undone'
  const to = (show: Shown, count: number) => (count > 0 ? { href: `${base}/${plan.id}?show=${show}#changes` } : {})
  return (
    <Figures label={done ? 'What it did' : 'What it would do'}>
      {pupilsCome + leavers > 0 ? (
        <Figure
          value={signed(pupilsCome > 0 ? '+' : '−', pupilsCome || leavers)}
          words={sayPupils(pupilsCome, leavers)}
          kind={leavers > 0 ? 'warn' : 'plain'}
          link="See who"
          {...to(pupilsCome > 0 ? 'comes' : 'ends', pupilsCome || leavers)}
        />
      ) : null}
      <Figure
        value={signed('+', linksCome)}
        words={linksCome === 1 ? 'link comes' : 'links come'}
        kind={linksCome > 0 ? 'ok' : 'plain'}
        link="See who"
        {...to('comes', linksCome)}
      />
      <Figure
        value={formatNumber(details)}
        words={details === 1 ? 'detail comes or changes' : 'details come or change'}
        link="See which"
        {...to(updates > 0 ? 'changes' : 'comes', details)}
      />
      <Figure
        value={signed('−', linksEnd)}
        words={linksEnd === 1 ? 'link ends' : 'links end'}
        kind={linksEnd > 0 ? 'warn' : 'plain'}
        link="See whose"
        {...to('ends', linksEnd)}
      />
      <Figure value="0" words="facts of families or yours touched" />
    </Figures>
  )
}

function sayPupils(come: number, leave: number): string {
  if (come === 0) return leave === 1 ? 'pupil leaves' : 'pupils leave'
  const coming = come === 1 ? 'pupil comes' : 'pupils come'
  return leave === 0 ? coming : `${coming}, ${formatNumber(leave)} leave`
}

const signed = (sign: string, count: number) => (count === 0 ? '0' : `${sign}${formatNumber(count)}`)

/** How the files were read: what was rejected, left out, and understood. */
export function PlanReading({ plan, rejected, columnsAt }: PlanProps) {
  return (
    <>
      <LeftOut plan={plan} />
      <RejectedRows plan={plan} rejected={rejected} />
      <HowRead plan={plan} columnsAt={plan.state === 'ready' ? columnsAt : null} />
    </>
  )
}

function LeftOut({ plan }: { plan: Plan }) {
  const { leftOut } = plan.changes
  if (leftOut.length === 0) return null
  return (
    <Card title="Contacts who do not come in">
      <Table
        caption="Contacts who do not come in, by reason"
        rows={leftOut}
        keyOf={({ rule, reason }) => `${rule} ${reason}`}
        columns={[
          { title: 'Why', cell: ({ reason }) => sentence(reason) },
          { title: 'Rule', cell: ({ rule }) => <span class="rule">{rule}</span> },
          { title: 'How many', kind: 'number', cell: ({ count }) => formatNumber(count) },
        ]}
      />
    </Card>
  )
}

function RejectedRows({ plan, rejected }: Pick<PlanProps, 'plan' | 'rejected'>) {
  if (rejected.length === 0) return null
  const hidden = plan.rows.rejected - rejected.length
  return (
    <Card
      title={`${formatNumber(plan.rows.rejected)} rejected ${plan.rows.rejected === 1 ? 'row' : 'rows'}`}
      id="rejected"
    >
      <p class="muted">The others come in all the same. Mend these in the MIS and export again.</p>
      <Table
        caption="Rejected rows"
        rows={rejected.map((row, index) => ({ ...row, index }))}
        keyOf={({ index }) => String(index)}
        columns={[
          {
            title: 'Where',
            cell: ({ file, line, column }) => (
              <>
                Line {formatNumber(line)}
                {column === null ? '' : `, ${column}`} <small>{file}</small>
              </>
            ),
          },
          { title: 'Value', cell: ({ value }) => value ?? '' },
          { title: 'Why', cell: ({ reason }) => sentence(reason) },
        ]}
      />
      {hidden > 0 ? <p class="muted">… and {formatNumber(hidden)} more.</p> : null}
    </Card>
  )
}

function HowRead({ plan, columnsAt }: Pick<PlanProps, 'plan' | 'columnsAt'>) {
  const unused = columnsNotUsed(plan)
  const warnings = plan.files.flatMap(({ warnings }) => warnings)
  return (
    <Card title="How the files were read">
      {warnings.map((warning) => (
        <Note key={warning}>{warning}</Note>
      ))}
      {plan.files.map((file) => (
        <details key={file.name}>
          <summary>
            {file.name}: {sayFormat(file)}
          </summary>
          <Table
            caption={`Which column of ${file.name} feeds what`}
            rows={Object.entries(file.columns).map(([field, column]) => ({ field, column }))}
            keyOf={({ field }) => field}
            columns={[
              { title: 'Column in the file', cell: ({ column }) => column },
              { title: 'Is read as', cell: ({ field }) => sayField(field) },
            ]}
          />
          {file.unknownCaptions.length > 0 ? <p class="muted">Not used: {file.unknownCaptions.join(', ')}</p> : null}
        </details>
      ))}
      {columnsAt && unused.length > 0 ? (
        <p>
          {unused.length === 1 ? 'One column is' : `${formatNumber(unused.length)} columns are`} not used.{' '}
          <a href={columnsAt}>Say which column is which</a> if {unused.length === 1 ? 'it' : 'one of them'} matters.
        </p>
      ) : null}
    </Card>
  )
}
