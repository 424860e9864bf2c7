import Type from 'typebox'
import { entriesOnlyIn, findPlan, listPlans, type Plan, type StoredEntry } from '../../../modules/importing/index.ts'
import { formatNumber } from '../../components/bar.tsx'
import { Button } from '../../components/button.tsx'
import { Card } from '../../components/card.tsx'
import { Select } from '../../components/fields.tsx'
import { EmptyState } from '../../components/lists.tsx'
import { sayExactly } from '../../components/say-when.ts'
import { StaffPage } from '../../components/shell.tsx'
import { Table } from '../../components/table.tsx'
import { page } from '../../page.ts'
import { Changes, Whys } from './plan-changes.view.tsx'
import { rowsOfEntries } from './plan-rows.ts'
import { changesInWords, figuresOf } from './say-plan.ts'

const plansOffered = 30
const entriesShown = 300

type Only = { count: number; entries: StoredEntry[] }

/** Two plans or runs side by side: what one does and the other does not. */
export const comparePlansPage = page({
  method: 'GET',
  url: '/schools/:school/imports/compare',
  permission: 'import.plan',
  query: Type.Object({ one: Type.String({ default: '' }), other: Type.String({ default: '' }) }),
  async handle({ school, db, query }) {
    const plans = await db.inSchool(school.id, (trx) => listPlans(trx, school.id, plansOffered))
    const one = query.one === '' ? (plans[0] ?? null) : await findPlan(db, school, query.one)
    const rest = plans.filter(({ id }) => id !== one?.id)
    const other = query.other === '' ? (rest[0] ?? null) : await findPlan(db, school, query.other)
    const onlyIn = (plan: Plan, notIn: Plan) =>
      db.inSchool(school.id, (trx) =>
        entriesOnlyIn(trx, { schoolId: school.id, planId: plan.id, notIn: notIn.id, limit: entriesShown }),
      )
    const found = one && other ? { inOne: await onlyIn(one, other), inOther: await onlyIn(other, one) } : null
    return (
      <CompareView
        base={`/schools/${school.slug}/imports`}
        timeZone={school.timeZone}
        plans={plans}
        one={one}
        other={other}
        found={found}
      />
    )
  },
})

type Props = {
  base: string
  timeZone: string
  plans: Plan[]
  one: Plan | null
  other: Plan | null
  found: { inOne: Only; inOther: Only } | null
}

function CompareView({ base, timeZone, plans, one, other, found }: Props) {
  const nameOf = (plan: Plan) => sayPlan(plan, timeZone)
  // What the address names may be older than what is offered, or thrown away.
  const named = [one, other].filter((plan) => plan !== null).filter((plan) => plans.every(({ id }) => id !== plan.id))
  const choices = [...plans, ...named].map((plan) => ({ value: plan.id, words: nameOf(plan) }))
  return (
    <StaffPage
      title="Compare two imports"
      current="imports"
      lead="What one of them does and the other does not"
      breadcrumbs={[{ words: 'Import', href: base }]}
    >
      <div class="stack">
        <Card>
          <form method="get" action={`${base}/compare`} class="plan-search">
            <Select name="one" label="One" value={one?.id} choices={choices} />
            <Select name="other" label="The other" value={other?.id} choices={choices} />
            <Button kind="quiet">Compare</Button>
          </form>
        </Card>
        {one && other && found ? (
          <>
            <Figures one={one} other={other} timeZone={timeZone} />
            <OnlyIn base={base} title={`Only in ${nameOf(one)}`} plan={one} only={found.inOne} />
            <OnlyIn base={base} title={`Only in ${nameOf(other)}`} plan={other} only={found.inOther} />
          </>
        ) : (
          <Card>
            <EmptyState title="There is nothing to compare with yet">Two plans or imports are needed.</EmptyState>
          </Card>
        )}
      </div>
    </StaffPage>
  )
}

function Figures({ one, other, timeZone }: { one: Plan; other: Plan; timeZone: string }) {
  const number = (of: (plan: Plan) => number) => (plan: Plan) => formatNumber(of(plan))
  const lines: [string, (plan: Plan) => string][] = [
    ['State', sayState],
    ['Files', ({ files }) => files.map(({ name }) => name).join(', ')],
    ['Rows read', number(({ rows }) => rows.read)],
    ['Rows rejected', number(({ rows }) => rows.rejected)],
    ['Links come', number(({ changes }) => changes.links.add)],
    ['Links end', number(({ changes }) => changes.links.end)],
    ['Changes in all', number(({ changes }) => figuresOf(changes).all)],
  ]
  return (
    <Card title="In numbers">
      <Table
        caption="The two in numbers"
        rows={lines}
        keyOf={([words]) => words}
        columns={[
          { title: 'What', cell: ([words]) => words },
          { title: sayPlan(one, timeZone), cell: ([, of]) => of(one) },
          { title: sayPlan(other, timeZone), cell: ([, of]) => of(other) },
        ]}
      />
    </Card>
  )
}

function OnlyIn({ base, title, plan, only }: { base: string; title: string; plan: Plan; only: Only }) {
  const rows = rowsOfEntries(only.entries)
  return (
    <Card title={title} actions={<a href={`${base}/${plan.id}`}>{changesInWords(only.count)}</a>}>
      <div class="plan-rows">
        <Table
          caption={title}
          rows={rows}
          keyOf={({ key }) => key}
          empty={<p class="muted">Nothing that the other does not do too, groups aside.</p>}
          columns={[
            { title: 'Who', cell: (row) => row.pupil?.name ?? row.adult },
            { title: 'Change', cell: (row) => <Changes row={row} /> },
            { title: 'Why', cell: (row) => <Whys row={row} /> },
          ]}
        />
      </div>
      {only.count > only.entries.length ? (
        <p class="muted">The first {formatNumber(only.entries.length)} are shown.</p>
      ) : null}
    </Card>
  )
}

function sayState({ state }: Plan): string {
  if (state === 'ready') return 'waits'
  return state
}

/** `the import of Mon 16 Nov, 09:00`: which one is meant, by its time. */
function sayPlan(plan: Plan, timeZone: string): string {
  const what = plan.appliedAt ? 'the import of' : 'the plan of'
  return `${what} ${sayExactly(plan.appliedAt ?? plan.madeAt, timeZone)} (${plan.files[0]?.name ?? 'no file'})`
}
