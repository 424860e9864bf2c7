import type { Alike } from '../../../modules/registration/index.ts'
import { Columns } from '../../components/card.tsx'
import type { FieldErrors } from '../../components/fields.tsx'
import { StaffPage } from '../../components/shell.tsx'
import { useFrame } from '../../frame/frame.ts'
import type { Fields } from '../../page.ts'
import { nameOf } from '../people/say-people.ts'
import { Decide, HeldSide } from './sides.view.tsx'

export function AlikeView({ alike, errors, typed }: { alike: Alike; errors?: FieldErrors; typed?: Fields }) {
  const base = `/schools/${useFrame().school?.slug}`
  const { family, registered, held } = alike
  const childName = family.pupil.forename
  return (
    <StaffPage
      title={`One person or two: ${nameOf(registered.adult)} and ${nameOf(held.adult)}`}
      current="data-issues"
      breadcrumbs={[
        { words: 'Data issues', href: `${base}/data-issues` },
        { words: 'Registrations', href: `${base}/registrations` },
      ]}
      lead={`Both are linked to ${nameOf(family.pupil)}. They share the name or a detail, and couples share both.`}
    >
      <Columns>
        <HeldSide title="Who registered" adult={registered.adult} link={registered} childName={childName} />
        <HeldSide title="Who was linked already" adult={held.adult} link={held} childName={childName} />
      </Columns>
      <Decide
        action={`${base}/registrations/alike/${alike.issue.id}`}
        errors={errors ?? {}}
        typed={typed ?? {}}
        choices={[
          {
            value: 'same person',
            words: 'The same person: make the two records one',
            hint: 'The record that was there keeps its children and takes the name, email, mobile and sign-in of who registered.',
          },
          {
            value: 'somebody else',
            words: 'Two people: leave both as they are',
            hint: 'It is remembered, and not asked again.',
          },
          {
            value: 'refused',
            words: `Refuse: ${nameOf(registered.adult)} is not to be linked`,
            hint: 'The link of who registered ends. Imports do not bring it back.',
          },
        ]}
      />
    </StaffPage>
  )
}
