import type { ComponentChildren } from 'preact'
import { type LetterRow, showInHalves } from '../../../modules/registration/index.ts'
import { EmptyState } from '../../components/lists.tsx'
import { Table } from '../../components/table.tsx'
import { Tag } from '../../components/tag.tsx'
import { Day, TimeAgo } from '../../components/time-ago.tsx'
import { useFrame } from '../../frame/frame.ts'

/** The letters printed for one member, newest first, and how far each was used. */
export function LettersTable(props: {
  letters: LetterRow[]
  used: { title: string; kind?: 'number'; cell: (letter: LetterRow) => ComponentChildren }
  empty: string
}) {
  const { letters, used, empty } = props
  return (
    <Table
      caption="Letters"
      rows={letters}
      keyOf={({ id }) => id}
      empty={<EmptyState title="No letter yet">{empty}</EmptyState>}
      columns={[
        { title: 'Reference', cell: ({ reference }) => showInHalves(reference) },
        { title: 'State', cell: (letter) => <LetterState letter={letter} /> },
        used,
        { title: 'Works until', cell: ({ expiresAt }) => <Day date={expiresAt} /> },
        {
          title: 'Printed',
          cell: ({ printedBy, printedAt }) => (
            <>
              {printedBy}, <TimeAgo at={printedAt} />
            </>
          ),
        },
      ]}
    />
  )
}

/** How a letter stands today, in a word. */
export function LetterState({ letter: { state, expiresAt } }: { letter: LetterRow }) {
  const { now } = useFrame()
  if (state === 'frozen') return <Tag kind="warn">Frozen</Tag>
  if (state === 'killed') return <Tag>Ended</Tag>
  return expiresAt <= now ? <Tag kind="wait">Too old</Tag> : <Tag kind="ok">Works</Tag>
}
