import { may } from '../../../modules/accounts/index.ts'
import type { AuditEntry } from '../../../modules/audit/index.ts'
import type { Adult, Link, Member } from '../../../modules/people/index.ts'
import type { Preferences } from '../../../modules/preferences/index.ts'
import type { RegistrationDone } from '../../../modules/registration/index.ts'
import { ButtonLink } from '../../components/button.tsx'
import { Card, Columns } from '../../components/card.tsx'
import { Avatar, EmptyState, Facts } from '../../components/lists.tsx'
import { Note } from '../../components/note.tsx'
import { StaffPage } from '../../components/shell.tsx'
import { DefinitionList } from '../../components/table.tsx'
import { OriginTag, RuleTag, Tag } from '../../components/tag.tsx'
import { useFrame } from '../../frame/frame.ts'
import { EndedLinks } from './ended-links.view.tsx'
import { Lately } from './lately.view.tsx'
import { RegistrationsOfAdult } from './letters-of-pupil.view.tsx'
import { LinkStateTag } from './link-state.view.tsx'
import { Points } from './linked-adult.view.tsx'
import { PreferencesCard } from './preferences-card.view.tsx'
import { nameOf, sayLink } from './say-people.ts'

type Child = Link & { pupil: Member }

export function AdultView(props: {
  adult: Adult
  children: Child[]
  preferences: Preferences
  registrations: RegistrationDone[]
  entries: AuditEntry[]
}) {
  const { adult, children, preferences, registrations, entries } = props
  const people = `/schools/${useFrame().school?.slug}/people`
  const current = children.filter(({ endedOn }) => endedOn === null)
  const ended = children.filter(({ endedOn }) => endedOn !== null)
  return (
    <StaffPage
      title={nameOf(adult)}
      heading={adult.title ? `${adult.title} ${nameOf(adult)}` : nameOf(adult)}
      current="people"
      breadcrumbs={[{ words: 'People', href: people }]}
      lead={`Linked to ${current.length} ${current.length === 1 ? 'pupil' : 'pupils'}`}
    >
      <Columns kind="main-side">
        <div>
          <Card title="Phone and email">
            <Points adult={adult} />
          </Card>
          <RegistrationsOfAdult adult={adult} links={children} registrations={registrations} />
          <Card title="Children">
            {current.length === 0 ? <EmptyState title="Not linked to a pupil today" /> : null}
            {current.map((child) => (
              <ChildRow key={child.id} child={child} />
            ))}
            <EndedLinks
              links={ended}
              whoOf={({ pupil }) => <a href={`${people}/pupils/${pupil.id}`}>{nameOf(pupil)}</a>}
              nameOf={({ pupil }) => `${nameOf(adult)} and ${nameOf(pupil)}`}
            />
          </Card>
        </div>
        <div>
          <PreferencesCard adult={adult} preferences={preferences} />
          <OptOutCard adult={adult} />
          <RecordCard adult={adult} />
          <Card title="Lately">
            <Lately entries={entries} names={new Map()} />
          </Card>
        </div>
      </Columns>
    </StaffPage>
  )
}

/** A record that was made one with another: nothing hangs on it any more but what was sent. */
export function MergedAdultView({ adult, into }: { adult: Adult; into: Adult }) {
  const people = `/schools/${useFrame().school?.slug}/people`
  return (
    <StaffPage title={nameOf(adult)} current="people" breadcrumbs={[{ words: 'People', href: people }]}>
      <Note title="This record was merged with another of the same person.">
        Children, details and choices stand with <a href={`${people}/adults/${into.id}`}>{nameOf(into)}</a>. A merge can
        be taken back under <a href={`${people}/duplicates`}>One person, two records?</a> <RuleTag rule="IMP-22" />
      </Note>
    </StaffPage>
  )
}

function ChildRow({ child }: { child: Child }) {
  const people = `/schools/${useFrame().school?.slug}/people`
  const { pupil } = child
  return (
    <div class="person-row">
      <Avatar name={nameOf(pupil)} />
      <div>
        <h3 class="tags">
          <a href={`${people}/pupils/${pupil.id}`}>{nameOf(pupil)}</a>
          {child.prime ? <Tag kind="gate">Prime</Tag> : null}
          <OriginTag origin={child.origin} />
          <LinkStateTag link={child} />
        </h3>
        <Facts>{[pupil.registrationGroup ?? '', pupil.status === 'on roll' ? '' : pupil.status]}</Facts>
        <Facts>{sayLink(child, pupil.forename)}</Facts>
      </div>
    </div>
  )
}

/** OPT-2 and OPT-4: the person’s choice, and where staff record it. */
function OptOutCard({ adult }: { adult: Adult }) {
  const { school, actor } = useFrame()
  const here = `/schools/${school?.slug}/people/adults/${adult.id}`
  const changes = may(actor?.roles ?? [], 'opt-out.change')
  const out = adult.optOuts.length > 0
  return (
    <Card title="Choice about messages">
      <p>
        {out
          ? 'This person has opted out. The details are erased, and no import brings them back.'
          : 'This person has not opted out.'}
      </p>
      {changes ? (
        <p class="buttons">
          {adult.optOuts.includes('all') ? null : (
            <ButtonLink kind="quiet" href={`${here}/opt-out`}>
              Record an opt-out
            </ButtonLink>
          )}
          {out ? (
            <ButtonLink kind="quiet" href={`${here}/opt-in`}>
              Lift the opt-out
            </ButtonLink>
          ) : null}
        </p>
      ) : null}
    </Card>
  )
}

const owners: Record<Adult['origin'], string> = {
  mis: 'The MIS; every import keeps it fresh',
  web: 'The person, who registered',
  manual: 'The school, by hand',
  picked: 'The MIS; every import keeps it fresh',
}

function RecordCard({ adult }: { adult: Adult }) {
  const address = [adult.address, adult.postcode].filter((part) => part !== null).join(', ')
  return (
    <Card title="On record">
      <DefinitionList
        items={[
          { name: 'Who keeps it', value: owners[adult.origin] },
          { name: 'Address', value: address || 'Not known' },
          { name: adult.misIds.length === 1 ? 'MIS record' : 'MIS records', value: adult.misIds.join(', ') || 'None' },
        ]}
      />
    </Card>
  )
}
