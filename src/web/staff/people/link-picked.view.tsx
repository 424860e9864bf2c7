import type { SnapshotContact } from '../../../modules/importing/index.ts'
import type { Family } from '../../../modules/people/index.ts'
import { ButtonLink } from '../../components/button.tsx'
import { Card } from '../../components/card.tsx'
import { DecisionForm } from '../../components/decision-form.tsx'
import { Checkbox, type FieldErrors } from '../../components/fields.tsx'
import { EmptyState } from '../../components/lists.tsx'
import { StaffPage } from '../../components/shell.tsx'
import { useFrame } from '../../frame/frame.ts'
import type { Fields } from '../../page.ts'
import { sayPoint } from './point-state.ts'
import { nameOf } from './say-people.ts'

type Shown = { family: Family; contacts: SnapshotContact[]; typed: Fields; errors?: FieldErrors }

export function LinkPickedView({ family, contacts, typed, errors = {} }: Shown) {
  const { pupil } = family
  const people = `/schools/${useFrame().school?.slug}/people`
  const here = `${people}/pupils/${pupil.id}`
  const free = contacts.filter((one) => !isLinked(family, one))
  return (
    <StaffPage
      title={`Pick an adult for ${nameOf(pupil)} from the MIS`}
      current="people"
      breadcrumbs={[
        { words: 'People', href: people },
        { words: nameOf(pupil), href: here },
      ]}
      lead="The link becomes the school’s, so no import ends it. Name, phone and email go on following the MIS."
    >
      <Card>
        {free.length === 0 ? (
          <EmptyState
            title={
              contacts.length === 0 ? 'The MIS holds no contact for this child' : 'Everybody the MIS holds is linked'
            }
            action={<ButtonLink href={`${here}/link`}>Link by hand</ButtonLink>}
          >
            At the last import the MIS held {contacts.length === 0 ? 'nobody' : `no other contact`} for {pupil.forename}
            .
          </EmptyState>
        ) : (
          <DecisionForm
            action={`${here}/pick`}
            errors={errors}
            typed={typed}
            question={{
              name: 'contact',
              label: `Contacts the MIS held for ${pupil.forename} at the last import`,
              choices: contacts.map((one) => ({
                value: one.contactKey,
                words: nameOf(one.contact),
                hint: sayContact(one, isLinked(family, one)),
                disabled: isLinked(family, one),
              })),
            }}
            because={{
              name: 'reason',
              label: 'Why is this contact picked?',
              hint: 'For example: “Father asked to be written to as well, by telephone on 3 September.”',
            }}
            button={`Link this contact to ${pupil.forename}`}
            later={{ href: here, words: 'Leave it as it is' }}
          >
            <Checkbox
              name="prime"
              label="Prime"
              hint={`Ordinary messages about ${pupil.forename} go to this adult.`}
              checked={typed.prime === 'yes'}
            />
          </DecisionForm>
        )}
      </Card>
    </StaffPage>
  )
}

function isLinked({ links }: Family, { adultId }: SnapshotContact): boolean {
  return adultId !== null && links.some((link) => link.adultId === adultId && link.endedOn === null)
}

function sayContact({ contact, link, points }: SnapshotContact, linked: boolean): string {
  const facts = [
    linked ? 'linked already' : '',
    link.relationship ?? '',
    link.priority === null ? 'no priority' : `priority ${link.priority}`,
    link.parentalResponsibility === 'yes' ? 'parental responsibility' : '',
    link.courtOrder === 'yes' ? 'court order flagged: the link will be held' : '',
    contact.optedOut === 'yes' ? 'opted out in the MIS: linked without details' : '',
    ...points.map(sayPoint),
  ]
  return facts.filter((fact) => fact !== '').join(' · ')
}
