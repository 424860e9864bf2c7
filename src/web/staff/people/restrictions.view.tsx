import { formatNumber } from '../../components/bar.tsx'
import { Card } from '../../components/card.tsx'
import { EmptyState } from '../../components/lists.tsx'
import { StaffPage } from '../../components/shell.tsx'
import { Table } from '../../components/table.tsx'
import { useFrame } from '../../frame/frame.ts'
import type { StandingRestriction } from './restrictions.tsx'
import { ReviewDay } from './review-day.view.tsx'

/** VIS-2: who is restricted for which child, and when each is to be looked at again. */
export function RestrictionsView({ restrictions, today }: { restrictions: StandingRestriction[]; today: string }) {
  const people = `/schools/${useFrame().school?.slug}/people`
  return (
    <StaffPage
      title="Restrictions"
      current="people"
      breadcrumbs={[{ words: 'People', href: people }]}
      lead={sayHowMany(restrictions, today)}
    >
      <Card>
        <Table
          caption="Restrictions that stand, first to be looked at again first"
          rows={restrictions}
          keyOf={({ id }) => id}
          empty={
            <EmptyState title="No adult is restricted">
              Where an order or another paper shuts an adult out from a child, open the child, and choose “Restrict”
              beside the adult.
            </EmptyState>
          }
          columns={[
            { title: 'Adult', cell: (one) => <Opens people={people} restriction={one} /> },
            { title: 'Child', cell: (one) => <a href={`${people}/pupils/${one.pupilId}`}>{one.childName}</a> },
            { title: 'Class', cell: ({ registrationGroup }) => registrationGroup ?? '–' },
            { title: 'Review day', cell: ({ reviewOn }) => <ReviewDay day={reviewOn} today={today} /> },
          ]}
        />
      </Card>
    </StaffPage>
  )
}

/** The adult’s name, which leads to the restriction. */
function Opens({ people, restriction }: { people: string; restriction: StandingRestriction }) {
  const { pupilId, linkId, adultName } = restriction
  if (linkId === null) return <>{adultName}</>
  return <a href={`${people}/pupils/${pupilId}/links/${linkId}/restriction`}>{adultName}</a>
}

function sayHowMany(restrictions: StandingRestriction[], today: string): string {
  const passed = restrictions.filter(({ reviewOn }) => reviewOn < today).length
  const standing = `${formatNumber(restrictions.length)} ${restrictions.length === 1 ? 'stands' : 'stand'}`
  return passed === 0 ? standing : `${standing}, ${formatNumber(passed)} with the review day passed`
}
