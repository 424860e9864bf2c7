import type { Report } from '../../../modules/messaging/index.ts'
import { Button } from '../../components/button.tsx'
import { Card } from '../../components/card.tsx'
import { Form } from '../../components/form.tsx'
import { EmptyState } from '../../components/lists.tsx'
import { StaffPage } from '../../components/shell.tsx'
import { Table } from '../../components/table.tsx'
import { RuleTag } from '../../components/tag.tsx'
import { TimeAgo } from '../../components/time-ago.tsx'
import { headingOf } from './list.tsx'

export function NotKnownView({ base, report }: { base: string; report: Report }) {
  const here = `${base}/${report.message.id}`
  const unknown = report.copies.filter(({ state }) => state === 'unknown')
  return (
    <StaffPage
      title="Not known whether they went"
      current="messages"
      breadcrumbs={[
        { words: 'Messages', href: base },
        { words: headingOf(report.message), href: here },
      ]}
      lead={
        <>
          The line broke, or the program stopped, between handing these over and the answer. Nothing is sent twice by
          itself. <RuleTag rule="DLV-3" />
        </>
      }
    >
      <Form action={`${here}/not-known`}>
        <Card>
          <Table
            caption="Copies nobody knows about"
            rows={unknown}
            keyOf={({ id }) => id}
            empty={
              <EmptyState title="All is known" action={<a href={here}>Back to the message</a>}>
                <p>A receipt came, or somebody decided.</p>
              </EmptyState>
            }
            columns={[
              {
                title: 'To',
                cell: ({ id, toAddress }) => (
                  <label class="take">
                    <input type="checkbox" name="ids" value={id} checked />
                    {toAddress}
                  </label>
                ),
              },
              { title: 'Since', cell: ({ createdAt }) => <TimeAgo at={createdAt} /> },
              { title: 'What happened', cell: ({ reason }) => reason },
            ]}
          />
          {unknown.length > 0 ? (
            <>
              <p>
                Ask a family, or look into the provider’s own list. If it is urgent, send again: some may then get it
                twice.
              </p>
              <p class="buttons">
                <Button name="as" value="it went" kind="quiet">
                  They went
                </Button>
                <Button name="as" value="it did not go" kind="quiet">
                  They did not go
                </Button>
                <Button name="as" value="send again">
                  Send them again
                </Button>
              </p>
            </>
          ) : null}
        </Card>
      </Form>
    </StaffPage>
  )
}
