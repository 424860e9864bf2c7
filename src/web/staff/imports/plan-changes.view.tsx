import type { ClassOfPlan, Shown } from '../../../modules/importing/index.ts'
import { formatNumber } from '../../components/bar.tsx'
import { Card } from '../../components/card.tsx'
import { EmptyState, Pagination, Tabs } from '../../components/lists.tsx'
import { Table } from '../../components/table.tsx'
import { RuleTag, Tag } from '../../components/tag.tsx'
import { useFrame } from '../../frame/frame.ts'
import type { ClassPage, PlanProps } from './plan.view.tsx'
import type { PlanRow, ShownChange } from './plan-rows.ts'
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
  const { base, plan, show, classes, chosen, pages } = props
  if (plan.state === 'planning' || plan.state === 'failed') return null
  if (figuresOf(plan.changes).all === 0 && plan.changes.issues.add === 0 && show === 'all') return null
  const here = `${base}/${plan.id}`
  return (
    <section class="stack" id="changes" aria-label="Changes">
      <Tabs
        label="Kinds of change"
        tabs={tabs.map((tab) => ({
          words: tab.words,
          href: `${here}?show=${tab.show}#changes`,
          current: tab.show === show,
        }))}
      />
      {classes.length === 0 ? (
        <Card>
          <EmptyState title="Nothing of this kind" />
        </Card>
      ) : null}
      {pages.length === 0 || chosen !== null ? (
        <Classes here={here} show={show} classes={classes} chosen={chosen} />
      ) : null}
      {pages.map((page) => (
        <ClassCard key={page.of.class ?? ''} here={here} show={show} page={page} />
      ))}
    </section>
  )
}

type Listing = { here: string; show: Shown }

/** A link that keeps what is looked at and says which class. */
function toClass({ here, show }: Listing, name: string | null): string {
  return `${here}?show=${show}&class=${encodeURIComponent(name ?? '')}`
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

function ClassCard({ page, ...listing }: Listing & { page: ClassPage }) {
  const { of, rows, next, further } = page
  const here = toClass(listing, of.class)
  return (
    <Card title={nameOfClass(of.class)} actions={<small class="muted">{countOf(of)}</small>}>
      <div class="plan-rows">
        <Table
          caption={`Changes: ${nameOfClass(of.class)}`}
          rows={rows}
          keyOf={({ key }) => key}
          columns={[
            { title: of.class === 'Staff' ? 'Name' : 'Pupil', cell: (row) => <Who row={row} /> },
            { title: 'Change', cell: (row) => <Changes row={row} /> },
            { title: 'Why', cell: (row) => <Whys row={row} /> },
          ]}
        />
      </div>
      <Pagination
        first={further ? here : null}
        next={next ? `${here}&name=${encodeURIComponent(next.pupilName)}&after=${next.seq}#changes` : null}
      />
    </Card>
  )
}

function Who({ row }: { row: PlanRow }) {
  const { school } = useFrame()
  if (!row.pupil) return <>{row.adult}</>
  return (
    <a href={`/schools/${school?.slug}/people/pupils/${row.pupil.id}`} class="quiet-link">
      {row.pupil.name}
    </a>
  )
}

function Changes({ row }: { row: PlanRow }) {
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

function Whys({ row }: { row: PlanRow }) {
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
