import { may } from '../../../modules/accounts/index.ts'
import { formatNumber } from '../../components/bar.tsx'
import { ButtonLink } from '../../components/button.tsx'
import { Card } from '../../components/card.tsx'
import { EmptyState, Tabs } from '../../components/lists.tsx'
import { StaffPage } from '../../components/shell.tsx'
import { type Column, Table } from '../../components/table.tsx'
import { useFrame } from '../../frame/frame.ts'
import { sayClass } from '../people/say-people.ts'
import { kindOf } from './kinds.ts'
import type { Line, Worklist } from './work-list.ts'

/** On the page of everything, each kind shows so many; its own page shows all. */
const shownOfEach = 10

export function WorklistView({ list, kind }: { list: Worklist; kind: string }) {
  const base = `/schools/${useFrame().school?.slug}/data-issues`
  const shown = kind === '' ? list : list.filter((one) => one.kind.kind === kind)
  const [first] = shown
  return (
    <StaffPage
      title={kind === '' ? 'Data issues' : (first?.kind.title ?? kindOf(kind).title)}
      current="data-issues"
      breadcrumbs={kind === '' ? [] : [{ words: 'Data issues', href: base }]}
      lead={
        kind === ''
          ? 'What asks for a person’s eye, the worst first. Most are mended in the MIS, and go by themselves with the next import.'
          : ''
      }
      actions={
        <ButtonLink kind="quiet" href={`${base}/coverage`}>
          How well families can be reached
        </ButtonLink>
      }
    >
      {list.length > 0 ? (
        <Tabs
          label="Kinds of data issues"
          tabs={[
            { words: 'All', href: base, current: kind === '' },
            ...list.map((one) => ({
              words: one.kind.tab,
              href: `${base}?kind=${encodeURIComponent(one.kind.kind)}`,
              current: one.kind.kind === kind,
              count: one.lines.length,
            })),
          ]}
        />
      ) : null}
      {shown.length === 0 ? (
        <Card kind="ok">
          <EmptyState title={list.length === 0 ? 'Nothing asks for your eye' : 'Nothing of this kind any more'}>
            {list.length === 0
              ? 'Every child can be reached, and what the MIS says fits what is here.'
              : 'It is mended, or somebody set it aside.'}
          </EmptyState>
        </Card>
      ) : null}
      {shown.map((one) => (
        <KindCard key={one.kind.kind} one={one} whole={kind !== ''} />
      ))}
    </StaffPage>
  )
}

function KindCard({ one: { kind, lines }, whole }: { one: Worklist[number]; whole: boolean }) {
  const { school, actor } = useFrame()
  const base = `/schools/${school?.slug}`
  const shown = whole ? lines : lines.slice(0, shownOfEach)
  const changes = may(actor?.roles ?? [], 'data-issues.change')
  const columns: Column<Line>[] = [
    {
      title: 'Pupil',
      cell: (line) =>
        line.pupilId ? <a href={`${base}/people/pupils/${line.pupilId}`}>{line.pupilName}</a> : 'No one child',
    },
    { title: 'Class', cell: (line) => sayClass(line.pupilClass) },
    { title: 'What', cell: (line) => line.detail },
    ...(lines.some(({ adultId }) => adultId !== null)
      ? [{ title: 'Adult', cell: (line: Line) => <AdultLink line={line} /> }]
      : []),
    ...(changes && lines.some(({ issueId }) => issueId !== null)
      ? [{ title: 'Set aside', kind: 'act' as const, quiet: true, cell: (line: Line) => <SetAside line={line} /> }]
      : []),
  ]
  return (
    <Card
      kind={kind.tone}
      title={
        <>
          {kind.title} <span class="tab-count">{formatNumber(lines.length)}</span>
        </>
      }
    >
      <p>
        {kind.means} <strong>{kind.step}</strong>{' '}
        {kind.at ? <a href={`${base}/${kind.at.path}`}>{kind.at.words}</a> : null}
      </p>
      <Table caption={kind.title} rows={shown} keyOf={({ key }) => key} columns={columns} />
      {shown.length < lines.length ? (
        <p>
          <a href={`${base}/data-issues?kind=${encodeURIComponent(kind.kind)}`}>See all {formatNumber(lines.length)}</a>
        </p>
      ) : null}
    </Card>
  )
}

function AdultLink({ line }: { line: Line }) {
  const { school } = useFrame()
  if (!line.adultId) return null
  return <a href={`/schools/${school?.slug}/people/adults/${line.adultId}`}>{line.adultName}</a>
}

function SetAside({ line }: { line: Line }) {
  const { school } = useFrame()
  if (!line.issueId) return null
  return (
    <a class="no-print" href={`/schools/${school?.slug}/data-issues/${line.issueId}/set-aside`}>
      Nothing to do here<span class="visually-hidden"> for {line.pupilName ?? line.adultName}</span>
    </a>
  )
}
