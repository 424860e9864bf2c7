import type { CorrectionForMis } from '../../../modules/importing/index.ts'
import { ButtonLink } from '../../components/button.tsx'
import { Card } from '../../components/card.tsx'
import { EmptyState } from '../../components/lists.tsx'
import { StaffPage } from '../../components/shell.tsx'
import { Table } from '../../components/table.tsx'
import { RuleTag, Tag } from '../../components/tag.tsx'
import { Day, TimeAgo } from '../../components/time-ago.tsx'
import { useFrame } from '../../frame/frame.ts'
import { nameOf } from '../people/say-people.ts'

export function CorrectionsView({ corrections }: { corrections: CorrectionForMis[] }) {
  const base = `/schools/${useFrame().school?.slug}`
  const open = corrections.filter(({ doneAt }) => doneAt === null).length
  return (
    <StaffPage
      title="Corrections for the MIS"
      current="data-issues"
      breadcrumbs={[
        { words: 'Data issues', href: `${base}/data-issues` },
        { words: 'Registrations', href: `${base}/registrations` },
      ]}
      lead="What the data manager is to change. A line is done when the next import shows it."
      actions={
        open > 0 ? <ButtonLink href={`${base}/registrations/corrections.csv`}>Download {open} as CSV</ButtonLink> : null
      }
    >
      <Card>
        <p>
          The file has the columns of your own import, with what to change at the end. <RuleTag rule="IMP-7" />
        </p>
        <Table
          caption="Corrections for the MIS"
          rows={corrections}
          keyOf={({ id }) => id}
          empty={<EmptyState title="Nothing to correct">Nobody has told the data manager of anything yet.</EmptyState>}
          columns={[
            {
              title: 'Adult',
              cell: ({ adult, adultId, misId }) => (
                <>
                  <a href={`${base}/people/adults/${adultId}`}>{adult ? nameOf(adult) : 'Somebody'}</a>
                  {misId ? <small> MIS record {misId}</small> : null}
                </>
              ),
            },
            { title: 'Child', cell: ({ pupil }) => (pupil ? nameOf(pupil) : '–') },
            { title: 'The MIS says', cell: ({ misSays }) => misSays },
            { title: 'It should be', cell: ({ shouldBe }) => shouldBe || 'taken out' },
            {
              title: 'Asked for',
              cell: ({ toldBy, toldAt }) => (
                <>
                  {toldBy}, <TimeAgo at={toldAt} />
                </>
              ),
            },
            {
              title: 'State',
              cell: ({ doneAt, doneHow }) =>
                doneAt ? (
                  <Tag kind="ok">
                    {doneHow ? 'Set aside' : 'Done'} <Day date={doneAt} />
                  </Tag>
                ) : (
                  <Tag kind="wait">To be done</Tag>
                ),
            },
          ]}
        />
      </Card>
    </StaffPage>
  )
}
