import type { PostedPiece } from '../../modules/delivery/index.ts'
import { formatNumber } from '../components/bar.tsx'
import { ButtonLink } from '../components/button.tsx'
import { Card } from '../components/card.tsx'
import { EmptyState, Tabs } from '../components/lists.tsx'
import { Note } from '../components/note.tsx'
import { StaffPage } from '../components/shell.tsx'
import { Table } from '../components/table.tsx'
import { TimeAgo } from '../components/time-ago.tsx'
import { useFrame } from '../frame/frame.ts'

export function SimulatedPostView({ posted }: { posted: PostedPiece[] }) {
  const { school } = useFrame()
  const phones = `/schools/${school?.slug}/simulated-phones`
  const here = `${phones}/post`
  return (
    <StaffPage
      title="Simulated post"
      current="messages"
      lead="The letters that families would find on the mat. Open one, take its reference and a code, and register."
    >
      <Tabs
        label="Simulated phones, mailboxes and post"
        tabs={[
          { words: 'Phones', href: `${phones}?show=phones`, current: false },
          { words: 'Mailboxes', href: `${phones}?show=mailboxes`, current: false },
          { words: 'Post', href: here, current: true, count: posted.length },
        ]}
      />
      <div class="stack">
        <Note title="Only in the demo.">
          A real school prints its letters once, and the codes are kept nowhere: not here, and in no other place.
        </Note>
        <Card title="Posted">
          <Table
            caption="Posted letters"
            rows={posted}
            keyOf={({ id }) => id}
            empty={
              <EmptyState
                title="No letter has been printed yet"
                action={
                  <a class="btn main" href={`/schools/${school?.slug}/letters`}>
                    Print letters
                  </a>
                }
              >
                <p>Print some, and they arrive here at once.</p>
              </EmptyState>
            }
            columns={[
              { title: 'What', cell: ({ title }) => title },
              { title: 'Letters', kind: 'number', cell: ({ pieces }) => formatNumber(pieces) },
              { title: 'Posted', cell: ({ postedAt }) => <TimeAgo at={postedAt} /> },
              {
                title: 'Open',
                kind: 'act',
                quiet: true,
                cell: ({ id, title }) => (
                  <ButtonLink kind="quiet" href={`${here}/${id}`}>
                    Open the PDF<span class="visually-hidden">: {title}</span>
                  </ButtonLink>
                ),
              },
            ]}
          />
        </Card>
      </div>
    </StaffPage>
  )
}
