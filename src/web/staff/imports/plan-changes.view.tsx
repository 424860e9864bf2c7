import type { ClassOfPlan, Shown, Sought } from '../../../modules/importing/index.ts'
import { formatNumber } from '../../components/bar.tsx'
import { Button } from '../../components/button.tsx'
import { Card } from '../../components/card.tsx'
import { Form } from '../../components/form.tsx'
import { EmptyState, Pagination, Tabs } from '../../components/lists.tsx'
import { type Column, Table } from '../../components/table.tsx'
import { RuleTag, Tag } from '../../components/tag.tsx'
import type { ClassPage, PlanProps } from './plan.view.tsx'
import type { PlanRow, ShownChange } from './plan-rows.ts'
import { PlanSearch, searchOf } from './plan-search.view.tsx'
import { figuresOf } from './say-plan.ts'

const tabs: { show: Shown; words: string }[] = [
  { show: 'all', words: 'Everything' },
  { show: 'comes', words: 'Who comes' },
  { show: 'changes', words: 'What changes' },
  { show: 'ends', words: 'What ends' },
  { show: 'issues', words: 'Data issues' },
]

/** Who and what, class by class, each with the rule that decided. */
export function PlanChanges(props: PlanProps) {
  const { base, plan, sought, classes, chosen, pages, leftOut } = props
  if (plan.state === 'planning' || plan.state === 'failed') return null
  const nothing = figuresOf(plan.changes).all === 0 && plan.changes.issues.add === 0 && leftOut === 0
  if (nothing && sought.show === 'all') return null
  const here = `${base}/${plan.id}`
  const shown = leftOut > 0 ? [...tabs, { show: 'left out' as const, words: 'Left out' }] : tabs
  return (
    <section class="stack" id="changes" aria-label="Changes">
      <PlanSearch {...props} here={here} />
      <Tabs
        label="Kinds of change"
        tabs={shown.map(({ show, words }) => ({
          words,
          href: `${here}?${searchOf({ ...sought, show })}#changes`,
          current: show === sought.show,
          ...(show === 'left out' ? { count: leftOut } : {}),
        }))}
      />
      {classes.length === 0 ? (
        <Card>
          <EmptyState title={sought.name || sought.rule ? 'Nothing fits what you look for' : 'Nothing of this kind'} />
        </Card>
      ) : null}
      {pages.length === 0 || chosen !== null ? (
        <Classes here={here} sought={sought} classes={classes} chosen={chosen} />
      ) : null}
      {pages.map((page) => (
        <ClassCard
          key={page.of.class ?? ''}
          here={here}
          sought={sought}
          page={page}
          chosen={chosen}
          leaves={plan.state === 'ready'}
        />
      ))}
    </section>
  )
}

type Listing = { here: string; sought: Sought }

/** A link that keeps what is looked at and says which class. */
function toClass({ here, sought }: Listing, name: string | null): string {
  return `${here}?${searchOf(sought)}&class=${encodeURIComponent(name ?? '')}`
}

const nameOfClass = (name: string | null) => name ?? 'In no class'

function Classes({ chosen, classes, ...listing }: Listing & { classes: ClassOfPlan[]; chosen: string | null }) {
  if (classes.length < 2) return null
  return (
    <Card title="By class">
      <ul class="class-picker">
        {classes.map((one) => (
          <li key={one.class ?? ''}>
            <a
              href={`${toClass(listing, one.class)}#changes`}
              aria-current={chosen === (one.class ?? '') ? 'true' : undefined}
            >
              <span>{nameOfClass(one.class)}</span>
              <small>{countOf(one)}</small>
            </a>
          </li>
        ))}
      </ul>
    </Card>
  )
}

function countOf({ pupils, entries }: ClassOfPlan): string {
  if (pupils === 0) return `${formatNumber(entries)} ${entries === 1 ? 'change' : 'changes'}`
  return `${formatNumber(pupils)} ${pupils === 1 ? 'pupil' : 'pupils'}`
}

function ClassCard(props: Listing & { page: ClassPage; chosen: string | null; leaves: boolean }) {
  const { page, chosen, leaves, ...listing } = props
  const { of, rows, next, further } = page
  const here = toClass(listing, of.class)
  const back = `?${searchOf(listing.sought)}${chosen === null ? '' : `&class=${encodeURIComponent(chosen)}`}`
  const table = (
    <div class="plan-rows">
      <Table
        caption={`Changes: ${nameOfClass(of.class)}`}
        rows={rows}
        keyOf={({ key }) => key}
        columns={[
          {
            title: of.class === 'Staff' ? 'Name' : 'Pupil',
            cell: (row: PlanRow) => <Who row={row} here={listing.here} />,
          },
          { title: 'Change', cell: (row: PlanRow) => <Changes row={row} /> },
          { title: 'Why', cell: (row: PlanRow) => <Whys row={row} /> },
          ...(leaves ? [leaveColumn(of.class)] : []),
        ]}
      />
    </div>
  )
  return (
    <Card title={nameOfClass(of.class)} actions={<small class="muted">{countOf(of)}</small>}>
      {leaves && rows.some(({ seqs }) => seqs.length > 0) ? (
        <Form action={`${listing.here}/leave-out`}>
          <input type="hidden" name="back" value={back} />
          {table}
          <LeaveButtons again={rows.some(({ leftOut }) => leftOut !== null)} />
        </Form>
      ) : (
        table
      )}
      <Pagination
        first={further ? here : null}
        next={next ? `${here}&from=${encodeURIComponent(next.pupilName)}&after=${next.seq}#changes` : null}
      />
    </Card>
  )
}

function leaveColumn(name: string | null): Column<PlanRow> {
  return {
    title: 'Leave out',
    cell: (row) =>
      row.seqs.length === 0 ? null : (
        <label class="take">
          <input type="checkbox" name="seqs" value={row.seqs.join(' ')} />
          <span class="visually-hidden">
            {row.pupil?.name ?? row.adult}
            {row.pupil && row.adult ? `, ${row.adult}` : ''}, {nameOfClass(name)}
          </span>
        </label>
      ),
  }
}

export function LeaveButtons({ again }: { again: boolean }) {
  return (
    <p class="buttons">
      <Button kind="quiet" name="act" value="leave">
        Leave out what is ticked
      </Button>
      {again ? (
        <Button kind="quiet" name="act" value="take">
          Take what is ticked again
        </Button>
      ) : null}
    </p>
  )
}

/** Leads to everything that happens to the child, before and after side by side. */
function Who({ row, here }: { row: PlanRow; here: string }) {
  if (!row.pupil?.id) return <>{row.pupil?.name ?? row.adult}</>
  return (
    <a href={`${here}/pupils/${row.pupil.id}`} class="quiet-link">
      {row.pupil.name}
    </a>
  )
}

export function Changes({ row }: { row: PlanRow }) {
  return (
    <>
      {row.leftOut ? (
        <p class="left-out">
          <Tag kind="plain">{row.leftOut.how === 'whole' ? 'Left out' : 'A part left out'}</Tag>{' '}
          <small class="muted">by {row.leftOut.by}; it comes again with the next plan</small>
        </p>
      ) : null}
      <ChangeWords row={row} />
    </>
  )
}

function ChangeWords({ row }: { row: PlanRow }) {
  if (row.issue) return row.issue === 'raised' ? <Tag kind="warn">Data issue</Tag> : <Tag kind="ok">Issue settled</Tag>
  const named = row.adult !== null && row.pupil !== null && !row.changes.some((one) => namesAdult(one, row.adult))
  return (
    <ul class="changes">
      {named ? (
        <li>
          <strong>{row.adult}</strong>
        </li>
      ) : null}
      {row.changes.map((change, index) => (
        <li key={index}>
          {change.words} {change.before === null ? null : <del>{change.before}</del>}{' '}
          {change.after === null ? null : <ins>{change.after}</ins>}
          {change.more === null ? null : <span class="muted">, {change.more}</span>}
        </li>
      ))}
    </ul>
  )
}

function namesAdult({ words, before, after }: ShownChange, adult: string | null): boolean {
  return adult !== null && (words.startsWith(adult) || before === adult || after === adult)
}

export function Whys({ row }: { row: PlanRow }) {
  return (
    <ul class="changes">
      {row.whys.map(({ rule, reason }) => (
        <li key={`${rule} ${reason}`}>
          {reason} <RuleTag rule={rule} />
        </li>
      ))}
    </ul>
  )
}
