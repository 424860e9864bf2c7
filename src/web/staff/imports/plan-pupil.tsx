import { entriesOfPupil, findPlan, type Plan, type StoredEntry } from '../../../modules/importing/index.ts'
import { type Family, loadFamilies } from '../../../modules/people/index.ts'
import { Button, ButtonLink } from '../../components/button.tsx'
import { Card } from '../../components/card.tsx'
import { Form } from '../../components/form.tsx'
import { EmptyState } from '../../components/lists.tsx'
import { StaffPage } from '../../components/shell.tsx'
import { type Column, Table } from '../../components/table.tsx'
import { RuleTag } from '../../components/tag.tsx'
import { readId } from '../../frame/parse.ts'
import { page } from '../../page.ts'
import { beforeAndAfter, type Side } from './before-and-after.ts'
import { Changes, LeaveButtons, Whys } from './plan-changes.view.tsx'
import { type PlanRow, rowsOfEntries } from './plan-rows.ts'
import { sayRule } from './rule-words.ts'

/** Everything that a plan does about one child: before and after side by side, each reason, and what to leave out. */
export const planPupilPage = page({
  method: 'GET',
  url: '/schools/:school/imports/:plan/pupils/:pupil',
  permission: 'import.plan',
  async handle({ school, db, params }) {
    const plan = await findPlan(db, school, params.plan)
    const pupilId = readId(params.pupil)
    const { entries, family } = await db.inSchool(school.id, async (trx) => ({
      entries: await entriesOfPupil(trx, { schoolId: school.id, planId: plan.id, pupilId }),
      family: (await loadFamilies(trx, { schoolId: school.id, pupilIds: [pupilId] }))[0] ?? null,
    }))
    return (
      <PlanPupilView
        base={`/schools/${school.slug}`}
        plan={plan}
        pupilId={pupilId}
        entries={entries}
        family={plan.state === 'ready' ? family : null}
        onRecord={family !== null}
      />
    )
  },
})

type Props = {
  base: string
  plan: Plan
  pupilId: string
  entries: StoredEntry[]
  family: Family | null
  onRecord: boolean
}

function PlanPupilView({ base, plan, pupilId, entries, family, onRecord }: Props) {
  const here = `${base}/imports/${plan.id}`
  const name = family ? `${family.pupil.forename} ${family.pupil.surname}` : (entries[0]?.pupilName ?? 'This child')
  const over = plan.state === 'applied' || plan.state === 'undone'
  return (
    <StaffPage
      title={name}
      current="imports"
      lead={over ? 'What this import did about this child' : 'What this import would do about this child'}
      breadcrumbs={[
        { words: 'Import', href: `${base}/imports` },
        { words: over ? 'What this import did' : 'What this import would do', href: here },
      ]}
      actions={
        onRecord ? (
          <ButtonLink kind="quiet" href={`${base}/people/pupils/${pupilId}`}>
            Open {name}
          </ButtonLink>
        ) : null
      }
    >
      <div class="stack">
        {entries.length === 0 ? (
          <Card>
            <EmptyState title="Nothing of this child changes" />
          </Card>
        ) : null}
        {beforeAndAfter(family, entries).map((side) => (
          <SideCard key={side.key} side={side} over={over} />
        ))}
        {entries.length > 0 ? <EachChange here={here} plan={plan} pupilId={pupilId} entries={entries} /> : null}
      </div>
    </StaffPage>
  )
}

function SideCard({ side, over }: { side: Side; over: boolean }) {
  return (
    <Card title={side.name}>
      <div class="before-after">
        <Table
          caption={`${side.name}, before and after`}
          rows={side.facts.map((fact, at) => ({ ...fact, at }))}
          keyOf={({ at }) => String(at)}
          columns={[
            { title: 'What', cell: ({ words }) => words },
            {
              title: over ? 'Before' : 'Now',
              cell: ({ before, after }) =>
                before === null ? <NotThere /> : before === after ? before : <del>{before}</del>,
            },
            {
              title: over ? 'After' : 'After this import',
              cell: ({ before, after }) =>
                after === null ? <NotThere /> : before === after ? after : <ins>{after}</ins>,
            },
          ]}
        />
      </div>
      {side.whys.length === 0 ? (
        <p class="muted">Stays as it is.</p>
      ) : (
        <ul class="changes whys">
          {side.whys.map(({ rule, reason }) => (
            <li key={`${rule} ${reason}`}>
              {reason}. <span class="muted">{sayRule(rule)}</span> <RuleTag rule={rule} />
            </li>
          ))}
        </ul>
      )}
    </Card>
  )
}

const NotThere = () => <span class="muted">–</span>

/** Each change on its own, so that one can be left out and the others taken. */
function EachChange({ here, plan, pupilId, entries }: Pick<Props, 'plan' | 'pupilId' | 'entries'> & { here: string }) {
  const rows = entries.flatMap((entry) =>
    rowsOfEntries([entry]).map((row) => ({ ...row, key: String(entry.seq), of: entry })),
  )
  const leaves = plan.state === 'ready'
  const columns: Column<PlanRow>[] = [
    { title: 'Who', cell: (row) => row.adult ?? row.pupil?.name },
    { title: 'Change', cell: (row) => <Changes row={row} /> },
    { title: 'Why', cell: (row) => <Whys row={row} /> },
  ]
  const tick: Column<PlanRow> = {
    title: 'Leave out',
    cell: (row) =>
      row.seqs.length === 0 ? null : (
        <label class="take">
          <input type="checkbox" name="seqs" value={row.seqs.join(' ')} />
          <span class="visually-hidden">
            {row.adult ?? row.pupil?.name}: {row.changes.map(({ words }) => words).join(', ')}, change {row.key}
          </span>
        </label>
      ),
  }
  const list = (
    <div class="plan-rows">
      <Table
        caption="Each change on its own"
        rows={rows}
        keyOf={({ key }) => key}
        columns={leaves ? [...columns, tick] : columns}
      />
    </div>
  )
  if (!leaves) return <Card title="Each change on its own">{list}</Card>
  const back = `/pupils/${pupilId}`
  const again = entries.some(({ leftOut }) => leftOut !== null)
  return (
    <Card title="Each change on its own">
      <p class="muted">
        Tick what the import should pass by. What cannot stand without it is left out with it: a number of an adult who
        does not come in, or the end of the old link where the new one waits. All of it comes again with the next plan.
      </p>
      <Form action={`${here}/leave-out`}>
        <input type="hidden" name="back" value={back} />
        {list}
        <LeaveButtons again={again} />
      </Form>
      <Form action={`${here}/leave-out`}>
        <input type="hidden" name="back" value={back} />
        <input type="hidden" name="pupil" value={pupilId} />
        <p class="buttons">
          <Button kind="quiet" name="act" value="leave">
            Leave out everything about this child
          </Button>
        </p>
      </Form>
    </Card>
  )
}
