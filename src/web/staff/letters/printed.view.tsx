import type { BatchRow } from '../../../modules/registration/index.ts'
import { formatNumber } from '../../components/bar.tsx'
import { Card } from '../../components/card.tsx'
import { Pagination } from '../../components/lists.tsx'
import { StaffPage } from '../../components/shell.tsx'
import { Table } from '../../components/table.tsx'
import { RuleTag } from '../../components/tag.tsx'
import { TimeAgo } from '../../components/time-ago.tsx'
import { useFrame } from '../../frame/frame.ts'
import { sayKind, sayLanguage } from './say-letters.ts'

type Props = { batches: BatchRow[]; next: Date | null; isFirst: boolean }

export function PrintedView({ batches, next, isFirst }: Props) {
  const { school } = useFrame()
  const here = `/schools/${school?.slug}/letters/printed`
  return (
    <StaffPage
      title="Letters that were printed"
      current="letters"
      breadcrumbs={[{ words: 'Letters', href: `/schools/${school?.slug}/letters` }]}
      lead="Who printed when, for whom, and with which words. The codes stood on the sheets alone."
    >
      <Card title="Printed">
        <p class="muted">
          A letter that was printed anew ends the one before it. <RuleTag rule="LET-8" />
        </p>
        <BatchTable batches={batches} withWords />
        <Pagination
          first={isFirst ? null : here}
          next={next ? `${here}?${new URLSearchParams({ before: next.toISOString() })}` : null}
        />
      </Card>
    </StaffPage>
  )
}

export function BatchTable({ batches, withWords = false }: { batches: BatchRow[]; withWords?: boolean }) {
  return (
    <Table
      caption="What was printed"
      rows={batches}
      keyOf={({ id }) => id}
      empty={<p class="muted">Nothing has been printed yet.</p>}
      columns={[
        { title: 'For', cell: ({ what }) => what },
        { title: 'Letters', kind: 'number', cell: ({ letters }) => formatNumber(letters) },
        ...(withWords
          ? [
              {
                title: 'Words',
                cell: ({ printedWith }: BatchRow) =>
                  printedWith.map(({ kind, language, version }) => (
                    <span key={`${kind} ${language}`} class="line">
                      {sayKind(kind)}, {sayLanguage(language)}, {version === 0 ? 'as they come' : `version ${version}`}
                      <br />
                    </span>
                  )),
              },
            ]
          : []),
        {
          title: 'By',
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
