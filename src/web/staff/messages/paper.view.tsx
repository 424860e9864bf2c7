import type { Message, NamedChildLine } from '../../../modules/messaging/index.ts'
import { Card } from '../../components/card.tsx'
import { EmptyState } from '../../components/lists.tsx'
import { StaffPage } from '../../components/shell.tsx'
import { Table } from '../../components/table.tsx'
import { headingOf } from './list.tsx'
import { children as countOfChildren } from './say-to.ts'

/** The children whose message goes home on paper, a class together, with a box to tick. Made for printing. */
export function PaperPage({ base, message, children }: { base: string; message: Message; children: NamedChildLine[] }) {
  const classes = [...Map.groupBy(children, ({ registrationGroup }) => registrationGroup ?? 'No class')]
  return (
    <StaffPage
      title="Paper list"
      current="messages"
      breadcrumbs={[
        { words: 'Messages', href: base },
        { words: headingOf(message), href: `${base}/${message.id}` },
      ]}
      heading={`Goes home on paper: ${countOfChildren(children.length)}`}
      lead={headingOf(message)}
      actions={
        <button type="button" class="btn quiet" data-print hidden>
          Print
        </button>
      }
      scripts={['print.js']}
    >
      {classes.length === 0 ? (
        <Card>
          <EmptyState title="Nobody needs paper">Every child was reached, or a copy is still on its way.</EmptyState>
        </Card>
      ) : null}
      {classes.map(([name, own]) => (
        <Card key={name} title={name}>
          <Table
            caption={`${name}: children who take the message home`}
            rows={own}
            keyOf={({ pupilId }) => pupilId}
            columns={[
              { title: 'Child', cell: ({ pupilName }) => pupilName },
              { title: 'Why on paper', cell: ({ reason }) => reason },
              { title: 'Given', cell: () => <span class="box" aria-hidden="true" /> },
            ]}
          />
        </Card>
      ))}
      <Card title="The message">
        <p class="kept">{message.content.body}</p>
      </Card>
    </StaffPage>
  )
}
