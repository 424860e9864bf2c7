import type { Account, Passkey, Session } from '../../modules/accounts/index.ts'
import { Button, ButtonLink } from '../components/button.tsx'
import { Card } from '../components/card.tsx'
import { Input } from '../components/fields.tsx'
import { Form } from '../components/form.tsx'
import { PlainPage } from '../components/shell.tsx'
import { Table } from '../components/table.tsx'
import { Tag } from '../components/tag.tsx'
import { TimeAgo } from '../components/time-ago.tsx'

/** One's own sign-in: passkeys, and where one is signed in. */
export function SecurityView(props: {
  account: Account
  sessions: Session[]
  here: string
  passkeys: Passkey[]
  hasPassword: boolean
}) {
  return (
    <PlainPage
      title="Your sign-in"
      lead={`${props.account.name} · ${props.account.email}`}
      scripts={['passkey.js']}
      wide
    >
      <div class="stack">
        <Sessions sessions={props.sessions} here={props.here} />
        {props.hasPassword ? <Password /> : null}
        <Passkeys passkeys={props.passkeys} />
        <p>
          <a href="/">Back to your school</a>
        </p>
      </div>
    </PlainPage>
  )
}

function Sessions({ sessions, here }: { sessions: Session[]; here: string }) {
  return (
    <Card
      title="Where you are signed in"
      actions={
        sessions.length > 1 ? (
          <Form action="/account/security/sessions/end-others">
            <Button kind="quiet">{`Sign out of the other ${sessions.length - 1}`}</Button>
          </Form>
        ) : null
      }
    >
      <Table
        caption="Browsers on which you are signed in"
        rows={sessions}
        keyOf={({ id }) => id}
        columns={[
          { title: 'Browser', cell: ({ browser }) => browser },
          { title: 'Since', cell: ({ createdAt }) => <TimeAgo at={createdAt} /> },
          { title: 'Last used', cell: ({ lastSeenAt }) => <TimeAgo at={lastSeenAt} /> },
          {
            title: 'End it',
            quiet: true,
            kind: 'act',
            cell: ({ id, browser }) =>
              id === here ? (
                <Tag kind="ok">This one</Tag>
              ) : (
                <Form action="/account/security/sessions/end">
                  <button class="link-button" type="submit" name="session" value={id}>
                    Sign out there<span class="visually-hidden">: {browser}</span>
                  </button>
                </Form>
              ),
          },
        ]}
      />
      <p class="muted">A sign-in ends by itself after an hour without use, and after 12 hours in any case.</p>
    </Card>
  )
}

function Password() {
  return (
    <Card title="Password">
      <p>You sign in with your email, your password and the app, or with a passkey.</p>
      <p>
        <ButtonLink kind="quiet" href="/account/security/password">
          Change your password
        </ButtonLink>
      </p>
    </Card>
  )
}

function Passkeys({ passkeys }: { passkeys: Passkey[] }) {
  return (
    <Card title="Passkeys">
      <p>
        With a passkey you sign in by fingerprint, face or the PIN of your device: no password, no code, and nothing
        that a false page could steal.
      </p>
      <Table
        caption="Your passkeys"
        rows={passkeys}
        keyOf={({ credentialId }) => credentialId}
        empty={<p class="muted">You have none yet.</p>}
        columns={[
          { title: 'Passkey', cell: ({ name }) => name },
          { title: 'Made', cell: ({ createdAt }) => <TimeAgo at={createdAt} /> },
          { title: 'Last used', cell: ({ lastUsedAt }) => (lastUsedAt ? <TimeAgo at={lastUsedAt} /> : 'not yet') },
          {
            title: 'Take it away',
            quiet: true,
            kind: 'act',
            cell: ({ credentialId, name }) => (
              <Form action="/account/security/passkeys/remove">
                <button class="link-button" type="submit" name="credential" value={credentialId}>
                  Take away<span class="visually-hidden">: {name}</span>
                </button>
              </Form>
            ),
          },
        ]}
      />
      <Form action="/account/security/passkeys" class="passkey-form">
        <input type="hidden" name="response" value="" />
        {/* Shown by the script of this page where the browser knows passkeys. */}
        <div hidden data-passkey="create">
          <Input name="name" label="A name for a new passkey" hint="Such as “Office laptop”." size="middle" />
          <button type="submit" class="btn quiet">
            Add a passkey on this device
          </button>
        </div>
        <p class="error" role="alert" hidden data-passkey="problem" />
      </Form>
    </Card>
  )
}
