import { rolesThatMay } from '../../../modules/accounts/index.ts'
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
import { Card } from '../../components/card.tsx'
import { Form } from '../../components/form.tsx'

import { Note } from '../../components/note.tsx'
import { StaffPage } from '../../components/shell.tsx'
import { Table } from '../../components/table.tsx'
import { RuleTag, Tag } from '../../components/tag.tsx'
import { TimeAgo } from '../../components/time-ago.tsx'
import { PlanChanges } from './plan-changes.view.tsx'
import { PlanFigures, PlanReading } from './plan-facts.view.tsx'
import { PlanNotes } from './plan-notes.view.tsx'
import type { PlanRow } from './plan-rows.ts'
import { changesInWords, columnsNotUsed, figuresOf, lacksPriorities, sentence } from './say-plan.ts'
import { TellFamilies } from './tell-families.view.tsx'

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
  /** OPT-1: what families have to be told before this plan is applied; null where they know. */
  tellFirst: NoticeText | null
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
  if (plan.state === 'thrown away') return <Note>This plan was thrown away. Nothing was changed.</Note>
  if (plan.state === 'failed')
    return (
      <Note kind="warn" title="This plan was not finished.">
        Nothing was changed. <a href={`${base}/new`}>Choose the files again</a>.
      </Note>
    )
  return <Ready {...props} />
}

/** What to know before deciding, and the two ways on. */
function Ready(props: PlanProps) {
  const { held, changes } = props.plan
  const nameless = whoComesNameless(props.plan)
  if (nameless) return <Nameless {...props} who={nameless} />
  if (held)
    return (
      <Note kind="warn" title="Held, so that nothing is lost by mistake.">
        {held.reason} <RuleTag rule={held.rule} />
        <Ways {...props} form="apply" />
      </Note>
    )
  if (figuresOf(changes).all === 0)
    return (
      <Note kind="ok" title="Nothing to change.">
        The files say what is here already.
        <Ways {...props} form="apply" />
      </Note>
    )
  return (
    <Note title="Nothing has been changed yet.">
      Look through the list, then apply the plan or throw it away. You can undo it as one step. What families registered
      and what you typed stays as it is: the database lets an import write no row but the MIS’s own.
      <Ways {...props} form="apply" />
    </Note>
  )
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

/** A file whose names stand under captions that nobody here knows: asked, before anybody comes in without a name. */
function Nameless({ base, plan, columnsAt, who }: PlanProps & { who: 'children' | 'contacts' }) {
  const unused = columnsNotUsed(plan)
  return (
    <Note kind="warn" title={`The ${who} would come in without their names.`}>
      No column was understood as their names, so this plan cannot be applied. Nothing was changed.
      {unused.length > 0 ? <> Not understood: {unused.map((caption) => `“${caption}”`).join(', ')}.</> : null}
      <div class="buttons">
        {columnsAt ? (
          <ButtonLink href={columnsAt}>Say which column is which</ButtonLink>
        ) : (
          <ButtonLink href={`${base}/new`}>Choose the files again</ButtonLink>
        )}
        <Form action={`${base}/${plan.id}/throw-away`} class="inline-form">
          <Button kind="quiet">Throw away</Button>
        </Form>
      </div>
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

function Done({ base, plan, undo }: PlanProps) {
  const count = figuresOf(plan.changes).all
  return (
    <Card>
      <p>
        Applied {plan.appliedAt ? <TimeAgo at={plan.appliedAt} /> : null} by {plan.appliedBy}.
        {plan.undoneAt ? (
          <>
            {' '}
            Undone <TimeAgo at={plan.undoneAt} /> by {plan.undoneBy}.
          </>
        ) : null}
      </p>
      {undo && undo.changed.length === 0 ? (
        <Form action={`${base}/${plan.id}/undo`}>
          <p class="buttons">
            <Button kind="quiet">Undo {changesInWords(count)}</Button>
          </p>
        </Form>
      ) : null}
      {undo && undo.changed.length > 0 ? <NoUndo changed={undo.changed} /> : null}
    </Card>
  )
}

const changedShown = 50

/** IMP-11: what stands in the way, so that somebody can judge it, or mend it first. */
function NoUndo({ changed }: { changed: ChangedSince[] }) {
  const shown = changed.slice(0, changedShown).map((one, at) => ({ ...one, at }))
  return (
    <details>
      <summary>
        It cannot be undone as one step: {formatNumber(changed.length)} of the things it touched{' '}
        {changed.length === 1 ? 'has' : 'have'} changed since
      </summary>
      <Table
        caption="What has changed since"
        rows={shown}
        keyOf={({ at }) => String(at)}
        columns={[
          { title: 'Who', cell: ({ who }) => who },
          { title: 'What', cell: ({ entity }) => sentence(entity) },
          { title: 'What the import did, or what came since', cell: ({ what }) => sentence(what) },
        ]}
      />
      {changed.length > shown.length ? <p>… and {formatNumber(changed.length - shown.length)} more.</p> : null}
    </details>
  )
}

function OutOfDate({ base, plan, filesKept }: PlanProps) {
  return (
    <Note kind="warn" title="Something changed here since this plan was made.">
      So it may no longer be right, and cannot be applied. Nothing of it was done.
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

/** Apply or throw away. Stands above the list and once more below it. */
function Ways({ base, plan, mayApply, mayConfirmHeld, tellFirst, form }: PlanProps & { form: string }) {
  const count = figuresOf(plan.changes).all
  const applies = mayApply && (plan.held === null || mayConfirmHeld)
  return (
    <>
      {applies ? (
        <Form action={`${base}/${plan.id}/apply`} id={form}>
          {tellFirst ? <TellFamilies text={tellFirst} /> : null}
          {plan.held ? (
            <label class="take">
              <input type="checkbox" name="confirmHeld" value="yes" /> I have checked this, and it is right
            </label>
          ) : null}
        </Form>
      ) : (
        <p>{mayApply ? 'An administrator has to confirm it.' : whoApplies()}</p>
      )}
      <div class="buttons">
        {applies ? (
          <button type="submit" class="btn main" form={form}>
            {count === 0 ? 'Note that nothing changed' : `Apply ${changesInWords(count)}`}
          </button>
        ) : null}
        <Form action={`${base}/${plan.id}/throw-away`} class="inline-form">
          <Button kind="quiet">Throw away</Button>
        </Form>
      </div>
    </>
  )
}

function whoApplies(): string {
  const names = rolesThatMay('import.apply').map((name) => name.toLowerCase())
  return `You can look at it; somebody with the role ${names.join(' or ')} applies it.`
}
