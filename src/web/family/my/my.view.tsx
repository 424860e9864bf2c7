import { hasOptedOut } from '../../../modules/people/index.ts'
import type { OwnDetails } from '../../../modules/registration/index.ts'
import { Button } from '../../components/button.tsx'
import { Card } from '../../components/card.tsx'
import { FamilyPage } from '../../components/family-page.tsx'
import { type Choice, Radios } from '../../components/fields.tsx'
import { Form } from '../../components/form.tsx'
import { sayPhone } from '../../components/say-phone.ts'

export function MyView({ own: { school, adult, children } }: { own: OwnDetails }) {
  const stops = stopsOf(adult.optOuts)
  return (
    <FamilyPage title={`Hello ${adult.forename}`} school={school.name}>
      <Card title="What the school holds of you">
        <ul>
          <li>
            {adult.forename} {adult.surname}
          </li>
          {children.map(({ forename, relationship }) => (
            <li key={forename}>
              {relationship ?? 'Adult'} of {forename}
            </li>
          ))}
          {adult.contactPoints.map(({ id, value, raw }) => (
            <li key={id}>{sayPhone(value ?? raw)}</li>
          ))}
        </ul>
        <p class="muted">It is yours: the school’s records do not overwrite it, and no other adult is shown it.</p>
      </Card>
      <Card title="What you get">
        <p>{sayWhatComes(adult.optOuts)}</p>
        {stops.length > 0 ? (
          <Form action="/my/choices">
            <Radios name="wish" label="Do you want less?" choices={stops} />
            <p class="buttons">
              <Button>Change what I get</Button>
            </p>
          </Form>
        ) : null}
      </Card>
      <p class="muted">
        To change your name, email or mobile, or to get messages again, ask {school.settings.helpContact}.
      </p>
    </FamilyPage>
  )
}

type OptOuts = OwnDetails['adult']['optOuts']

function sayWhatComes(optOuts: OptOuts): string {
  const [email, text] = [!hasOptedOut(optOuts, 'email'), !hasOptedOut(optOuts, 'sms')]
  if (email && text) return 'You get emails and texts.'
  if (email) return 'You get emails and no texts.'
  return text ? 'You get texts and no emails.' : 'You get nothing from the school here.'
}

function stopsOf(optOuts: OptOuts): Choice[] {
  const [email, text] = [!hasOptedOut(optOuts, 'email'), !hasOptedOut(optOuts, 'sms')]
  return [
    ...(email && text
      ? [
          { value: 'email', words: 'Emails only', hint: 'Your mobile number is erased.' },
          { value: 'text', words: 'Texts only', hint: 'Your email is erased.' },
        ]
      : []),
    ...(email || text
      ? [{ value: 'nothing', words: 'Nothing at all', hint: 'You stay linked; your email and number are erased.' }]
      : []),
  ]
}

export function LinkOverView({ words }: { words: string }) {
  return (
    <FamilyPage title="This link is over">
      <Card>
        <p>{words}</p>
      </Card>
    </FamilyPage>
  )
}
