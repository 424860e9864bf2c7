import type { OpenRegistration } from '../../../modules/registration/index.ts'
import { Card } from '../../components/card.tsx'
import { FamilyPage } from '../../components/family-page.tsx'

export function DoneView({ open: { school, pupil, registration } }: { open: OpenRegistration }) {
  if (registration.state !== 'registered')
    return <WithTheOffice helpContact={school.settings.helpContact} school={school.name} />
  return (
    <FamilyPage title={`You are registered, ${registration.forename}`} school={school.name}>
      <Card kind="ok">
        <p>
          {school.name} has you on record for {pupil.forename}, and writes to you as you chose.
        </p>
      </Card>
      <Card title="What happens next">
        <ul>
          <li>There is nothing else to do. Nobody else is shown your details.</li>
          <li>Another adult registers with another code of the letter. Once everybody has, destroy it.</li>
          <li>Another child at the school has a letter of their own. Register with that one in the same way.</li>
          <li>We have sent you a link to see what is kept and to get less, unless you chose to get nothing.</li>
          <li>To change your details, ask {school.settings.helpContact}.</li>
        </ul>
      </Card>
    </FamilyPage>
  )
}

/** LET-13: the same words whatever the reason (VIS-4). */
function WithTheOffice({ helpContact, school }: { helpContact: string; school: string }) {
  return (
    <FamilyPage title="Thank you" school={school}>
      <Card>
        <p>
          The school compares what you typed with what it holds, and comes back to you. There is nothing else to do.
        </p>
        <p>If you hear nothing within a week, ask {helpContact}.</p>
      </Card>
    </FamilyPage>
  )
}
