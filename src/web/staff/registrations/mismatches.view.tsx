import { may } from '../../../modules/accounts/index.ts'
import type { BlockedPoint, DataIssue } from '../../../modules/people/index.ts'
import { formatNumber } from '../../components/bar.tsx'
import { Button } from '../../components/button.tsx'
import { Card } from '../../components/card.tsx'
import { Form } from '../../components/form.tsx'
import { sayPhone } from '../../components/say-phone.ts'
import { type Column, Table } from '../../components/table.tsx'
import { RuleTag, Tag } from '../../components/tag.tsx'
import { TimeAgo } from '../../components/time-ago.tsx'
import { useFrame } from '../../frame/frame.ts'
import { sayClass } from '../people/say-people.ts'

export type Asked = ReadonlyMap<string, { at: Date; by: string }>
const shownMost = 100

/** IMP-7: what the MIS says otherwise, each with the two acts that settle it. */
export function DiffersCard(props: { issues: DataIssue[]; asked: Asked; told: ReadonlyMap<string, Date> }) {
  const { issues, asked, told } = props
  const { school, actor } = useFrame()
  const base = `/schools/${school?.slug}`
  const changes = may(actor?.roles ?? [], 'data-issues.change')
  const columns: Column<DataIssue>[] = [
    { title: 'Pupil', cell: ({ pupilId, pupilName }) => <a href={`${base}/people/pupils/${pupilId}`}>{pupilName}</a> },
    { title: 'Class', cell: ({ pupilClass }) => sayClass(pupilClass) },
    { title: 'What', cell: ({ detail }) => detail },
    { title: 'So far', cell: (issue) => <SoFar at={asked.get(issue.adultId ?? '')?.at} told={told.get(issue.id)} /> },
    ...(changes
      ? [
          {
            title: 'Acts',
            kind: 'act' as const,
            quiet: true,
            cell: (issue: DataIssue) => <DiffersActs issue={issue} isTold={told.has(issue.id)} />,
          },
        ]
      : []),
  ]
  return (
    <Card
      kind="warn"
      title={`The MIS says otherwise: ${formatNumber(issues.length)}`}
      actions={<a href={`${base}/registrations/corrections`}>Corrections for the MIS</a>}
    >
      <p>
        Nothing was overwritten. Ask the family which is right; if it is what they registered, tell the data manager.{' '}
        <RuleTag rule="IMP-7" />
      </p>
      <Table
        caption="The MIS says otherwise"
        rows={issues.slice(0, shownMost)}
        keyOf={({ id }) => id}
        columns={columns}
      />
    </Card>
  )
}

function SoFar({ at, told }: { at: Date | undefined; told: Date | undefined }) {
  if (!at && !told) return <>–</>
  return (
    <span class="tags">
      {at ? (
        <Tag kind="wait">
          Asked <TimeAgo at={at} />
        </Tag>
      ) : null}
      {told ? (
        <Tag kind="wait">
          With the data manager <TimeAgo at={told} />
        </Tag>
      ) : null}
    </span>
  )
}

function DiffersActs({ issue, isTold }: { issue: DataIssue; isTold: boolean }) {
  const base = `/schools/${useFrame().school?.slug}/registrations`
  const about = <span class="visually-hidden"> about {issue.adultName ?? issue.pupilName}</span>
  return (
    <div class="buttons">
      {issue.adultId ? <a href={`${base}/ask/${issue.adultId}`}>Ask the family{about}</a> : null}
      {isTold || !issue.adultId ? null : (
        <Form action={`${base}/tell/${issue.id}`}>
          <Button kind="quiet">Tell the data manager</Button>
        </Form>
      )}
    </div>
  )
}

/** DLV-5: details that failed too often, each to be tried again or asked about. */
export function BlockedCard({ blocked, asked }: { blocked: BlockedPoint[]; asked: Asked }) {
  const { school, actor } = useFrame()
  const base = `/schools/${school?.slug}`
  const changes = may(actor?.roles ?? [], 'people.change')
  const columns: Column<BlockedPoint>[] = [
    { title: 'Adult', cell: ({ adultId, adultName }) => <a href={`${base}/people/adults/${adultId}`}>{adultName}</a> },
    {
      title: 'Child',
      cell: ({ pupilName, children }) => (children > 1 ? `${pupilName} and ${children - 1} more` : pupilName),
    },
    { title: 'Detail', cell: ({ kind, value, raw }) => (kind === 'email' || !value ? raw : sayPhone(value)) },
    {
      title: 'Why',
      cell: ({ blockReason, blockedAt, adultId }) => (
        <>
          {blockReason ?? 'It failed too often'}, <TimeAgo at={blockedAt} />
          {asked.has(adultId) ? (
            <>
              {' '}
              <Tag kind="wait">Asked</Tag>
            </>
          ) : null}
        </>
      ),
    },
    ...(changes
      ? [
          {
            title: 'Acts',
            kind: 'act' as const,
            quiet: true,
            cell: ({ adultId, adultName, pointId }: BlockedPoint) => (
              <div class="buttons">
                <a href={`${base}/registrations/ask/${adultId}`}>
                  Ask the family<span class="visually-hidden"> of {adultName}</span>
                </a>
                <Form action={`${base}/people/adults/${adultId}/points/${pointId}/open`}>
                  <Button kind="quiet">Try it again</Button>
                </Form>
              </div>
            ),
          },
        ]
      : []),
  ]
  return (
    <Card kind="warn" title={`Emails and numbers that failed: ${formatNumber(blocked.length)}`}>
      <p>
        Nothing goes there any more. If the fault is over, let it be tried again; otherwise ask the family by what else
        works. <RuleTag rule="DLV-5" />
      </p>
      <Table
        caption="Emails and numbers that failed"
        rows={blocked}
        keyOf={({ pointId }) => pointId}
        columns={columns}
      />
    </Card>
  )
}
