import { may } from '../../../modules/accounts/index.ts'
import {
  isBrokenOff,
  isUndoable,
  lastRun,
  listPlans,
  listUnplanned,
  type Plan,
  tidyUploads,
  type Upload,
} from '../../../modules/importing/index.ts'
import { formatNumber } from '../../components/bar.tsx'
import { Button, ButtonLink } from '../../components/button.tsx'
import { Card } from '../../components/card.tsx'
import { Form } from '../../components/form.tsx'
import { EmptyState } from '../../components/lists.tsx'
import { Note } from '../../components/note.tsx'
import { StaffPage } from '../../components/shell.tsx'
import { Table } from '../../components/table.tsx'
import { Tag } from '../../components/tag.tsx'
import { TimeAgo } from '../../components/time-ago.tsx'
import { page } from '../../page.ts'
import { changesInWords, figuresOf } from './say-plan.ts'
import { mendedByMapping } from './upload.tsx'

const runsShown = 30
const daysUntilOld = 14

export const importsPage = page({
  method: 'GET',
  url: '/schools/:school/imports',
  permission: 'import.plan',
  async handle({ app, school, actor, db, clock }) {
    await tidyUploads(db, { school, dataFolder: app.config.dataFolder, clock })
    const mayApply = may(actor.roles, 'import.apply')
    const { plans, uploads, last, undoable } = await db.inSchool(school.id, async (trx) => {
      const last = await lastRun(trx, school.id)
      return {
        last,
        plans: await listPlans(trx, school.id, runsShown),
        uploads: await listUnplanned(trx, school.id),
        undoable: mayApply && last && figuresOf(last.changes).all > 0 && (await isUndoable(trx, last)) ? last.id : null,
      }
    })
    const base = `/schools/${school.slug}/imports`
    if (plans.length === 0 && uploads.length === 0) return <NothingYet base={base} />
    const old = last?.appliedAt ? clock.now().getTime() - last.appliedAt.getTime() > daysUntilOld * 86_400_000 : false
    return (
      <StaffPage
        title="Import"
        current="imports"
        lead="What came in from the MIS, and what waits to be looked at"
        actions={<ButtonLink href={`${base}/new`}>Import now</ButtonLink>}
      >
        <div class="stack">
          <LastImport last={last} old={old} base={base} />
          <p class="muted">
            <a href={`${base}/changeover`}>Changeover to the MIS</a>: which links the MIS maintains, which families and
            you do, and what the next import would do. <a href={`${base}/compare`}>Compare two imports</a>: what one did
            and the other did not.{' '}
            <a href={base.replace(/imports$/, 'letters-and-import')}>Letters first, or import first?</a>
          </p>
          <Waiting
            base={base}
            plans={plans.filter(({ state }) => state === 'ready')}
            uploads={uploads.map((upload) => ({ ...upload, brokenOff: isBrokenOff(upload, clock) }))}
          />
          <History base={base} plans={plans.filter(({ state }) => state !== 'ready')} undoable={undoable} />
        </div>
      </StaffPage>
    )
  },
})

function NothingYet({ base }: { base: string }) {
  return (
    <StaffPage title="Import" current="imports" lead="Pupils, their adults and the staff come from the MIS">
      <Card>
        <EmptyState
          title="Nothing was imported yet"
          action={
            <>
              <ButtonLink href={`${base}/new`}>Choose the files</ButtonLink>{' '}
              <ButtonLink kind="quiet" href={`${base}/how-to-export`}>
                How to export from your MIS
              </ButtonLink>{' '}
              <ButtonLink kind="quiet" href={base.replace(/imports$/, 'letters-and-import')}>
                Letters first, or import first?
              </ButtonLink>
            </>
          }
        >
          Export two reports from the MIS first: the pupils, and their contacts. Then choose the files here. You see
          everything that would change before it does.
        </EmptyState>
      </Card>
    </StaffPage>
  )
}

function LastImport({ last, old, base }: { last: Plan | null; old: boolean; base: string }) {
  if (!last?.appliedAt)
    return <Note kind="warn">Nothing was applied yet: the school is empty until a plan is applied.</Note>
  return (
    <Note kind={old ? 'warn' : 'ok'} title={old ? 'The last import is getting old.' : 'Up to date.'}>
      Last import <TimeAgo at={last.appliedAt} /> by {last.appliedBy}:{' '}
      <a href={`${base}/${last.id}`}>{changesInWords(figuresOf(last.changes).all)}</a>.{' '}
      <a href={`${base}/how-to-export`}>How to export from your MIS</a>
    </Note>
  )
}

type ShownUpload = Upload & { brokenOff: boolean }

function Waiting({ base, plans, uploads }: { base: string; plans: Plan[]; uploads: ShownUpload[] }) {
  if (plans.length + uploads.length === 0) return null
  const waiting = [
    ...uploads.map((upload) => ({
      ...upload,
      href: `${base}/files/${upload.id}`,
      would: '',
      tag: tagOfUpload(upload),
    })),
    ...plans.map((plan) => ({
      ...plan,
      href: `${base}/${plan.id}`,
      would: changesInWords(figuresOf(plan.changes).all),
      tag: plan.held ? <Tag kind="warn">Held</Tag> : <Tag kind="wait">Ready to look at</Tag>,
    })),
  ]
  return (
    <Card title="Waiting for you">
      <Table
        caption="Files and plans that wait"
        rows={waiting}
        keyOf={({ id }) => id}
        columns={[
          { title: 'Files', cell: ({ href, files }) => <a href={href}>{namesOf(files)}</a> },
          { title: 'When', cell: ({ madeAt, madeBy }) => <When at={madeAt} by={madeBy} /> },
          { title: 'Would do', cell: ({ would }) => would },
          { title: 'State', cell: ({ tag }) => tag },
        ]}
      />
    </Card>
  )
}

function tagOfUpload({ refusal, brokenOff }: ShownUpload) {
  if (refusal && mendedByMapping.includes(refusal.code)) return <Tag kind="warn">Needs your help</Tag>
  if (refusal) return <Tag kind="bad">Could not be read</Tag>
  return brokenOff ? <Tag kind="warn">Broken off</Tag> : <Tag kind="wait">Being read</Tag>
}

function History({ base, plans, undoable }: { base: string; plans: Plan[]; undoable: string | null }) {
  if (plans.length === 0) return null
  return (
    <Card title="What was imported">
      <Table
        caption="Imports, newest first"
        rows={plans}
        keyOf={({ id }) => id}
        columns={[
          { title: 'Files', cell: (plan) => <a href={`${base}/${plan.id}`}>{namesOf(plan.files)}</a> },
          { title: 'When', cell: ({ appliedAt, appliedBy }) => <When at={appliedAt} by={appliedBy} /> },
          {
            title: 'Rows',
            kind: 'number',
            cell: ({ rows }) => (
              <>
                {formatNumber(rows.read)}
                {rows.rejected > 0 ? <small> {formatNumber(rows.rejected)} rejected</small> : null}
              </>
            ),
          },
          { title: 'Changes', kind: 'number', cell: ({ changes }) => formatNumber(figuresOf(changes).all) },
          {
            title: 'State',
            cell: ({ state }) => (state === 'undone' ? <Tag kind="plain">Undone</Tag> : <Tag kind="ok">Applied</Tag>),
          },
          {
            title: 'Undo',
            quiet: true,
            kind: 'act',
            cell: ({ id, changes }) =>
              id === undoable ? (
                <Form action={`${base}/${id}/undo`} class="inline-form">
                  <Button kind="quiet">Undo {changesInWords(figuresOf(changes).all)}</Button>
                </Form>
              ) : null,
          },
        ]}
      />
    </Card>
  )
}

function When({ at, by }: { at: Date | null; by: string | null }) {
  return at ? (
    <>
      <TimeAgo at={at} /> <small>{by}</small>
    </>
  ) : null
}

const namesOf = (files: { name: string }[]) => files.map(({ name }) => name).join(', ')
