import type { Preview } from '../../../modules/messaging/index.ts'
import { Card } from '../../components/card.tsx'
import { StaffPage } from '../../components/shell.tsx'
import { Table } from '../../components/table.tsx'
import { RuleTag, Tag } from '../../components/tag.tsx'
import { adults, children, nameOfPupil, sayCopies } from './say-to.ts'

const verdictTags = {
  send: { kind: 'ok', words: 'Gets it' },
  covered: { kind: 'plain', words: 'Covered' },
  withheld: { kind: 'warn', words: 'Does not' },
  paper: { kind: 'bad', words: 'Paper' },
} as const

/** MSG-2: each child with the adults, and every verdict with its reason. */
export function EverybodyPage({ base, id, preview, to }: { base: string; id: string; preview: Preview; to: string }) {
  const adultNames = new Map(
    preview.families.flatMap(({ links }) =>
      links.map(
        ({ adult }) => [adult.id, [adult.title, adult.forename, adult.surname].filter(Boolean).join(' ')] as const,
      ),
    ),
  )
  const rows = [...Map.groupBy(preview.verdicts, ({ pupilId }) => pupilId)]
  return (
    <StaffPage
      title="Everybody, and why"
      current="messages"
      breadcrumbs={[
        { words: 'Messages', href: base },
        { words: 'Check and send', href: `${base}/${id}/check` },
      ]}
      lead={`To ${to}: ${children(preview.counts.pupils)}, ${adults(preview.counts.adults)}, ${sayCopies(preview.counts)}`}
    >
      <Card>
        <Table
          caption="Each child with the adults, whether they get a copy and why"
          rows={rows}
          keyOf={([pupilId]) => pupilId}
          columns={[
            { title: 'Child', cell: ([pupilId]) => nameOfPupil(preview.families, pupilId) },
            {
              title: 'Adults',
              cell: ([, own]) => (
                <ul class="verdicts">
                  {own.map(({ adultId, verdict, channel, reason, rule }) => (
                    <li key={`${adultId} ${channel}`}>
                      <Tag kind={verdictTags[verdict].kind}>{verdictTags[verdict].words}</Tag>{' '}
                      {adultId === null ? 'Nobody is reached' : adultNames.get(adultId)}
                      {channel ? `, by ${channel === 'sms' ? 'text' : 'email'}` : ''}: {reason} <RuleTag rule={rule} />
                    </li>
                  ))}
                </ul>
              ),
            },
          ]}
        />
      </Card>
    </StaffPage>
  )
}
