import {
  type Invitation,
  roleNames,
  type SetUp,
  shortestPassword,
  totpAddress,
  totpSecretInWords,
} from '../../modules/accounts/index.ts'
import { Button } from '../components/button.tsx'
import { Card } from '../components/card.tsx'
import { ErrorSummary, type FieldErrors, Input } from '../components/fields.tsx'
import { Form } from '../components/form.tsx'
import { QrCode } from '../components/qr-code.tsx'
import { PlainPage } from '../components/shell.tsx'

/** One page: who you are, a password, and the app that gives the second factor. */
export function SetUpView({
  action,
  invitation,
  needsSchool,
  typed,
  errors = {},
}: {
  action: string
  invitation: Invitation
  needsSchool: boolean
  typed?: Partial<SetUp>
  errors?: Partial<Record<keyof SetUp, string>>
}) {
  const { school, role, email } = invitation
  const lead = school
    ? `${school.name} invites you as ${roleNames[role]}. This takes about two minutes; have your phone at hand.`
    : 'You will be the first administrator. This takes about two minutes; have your phone at hand.'
  return (
    <PlainPage title="Set up your sign-in" lead={lead}>
      <ErrorSummary errors={errors as FieldErrors} />
      <Form action={action} class="stack">
        <Card title="Who you are">
          {needsSchool ? (
            <Input
              name="schoolName"
              label="Name of your school"
              value={typed?.schoolName}
              error={errors.schoolName}
              autocomplete="organization"
            />
          ) : null}
          <Input
            name="name"
            label="Your name"
            hint="As colleagues know you. It stands beside what you do here."
            value={typed?.name}
            error={errors.name}
            autocomplete="name"
          />
          {email ? (
            <p>
              You sign in as <strong>{email}</strong>.
            </p>
          ) : (
            <Input
              name="email"
              label="Your email"
              type="email"
              value={typed?.email}
              error={errors.email}
              autocomplete="username"
            />
          )}
        </Card>
        <Card title="A password">
          <Input
            name="password"
            type="password"
            label="New password"
            hint={`At least ${shortestPassword} characters. Any characters count, spaces too; it never has to be changed by date.`}
            error={errors.password}
            autocomplete="new-password"
          />
        </Card>
        <Card title="A second step">
          <AppSetUp secret={invitation.totpSecret} email={email ?? typed?.email ?? 'you'} />
          <Input
            name="code"
            label="Six digits that the app shows"
            inputmode="numeric"
            size="short"
            error={errors.code}
            autocomplete="one-time-code"
          />
        </Card>
        <p class="buttons">
          <Button>Set up and sign in</Button>
        </p>
      </Form>
    </PlainPage>
  )
}

function AppSetUp({ secret, email }: { secret: Buffer; email: string }) {
  return (
    <div class="setup">
      <QrCode text={totpAddress(secret, { email, issuer: 'Gatehouse' })} label="Code for the authenticator app" />
      <div>
        <p>
          Open an authenticator app on your phone (any of them will do), add an entry, and point the camera at this
          picture.
        </p>
        <p>
          No camera? Type this instead: <span class="secret">{totpSecretInWords(secret)}</span>
        </p>
      </div>
    </div>
  )
}
