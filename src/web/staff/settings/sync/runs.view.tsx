import type { SyncRun, SyncState } from '../../../../modules/syncing/index.ts'
import { Card } from '../../../components/card.tsx'
import { EmptyState } from '../../../components/lists.tsx'
import { Table } from '../../../components/table.tsx'
import { Tag } from '../../../components/tag.tsx'
import { TimeAgo } from '../../../components/time-ago.tsx'
import { useFrame } from '../../../frame/frame.ts'

/** What came lately, and what became of it. */
export function RunsCard({ runs }: { runs: SyncRun[] }) {
  const { school } = useFrame()
  const imports = `/schools/${school?.slug}/imports`
  return (
    <Card title="What came lately">
      <Table
        caption="What came from the MIS by itself"
        rows={runs}
        keyOf={({ id }) => id}
        empty={
          <EmptyState title="Nothing has come yet">The first files show here as soon as they are sent.</EmptyState>
        }
        columns={[
          { title: 'Came', cell: ({ madeAt }) => <TimeAgo at={madeAt} /> },
          { title: 'What', cell: ({ files }) => files.map(({ name }) => name).join(', ') },
          { title: 'From', cell: ({ actorName }) => actorName },
          { title: 'State', cell: ({ state }) => <StateTag state={state} /> },
          {
            title: 'Outcome',
            cell: ({ words, planId, uploadId, state }) => (
              <>
                {words ?? ''}{' '}
                {planId && ['waits', 'applied'].includes(state) ? (
                  <a href={`${imports}/${planId}`}>See the plan</a>
                ) : null}
                {state === 'refused' && uploadId && !planId ? (
                  <a href={`${imports}/files/${uploadId}`}>See the files</a>
                ) : null}
              </>
            ),
          },
        ]}
      />
    </Card>
  )
}

function StateTag({ state }: { state: SyncState }) {
  if (state === 'applied') return <Tag kind="ok">Applied</Tag>
  if (state === 'unchanged') return <Tag kind="ok">Nothing new</Tag>
  if (state === 'waits') return <Tag kind="warn">Waits for you</Tag>
  if (state === 'refused') return <Tag kind="bad">Not read</Tag>
  if (state === 'queued' || state === 'working') return <Tag kind="wait">Being read</Tag>
  return <Tag>{state === 'superseded' ? 'Newer came' : 'Thrown away'}</Tag>
}
