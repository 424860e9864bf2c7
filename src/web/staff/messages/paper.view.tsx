import type { Message, PaperLine } from '../../../modules/messaging/index.ts'
import { Card } from '../../components/card.tsx'
import { EmptyState } from '../../components/lists.tsx'
import { sentence } from '../../components/sentence.ts'
import { StaffPage } from '../../components/shell.tsx'
import { Table } from '../../components/table.tsx'
import { useFrame } from '../../frame/frame.ts'
import { headingOf } from './list.tsx'
import { isForTheOffice } from './office-reasons.ts'
import { children as countOfChildren } from './say-to.ts'

/**
 * The children whose message goes home on paper, without a word of court orders and restrictions: paper lies about. A list with boxes to tick, then a
 * sheet for each child. Made for printing.
 */
export function PaperPage({ base, message, children }: { base: string; message: Message; children: PaperLine[] }) {
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
          Print the list and {children.length === 1 ? 'one sheet' : `${children.length} sheets`}
        </button>
      }
      scripts={['print.js']}
    >
      <Card>
        <Table
          caption="Children who take the message home, by class"
          rows={children}
          keyOf={({ pupilId }) => pupilId}
          empty={
            <EmptyState title="Nobody needs paper">Every child was reached, or a copy is still on its way.</EmptyState>
          }
          columns={[
            { title: 'Child', cell: ({ pupilName }) => pupilName },
            { title: 'Class', cell: ({ registrationGroup }) => registrationGroup },
            {
              title: 'Why on paper',
              cell: (child) => sentence(isForTheOffice(child) ? 'ask the office' : (child.reason ?? '')),
            },
            { title: 'Given', cell: () => <span class="box" aria-hidden="true" /> },
          ]}
        />
      </Card>
      {children.map((child) => (
        <Sheet key={child.pupilId} child={child} />
      ))}
    </StaffPage>
  )
}

/** One child's sheet. Why it is on paper is nobody's business but the office's, so it does not stand here. */
function Sheet({ child }: { child: PaperLine }) {
  const { school } = useFrame()
  return (
    <section class="card sheet print-page" aria-label={`Sheet for ${child.pupilName}`}>
      <p class="muted">
        {school?.name}
        <br />
        To the parent or carer of {child.pupilName}
        {child.registrationGroup ? `, ${child.registrationGroup}` : ''}
      </p>
      {child.heading ? <h2>{child.heading}</h2> : null}
      <p class="kept">{child.words}</p>
    </section>
  )
}
