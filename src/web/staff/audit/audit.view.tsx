import type { AuditEntry } from '../../../modules/audit/index.ts'
import { formatNumber } from '../../components/bar.tsx'
import { Card } from '../../components/card.tsx'
import { Input } from '../../components/fields.tsx'
import { EmptyState, Pagination } from '../../components/lists.tsx'
import { Note } from '../../components/note.tsx'
import { StaffPage } from '../../components/shell.tsx'
import { Table } from '../../components/table.tsx'
import { Tag } from '../../components/tag.tsx'
import { TimeAgo } from '../../components/time-ago.tsx'
import { useFrame } from '../../frame/frame.ts'
import { sayAct, sayDetail } from './say-act.ts'

type Filter = { act: string; person: string; pupil: string; from: string; to: string; before?: number }
type Chain = { entries: number; brokenAt: number | null } | null

/** The journal: who did what, when, about whom. */
export function AuditView({
  entries,
  more,
  filter,
  chain,
}: {
  entries: AuditEntry[]
  more: boolean
  filter: Filter
  chain: Chain
}) {
  const { school } = useFrame()
  const here = `/schools/${school?.slug}/audit`
  const last = entries.at(-1)
  return (
    <StaffPage
      title="Audit"
      current="audit"
      lead="Who did what, and when. Entries are only ever added, and each is chained to the one before."
      actions={
        <a class="btn quiet" href={`${here}?check=yes`}>
          Check the chain
        </a>
      }
    >
      {chain ? <ChainNote chain={chain} /> : null}
      <Card>
        <Filters here={here} filter={filter} />
        <Table
          caption="Entries, newest first"
          rows={entries}
          keyOf={({ seq }) => String(seq)}
          empty={<EmptyState title="Nothing was found">Widen the dates, or clear the filter.</EmptyState>}
          columns={[
            { title: 'When', cell: ({ at }) => <TimeAgo at={at} /> },
            { title: 'Who', cell: (entry) => <Who entry={entry} /> },
            { title: 'What', cell: ({ act }) => sayAct(act) },
            {
              title: 'Details',
              cell: (entry) => <Details entry={entry} pupils={`/schools/${school?.slug}/people/pupils`} />,
            },
            { title: 'No.', kind: 'number', cell: ({ seq }) => <small>{seq}</small> },
          ]}
        />
        <Pagination
          first={filter.before ? pageUrl(here, filter, undefined) : null}
          next={more && last ? pageUrl(here, filter, last.seq) : null}
        />
      </Card>
    </StaffPage>
  )
}

function ChainNote({ chain: { entries, brokenAt } }: { chain: NonNullable<Chain> }) {
  if (brokenAt === null) {
    return (
      <Note kind="ok" title="The chain is whole.">
        {`All ${formatNumber(entries)} entries are as they were written.`}
      </Note>
    )
  }
  return (
    <Note kind="bad" title={`The chain breaks at entry ${brokenAt}.`}>
      Somebody changed or removed an entry in the database itself. Keep a copy of the database now and tell your data
      protection officer.
    </Note>
  )
}

function Filters({ here, filter }: { here: string; filter: Filter }) {
  return (
    <form class="filters" method="get" action={here}>
      <Input name="act" label="What" value={filter.act} hint="Such as link or message." />
      <Input name="person" label="Who" value={filter.person} hint="Part of the name." />
      <Input name="from" label="From" type="date" value={filter.from} />
      <Input name="to" label="To" type="date" value={filter.to} />
      {filter.pupil ? <input type="hidden" name="pupil" value={filter.pupil} /> : null}
      <p class="buttons">
        <button type="submit" class="btn quiet">
          Show
        </button>
        {Object.values(filter).some((value) => value !== '' && value !== undefined) ? <a href={here}>Clear</a> : null}
      </p>
    </form>
  )
}

const kindsOfActor: Record<string, string> = { command: 'Command line', family: 'Family', service: 'Service' }

function Who({ entry: { actorName, actorKind } }: { entry: AuditEntry }) {
  return (
    <>
      {actorName} {actorKind === 'staff' ? null : <Tag>{kindsOfActor[actorKind] ?? 'By itself'}</Tag>}
    </>
  )
}

function Details({ entry, pupils }: { entry: AuditEntry; pupils: string }) {
  const facts = sayDetail(entry.detail)
  return (
    <>
      {facts.map(({ name, value }) => (
        <span key={name} class="pair">
          <small>{name}</small> {value}
        </span>
      ))}
      {entry.pupilId ? <a href={`${pupils}/${entry.pupilId}`}>The pupil</a> : null}
    </>
  )
}

function pageUrl(here: string, filter: Filter, before: number | undefined): string {
  const { act, person, pupil, from, to } = filter
  const fields = Object.entries({ act, person, pupil, from, to }).filter(([, value]) => value !== '')
  const query = new URLSearchParams([...fields, ...(before ? [['before', String(before)]] : [])])
  return query.size > 0 ? `${here}?${query}` : here
}
