import { type Merge, mostSuggested, type SuggestedPair } from '../../../../modules/people/index.ts'
import { Button } from '../../../components/button.tsx'
import { Card } from '../../../components/card.tsx'
import { Form } from '../../../components/form.tsx'
import { EmptyState } from '../../../components/lists.tsx'
import { sentence } from '../../../components/sentence.ts'
import { StaffPage } from '../../../components/shell.tsx'
import { Table } from '../../../components/table.tsx'
import { RuleTag, Tag } from '../../../components/tag.tsx'
import { TimeAgo } from '../../../components/time-ago.tsx'
import { nameOf } from '../say-people.ts'

type Props = { base: string; pairs: SuggestedPair[]; merges: Merge[]; mayPart: (merge: Merge) => boolean }

export function DuplicatesView({ base, pairs, merges, mayPart }: Props) {
  return (
    <StaffPage
      title="One person, two records?"
      current="people"
      breadcrumbs={[{ words: 'People', href: base.replace(/\/duplicates$/, '') }]}
      lead={
        <>
          Nothing is merged by likeness: couples share emails and phones, and many people share a name. You look, and
          decide. <RuleTag rule="IMP-22" />
        </>
      }
    >
      <div class="stack">
        <Card title="To look at">
          {pairs.length === 0 ? (
            <EmptyState title="Nobody seems to be here twice">What you decided is remembered.</EmptyState>
          ) : (
            <Table
              caption="Records that may be one person"
              rows={pairs}
              keyOf={({ one, other }) => `${one.id} ${other.id}`}
              columns={[
                {
                  title: 'Who',
                  cell: ({ one, other }) => (
                    <a href={`${base}/${one.id}/${other.id}`}>
                      {nameOf(one) === nameOf(other) ? `${nameOf(one)}, twice` : `${nameOf(one)} and ${nameOf(other)}`}
                    </a>
                  ),
                },
                { title: 'Why', cell: ({ why }) => sentence(why.join(', ')) },
              ]}
            />
          )}
          {pairs.length === mostSuggested ? (
            <p class="muted">The {mostSuggested} most alike are shown. Others come as you decide about these.</p>
          ) : null}
        </Card>
        {merges.length > 0 ? <Merges base={base} merges={merges} mayPart={mayPart} /> : null}
      </div>
    </StaffPage>
  )
}

function Merges({ base, merges, mayPart }: Omit<Props, 'pairs'>) {
  return (
    <Card title="Merged lately">
      <Table
        caption="Records that were merged, newest first"
        rows={merges}
        keyOf={({ id }) => id}
        columns={[
          {
            title: 'Who',
            cell: ({ kept, gone, keptId }) => (
              <>
                <a href={`${base.replace(/duplicates$/, 'adults')}/${keptId}`}>{kept}</a>
                {gone === kept ? '' : `, who was ${gone} too`}
              </>
            ),
          },
          {
            title: 'When',
            cell: ({ at, by }) => (
              <>
                <TimeAgo at={at} /> <small>{by}</small>
              </>
            ),
          },
          { title: 'How it was known', cell: ({ reason }) => reason },
          {
            title: 'Take back',
            kind: 'act',
            quiet: true,
            cell: (merge) =>
              merge.undoneAt ? (
                <Tag kind="plain">Taken back by {merge.undoneBy}</Tag>
              ) : mayPart(merge) ? (
                <Form action={`${base}/undo`} class="inline-form">
                  <input type="hidden" name="merge" value={merge.id} />
                  <Button kind="quiet">
                    Make two again<span class="visually-hidden"> of {merge.kept}</span>
                  </Button>
                </Form>
              ) : null,
          },
        ]}
      />
    </Card>
  )
}
