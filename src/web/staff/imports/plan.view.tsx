import {
  type ChangedSince,
  type ClassOfPlan,
  type Plan,
  type PlanKey,
  type PlanNote,
  type Sought,
  whoComesNameless,
} from '../../../modules/importing/index.ts'
import type { NoticeText } from '../../../modules/schools/index.ts'
import { formatNumber } from '../../components/bar.tsx'
import { Button, ButtonLink } from '../../components/button.tsx'
import { ErrorSummary, type FieldErrors } from '../../components/fields.tsx'
import { Form } from '../../components/form.tsx'
import { Note } from '../../components/note.tsx'
import { StaffPage } from '../../components/shell.tsx'
import { RuleTag, Tag } from '../../components/tag.tsx'
import { TimeAgo } from '../../components/time-ago.tsx'
import type { Fields } from '../../page.ts'
import { PlanChanges } from './plan-changes.view.tsx'
import { Ready, Ways } from './plan-decide.view.tsx'
import { Done } from './plan-done.view.tsx'
import { PlanFigures, PlanReading } from './plan-facts.view.tsx'
import { PlanNotes } from './plan-notes.view.tsx'
import type { PlanRow } from './plan-rows.ts'
import { changesInWords, lacksPriorities } from './say-plan.ts'

export type ClassPage = { of: ClassOfPlan; rows: PlanRow[]; next: PlanKey | null; further: boolean }
export type Undo = { changed: ChangedSince[] }
type Rejected = { file: string; line: number; column: string | null; value: string | null; reason: string }

export type PlanProps = {
  base: string
  plan: Plan
  sought: Sought
  rules: { rule: string; entries: number }[]
  notes: PlanNote[]
  /** How many entries somebody left out, hidden bookkeeping counted. */
  leftOut: number
  /** The class that was asked for; empty for those in none. */
  chosen: string | null
  classes: ClassOfPlan[]
  pages: ClassPage[]
  rejected: Rejected[]
  filesKept: boolean
  /** Where somebody says which column is which, while the files are here. */
  columnsAt: string | null
  mayApply: boolean
  mayConfirmHeld: boolean
  undo: Undo | null
  /** Made since this one was overtaken or thrown away. */
  newer: Plan | null
  /** OPT-1: what families have to be told before this plan is applied; null where they know. */
  tellFirst: NoticeText | null
  /** Of the form that applies it. */
  errors: FieldErrors
  typed: Fields
}

export function PlanView(props: PlanProps) {
  const { base, plan } = props
  const { read, used, rejected, merged } = plan.rows
  return (
    <StaffPage
      title={titleOf(plan)}
      current="imports"
      lead={
        <>
          {plan.files.map(({ name }) => name).join(', ')} · {formatNumber(read)} {read === 1 ? 'row' : 'rows'} read ={' '}
          {formatNumber(used)} used + {formatNumber(rejected)} rejected + {formatNumber(merged)} merged
        </>
      }
      breadcrumbs={[{ words: 'Import', href: base }]}
      actions={<StateTag plan={plan} />}
    >
      <ErrorSummary errors={props.errors} />
      <p class="muted who-planned">
        Planned <TimeAgo at={plan.madeAt} /> by {plan.madeBy}
        {props.leftOut > 0 ? <> · {changesInWords(props.leftOut)} left out by hand</> : null} ·{' '}
        <a href={`${base}/compare?one=${plan.id}`}>Compare with another</a>
      </p>
      <div class="stack">
        {plan.state === 'planning' || plan.state === 'failed' ? null : <PlanFigures {...props} />}
        {plan.state === 'ready' && lacksPriorities(plan) ? <NoPriorities {...props} /> : null}
        {plan.newYear ? <NewSchoolYear plan={plan} newYear={plan.newYear} /> : null}
        <State {...props} />
        <PlanChanges {...props} />
        <PlanReading {...props} />
        <PlanNotes here={`${base}/${plan.id}`} notes={props.notes} />
        {plan.state === 'ready' && props.pages.length > 0 && !whoComesNameless(plan) && !props.tellFirst ? (
          <Ways {...props} form="apply-again" />
        ) : null}
      </div>
    </StaffPage>
  )
}

function titleOf({ state }: Plan): string {
  if (state === 'applied') return 'What this import did'
  if (state === 'undone') return 'What this import did, and was undone'
  return 'What this import would do'
}

function StateTag({ plan }: { plan: Plan }) {
  if (plan.state === 'applied') return <Tag kind="ok">Applied</Tag>
  if (plan.state === 'undone') return <Tag kind="plain">Undone</Tag>
  if (plan.state === 'ready') return plan.held ? <Tag kind="warn">Held</Tag> : <Tag kind="wait">Not applied yet</Tag>
  if (plan.state === 'overtaken') return <Tag kind="warn">Out of date</Tag>
  return plan.state === 'planning' ? <Tag kind="wait">Being worked out</Tag> : <Tag kind="plain">Not applied</Tag>
}

function State(props: PlanProps) {
  const { plan, base } = props
  if (plan.state === 'applied' || plan.state === 'undone') return <Done {...props} />
  if (plan.state === 'overtaken') return <OutOfDate {...props} />
  if (plan.state === 'planning')
    return <Note>This plan is being worked out. The page looks again every three seconds; you can leave it.</Note>
  if (plan.state === 'thrown away')
    return (
      <Note>
        This plan was thrown away. Nothing was changed. <Newer {...props} />
      </Note>
    )
  if (plan.state === 'failed')
    return (
      <Note kind="warn" title="This plan was not finished.">
        Nothing was changed. <a href={`${base}/new`}>Choose the files again</a>.
      </Note>
    )
  return <Ready {...props} />
}

/** IMP-10: mass leaving in summer is no mistake; said, so that nobody wonders. */
function NewSchoolYear({ plan, newYear }: { plan: Plan; newYear: NonNullable<Plan['newYear']> }) {
  const { movingUp, leaving, years } = newYear
  const done = plan.state === 'applied' || plan.state === 'undone'
  return (
    <Note title="The new school year.">
      {formatNumber(movingUp)} children {done ? 'moved' : 'move'} up by a year, and {formatNumber(leaving)} of{' '}
      {years.length === 1 ? `Year ${years[0]}` : `Years ${years.join(' and ')}`} {done ? 'left' : 'leave'} with it.
      {done ? '' : ' If the school year has not ended, do not apply this.'} <RuleTag rule="IMP-10" />
    </Note>
  )
}

/** IMP-2 takes priority 1, so a list without priorities brings nobody in. Said before somebody wonders. */
function NoPriorities({ base, columnsAt }: PlanProps) {
  return (
    <Note kind="warn" title="No contact would come in.">
      The school takes the priority 1 contact of each child, and no column says the priority.{' '}
      {columnsAt ? (
        <>
          <a href={columnsAt}>Say which column is which</a>,
        </>
      ) : (
        'Name the column in a mapping,'
      )}{' '}
      or choose under <a href={base.replace(/imports$/, 'settings')}>Settings</a> who comes in. <RuleTag rule="IMP-2" />
    </Note>
  )
}

function OutOfDate(props: PlanProps) {
  const { base, plan, filesKept } = props
  return (
    <Note kind="warn" title="Something changed here since this plan was made.">
      So it may no longer be right, and cannot be applied. Nothing of it was done. <Newer {...props} />
      {filesKept ? (
        <Form action={`${base}/${plan.id}/again`}>
          <p class="buttons">
            <Button>Make the plan again</Button>
          </p>
        </Form>
      ) : (
        <p class="buttons">
          <ButtonLink href={`${base}/new`}>Choose the files again</ButtonLink>
        </p>
      )}
    </Note>
  )
}

function Newer({ base, newer }: PlanProps) {
  if (!newer) return null
  const files = newer.files.map(({ name }) => name).join(', ')
  return (
    <>
      <a href={`${base}/${newer.id}`}>A newer plan of {files}</a> {newer.state === 'applied' ? 'was applied' : 'waits'},
      made <TimeAgo at={newer.madeAt} />.
    </>
  )
}
