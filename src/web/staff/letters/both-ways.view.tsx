import { may } from '../../../modules/accounts/index.ts'
import type { OrderFacts, OrderRow } from '../../../modules/registration/index.ts'
import { formatNumber } from '../../components/bar.tsx'
import { Card } from '../../components/card.tsx'
import { Figure, Figures } from '../../components/figure.tsx'
import { StaffPage } from '../../components/shell.tsx'
import { Table } from '../../components/table.tsx'
import { RuleTag } from '../../components/tag.tsx'
import { useFrame } from '../../frame/frame.ts'

export function BothWaysView({ facts, rows }: { facts: OrderFacts; rows: OrderRow[] }) {
  const { school, actor } = useFrame()
  const base = `/schools/${school?.slug}`
  const closed = facts.closed.web + facts.closed.manual + facts.closed.picked
  const plans = may(actor?.roles ?? [], 'import.plan')
  return (
    <StaffPage
      title="Letters first, or import first?"
      current="letters"
      breadcrumbs={[{ words: 'Letters', href: `${base}/letters` }]}
      lead="Both ways of linking adults go together, in either order. This is what each does at your school."
    >
      <div class="stack">
        <Figures label="Where the school stands">
          <Figure
            value={facts.inFile === null ? '–' : formatNumber(facts.inFile)}
            words={
              facts.inFile === null
                ? 'no file of contacts has come in yet'
                : 'children with a first contact in the last file'
            }
          />
          <Figure value={formatNumber(closed)} words="children whose prime adult no import changes" kind="ok" />
          <Figure value={formatNumber(facts.letters.out)} words="children with a letter that works" />
        </Figures>
        <Card>
          <Table
            caption="What each order does"
            rows={rows}
            keyOf={({ question }) => question}
            columns={[
              { title: 'What to know', cell: ({ question }) => question },
              { title: 'Letters first, import the remainder', cell: ({ lettersFirst }) => lettersFirst },
              { title: 'Import first, letters for the others', cell: ({ importFirst }) => importFirst },
              { title: 'Rule', cell: ({ rule }) => <RuleTag rule={rule} /> },
            ]}
          />
          {plans ? (
            <p>
              Child by child, with the reason: <a href={`${base}/imports/changeover`}>what the next import does</a>.
            </p>
          ) : null}
        </Card>
      </div>
    </StaffPage>
  )
}
