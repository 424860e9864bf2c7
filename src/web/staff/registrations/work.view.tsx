import { may } from '../../../modules/accounts/index.ts'
import type { BlockedPoint, DataIssue } from '../../../modules/people/index.ts'
import type { Claim } from '../../../modules/registration/index.ts'
import { formatNumber } from '../../components/bar.tsx'
import { Card } from '../../components/card.tsx'
import { EmptyState } from '../../components/lists.tsx'
import { Note } from '../../components/note.tsx'
import { StaffPage } from '../../components/shell.tsx'
import { Table } from '../../components/table.tsx'
import { RuleTag } from '../../components/tag.tsx'
import { TimeAgo } from '../../components/time-ago.tsx'
import { useFrame } from '../../frame/frame.ts'
import { type Frozen, FrozenCard } from '../letters/frozen.view.tsx'
import { nameOf, sayClass } from '../people/say-people.ts'
import { type Asked, BlockedCard, DiffersCard } from './mismatches.view.tsx'

type Work = {
  claims: Claim[]
  alike: DataIssue[]
  guessing: DataIssue[]
  frozen: Frozen[]
  differs: DataIssue[]
  blocked: BlockedPoint[]
  asked: Asked
  /** When the data manager was told, by the issue. */
  told: ReadonlyMap<string, Date>
}

export function WorkView(work: Work) {
  const { claims, alike, guessing, frozen, differs, blocked, asked, told } = work
  const { school, actor } = useFrame()
  const base = `/schools/${school?.slug}`
  const prints = may(actor?.roles ?? [], 'letters.print')
  const seesLetters = may(actor?.roles ?? [], 'letters.read')
  const all = [claims, alike, guessing, frozen, differs, blocked]
  const isEmpty = all.every((list) => list.length === 0)
  return (
    <StaffPage
      title="Registrations"
      current="data-issues"
      breadcrumbs={[{ words: 'Data issues', href: `${base}/data-issues` }]}
      lead="What families who register themselves leave for a person to do. Each line leads to the one step that mends it."
    >
      <div class="stack">
        {guessing.map((issue) => (
          <Note key={issue.id} kind="bad" title="Somebody is guessing at letters.">
            {issue.detail} <TimeAgo at={issue.raisedAt} />. <RuleTag rule="LET-5" />
          </Note>
        ))}
        {isEmpty ? (
          <Card kind="ok">
            <EmptyState title="Nothing waits for you">Every registration came through by itself.</EmptyState>
          </Card>
        ) : null}
        {claims.length > 0 ? <ClaimsCard claims={claims} /> : null}
        {alike.length > 0 ? <AlikeCard alike={alike} /> : null}
        {frozen.length > 0 && seesLetters ? <FrozenCard frozen={frozen} prints={prints} /> : null}
        {blocked.length > 0 ? <BlockedCard blocked={blocked} asked={asked} /> : null}
        {differs.length > 0 ? <DiffersCard issues={differs} asked={asked} told={told} /> : null}
      </div>
    </StaffPage>
  )
}

function ClaimsCard({ claims }: { claims: Claim[] }) {
  const { school, actor } = useFrame()
  const base = `/schools/${school?.slug}`
  const decides = may(actor?.roles ?? [], 'claims.decide')
  return (
    <Card kind="warn" title={`Registrations to decide: ${formatNumber(claims.length)}`}>
      <p>
        Somebody registered who is, or may be, an adult whose link is held or restricted, or was ended. Nothing was
        linked. <RuleTag rule="LET-13" />
      </p>
      <Table
        caption="Registrations to decide"
        rows={claims}
        keyOf={({ typed }) => typed.id}
        columns={[
          { title: 'Who registered', cell: ({ typed }) => `${typed.forename} ${typed.surname}` },
          {
            title: 'For',
            cell: ({ family: { pupil } }) => <a href={`${base}/people/pupils/${pupil.id}`}>{nameOf(pupil)}</a>,
          },
          { title: 'Class', cell: ({ family: { pupil } }) => sayClass(pupil.registrationGroup) },
          { title: 'Since', cell: ({ typed }) => <TimeAgo at={typed.finishedAt} /> },
          ...(decides
            ? [
                {
                  title: 'Decide',
                  kind: 'act' as const,
                  quiet: true,
                  cell: ({ typed }: Claim) => (
                    <a href={`${base}/registrations/claims/${typed.id}`}>
                      Compare and decide
                      <span class="visually-hidden">
                        {' '}
                        about {typed.forename} {typed.surname}
                      </span>
                    </a>
                  ),
                },
              ]
            : []),
        ]}
      />
    </Card>
  )
}

function AlikeCard({ alike }: { alike: DataIssue[] }) {
  const { school, actor } = useFrame()
  const base = `/schools/${school?.slug}`
  const decides = may(actor?.roles ?? [], 'links.change')
  return (
    <Card kind="warn" title={`One person or two: ${formatNumber(alike.length)}`}>
      <p>
        Somebody registered who shares a name or a detail with an adult who was linked already. Both are linked, and
        nothing was merged. <RuleTag rule="LET-13" />
      </p>
      <Table
        caption="One person or two"
        rows={alike}
        keyOf={({ id }) => id}
        columns={[
          { title: 'Who registered', cell: ({ adultName }) => adultName ?? 'Somebody' },
          {
            title: 'For',
            cell: ({ pupilId, pupilName }) => <a href={`${base}/people/pupils/${pupilId}`}>{pupilName}</a>,
          },
          { title: 'Class', cell: ({ pupilClass }) => sayClass(pupilClass) },
          { title: 'Beside', cell: ({ detail }) => detail },
          ...(decides
            ? [
                {
                  title: 'Decide',
                  kind: 'act' as const,
                  quiet: true,
                  cell: ({ id, adultName }: DataIssue) => (
                    <a href={`${base}/registrations/alike/${id}`}>
                      Compare and decide<span class="visually-hidden"> about {adultName}</span>
                    </a>
                  ),
                },
              ]
            : []),
        ]}
      />
    </Card>
  )
}
