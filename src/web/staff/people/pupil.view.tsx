import { may } from '../../../modules/accounts/index.ts'
import type { AuditEntry } from '../../../modules/audit/index.ts'
import type { MessageAboutPupil } from '../../../modules/messaging/index.ts'
import type { DataIssue, Family, Member } from '../../../modules/people/index.ts'
import type { LetterRow, RegistrationDone } from '../../../modules/registration/index.ts'
import { ButtonLink } from '../../components/button.tsx'
import { Card, Columns } from '../../components/card.tsx'
import { EmptyState, Facts } from '../../components/lists.tsx'
import { StaffPage } from '../../components/shell.tsx'
import { DefinitionList } from '../../components/table.tsx'
import { Tag } from '../../components/tag.tsx'
import { Day } from '../../components/time-ago.tsx'
import { useFrame } from '../../frame/frame.ts'
import { EndedLinks } from './ended-links.view.tsx'
import { IssueNote } from './issue-note.view.tsx'
import { Lately } from './lately.view.tsx'
import { LettersAndRegistrations } from './letters-of-pupil.view.tsx'
import { LinkedAdult } from './linked-adult.view.tsx'
import { MessagesLately } from './messages-lately.view.tsx'
import { reachOf, whatReachesHome } from './reach-of-pupil.ts'
import { nameOf, possessive, sayYear } from './say-people.ts'

export function PupilView(props: {
  family: Family
  issues: DataIssue[]
  letters: LetterRow[]
  registrations: RegistrationDone[]
  entries: AuditEntry[]
  /** Null for those who may not read messages. */
  messages: MessageAboutPupil[] | null
}) {
  const { family, issues, letters, registrations, entries, messages } = props
  const { school, actor } = useFrame()
  const { pupil, links } = family
  const people = `/schools/${school?.slug}/people`
  const reach = reachOf(family)
  const own = issues.filter(({ adultId }) => !links.some((link) => link.adultId === adultId && link.endedOn === null))
  const names = new Map(links.map(({ adult }) => [adult.id, nameOf(adult)]))
  const firstNames = new Map(links.map(({ adult }) => [adult.id, adult.forename]))
  const writes = pupil.status === 'on roll' && may(actor?.roles ?? [], 'messages.send')
  return (
    <StaffPage
      title={nameOf(pupil)}
      current="people"
      breadcrumbs={[
        { words: 'People', href: people },
        ...(pupil.registrationGroup && pupil.status === 'on roll'
          ? [
              {
                words: pupil.registrationGroup,
                href: `${people}?class=${encodeURIComponent(pupil.registrationGroup)}`,
              },
            ]
          : []),
      ]}
      lead={<PupilFacts pupil={pupil} />}
      actions={
        <>
          <Tag kind={reach.kind}>{reach.words}</Tag>
          {pupil.status === 'on roll' && may(actor?.roles ?? [], 'letters.read') ? (
            <ButtonLink kind="quiet" href={`/schools/${school?.slug}/letters/pupils/${pupil.id}`}>
              Letters
            </ButtonLink>
          ) : null}
          {writes ? (
            <ButtonLink kind="quiet" href={`/schools/${school?.slug}/messages/new?to=pupil:${pupil.id}`}>
              Write to {possessive(pupil.forename)} home
            </ButtonLink>
          ) : null}
        </>
      }
    >
      {own.map((issue) => (
        <IssueNote key={issue.id} issue={issue} />
      ))}
      <Columns kind="main-side">
        <div class="stack">
          <LinkedAdults family={family} issues={issues} />
          <LettersAndRegistrations family={family} letters={letters} registrations={registrations} />
        </div>
        <div>
          <HomeReachCard family={family} />
          {messages === null ? null : (
            <Card title="Messages lately">
              <MessagesLately messages={messages} names={firstNames} />
            </Card>
          )}
          <Card title="Changed lately">
            <Lately entries={entries} names={names} />
          </Card>
        </div>
      </Columns>
    </StaffPage>
  )
}

function PupilFacts({ pupil }: { pupil: Member }) {
  const legal = nameOf({
    forename: pupil.legalForename ?? pupil.forename,
    surname: pupil.legalSurname ?? pupil.surname,
  })
  return (
    <Facts>
      {pupil.registrationGroup ?? ''}
      {pupil.year ? sayYear(pupil.year) : ''}
      {pupil.admissionNumber ? `admission ${pupil.admissionNumber}` : ''}
      {pupil.birthDate ? (
        <>
          born <Day date={pupil.birthDate} />
        </>
      ) : null}
      {pupil.status === 'leaver' && pupil.leftOn ? (
        <>
          left on <Day date={pupil.leftOn} />
        </>
      ) : (
        pupil.status
      )}
      {legal === nameOf(pupil) ? '' : `legal name ${legal}`}
    </Facts>
  )
}

function LinkedAdults({ family, issues }: { family: Family; issues: DataIssue[] }) {
  const { school, actor } = useFrame()
  const { pupil, links } = family
  const people = `/schools/${school?.slug}/people`
  const here = `${people}/pupils/${pupil.id}`
  const changes = may(actor?.roles ?? [], 'links.change')
  const current = links.filter(({ endedOn }) => endedOn === null)
  const ended = links.filter(({ endedOn }) => endedOn !== null)
  const add = changes ? (
    <>
      <ButtonLink kind="quiet" href={`${here}/pick`}>
        Pick from the MIS
      </ButtonLink>
      <ButtonLink kind="quiet" href={`${here}/link`}>
        Link by hand
      </ButtonLink>
    </>
  ) : null
  return (
    <Card title="Linked adults" actions={current.length > 0 ? add : null}>
      {current.length === 0 ? (
        <EmptyState title="No adult is linked" action={add}>
          Nothing that the school sends reaches {possessive(pupil.forename)} home, but on paper.
        </EmptyState>
      ) : (
        current.map((link) => (
          <LinkedAdult
            key={link.id}
            pupil={pupil}
            link={link}
            issues={issues.filter(({ adultId }) => adultId === link.adultId)}
          />
        ))
      )}
      <EndedLinks
        links={ended}
        whoOf={({ adult, relationship }) => (
          <>
            <a href={`${people}/adults/${adult.id}`}>{nameOf(adult)}</a>
            {relationship ? `, ${relationship.toLowerCase()}` : ''}
          </>
        )}
        nameOf={({ adult }) => nameOf(adult)}
      />
    </Card>
  )
}

/** As sending itself would decide it today. */
function HomeReachCard({ family }: { family: Family }) {
  const { pupil } = family
  const rows = [
    { words: 'A text', audience: 'prime', channel: 'sms' },
    { words: 'An email', audience: 'prime', channel: 'email' },
    { words: 'A text to all who may receive', audience: 'all', channel: 'sms' },
    { words: 'An email to all who may receive', audience: 'all', channel: 'email' },
  ] as const
  return (
    <Card title={`What would reach ${possessive(pupil.forename)} home now`}>
      <DefinitionList
        items={rows.map(({ words, audience, channel }) => {
          const { names, why } = whatReachesHome(family, { audience, channel })
          const value = names.length > 0 ? names.join(', ') : <NobodyBecause why={why} />
          return { name: words, value }
        })}
      />
      <p class="muted">Ordinary messages go to prime adults, unless the sender chooses all who may receive.</p>
    </Card>
  )
}

function NobodyBecause({ why }: { why: string | null }) {
  return (
    <>
      <Tag kind="bad">Nobody</Tag>
      {why ? (
        <>
          {' '}
          <small>{why}</small>
        </>
      ) : null}
    </>
  )
}
