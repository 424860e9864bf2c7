import { roleNames, roles, type StaffMember } from '../../../modules/accounts/index.ts'
import { Button } from '../../components/button.tsx'
import { Card, Columns } from '../../components/card.tsx'
import { ConfirmForm } from '../../components/confirm-form.tsx'
import { ErrorSummary, type FieldErrors, Input, Select } from '../../components/fields.tsx'
import { Form } from '../../components/form.tsx'
import { Note } from '../../components/note.tsx'
import { StaffPage } from '../../components/shell.tsx'
import { Table } from '../../components/table.tsx'
import { TimeAgo } from '../../components/time-ago.tsx'
import { useFrame } from '../../frame/frame.ts'
import type { Fields } from '../../page.ts'
import { SettingsTabs } from './tabs.tsx'

type Props = { staff: StaffMember[]; invited?: { email: string; link: string }; typed?: Fields; errors?: FieldErrors }

export function StaffView({ staff, invited, typed = {}, errors = {} }: Props) {
  return (
    <StaffPage title="Staff" current="settings" lead="Who has a role at this school, and what the role opens.">
      <SettingsTabs current="staff" />
      <div class="stack">
        {invited ? (
          <Note kind="ok" title={`Hand this link to ${invited.email}.`}>
            It works once, for seven days, and is shown only now: <span class="secret">{invited.link}</span>
          </Note>
        ) : null}
        <ErrorSummary errors={errors} />
        <Columns kind="main-side">
          <Staff staff={staff} />
          <Invite typed={typed} errors={errors} />
        </Columns>
      </div>
    </StaffPage>
  )
}

function Staff({ staff }: { staff: StaffMember[] }) {
  const { school, actor } = useFrame()
  return (
    <Card title="Staff">
      <Table
        caption="Staff of this school"
        rows={staff}
        keyOf={({ id }) => id}
        columns={[
          {
            title: 'Name',
            cell: ({ name, email }) => (
              <>
                {name}
                <br />
                <small>{email}</small>
              </>
            ),
          },
          { title: 'Role', cell: (member) => member.roles.map((role) => roleNames[role]).join(', ') },
          {
            title: 'Last here',
            cell: ({ lastSeenAt }) =>
              lastSeenAt ? <TimeAgo at={lastSeenAt} /> : <span class="muted">not lately</span>,
          },
          {
            title: 'Locked out?',
            quiet: true,
            kind: 'act',
            cell: ({ id, name }) =>
              id === actor?.accountId ? null : (
                <a href={`/schools/${school?.slug}/settings/staff/${id}/new-sign-in`}>
                  New sign-in<span class="visually-hidden"> for {name}</span>
                </a>
              ),
          },
          {
            title: 'Remove',
            quiet: true,
            kind: 'act',
            cell: ({ id, name }) =>
              id === actor?.accountId ? (
                <span class="muted">you</span>
              ) : (
                <a href={`/schools/${school?.slug}/settings/staff/${id}/remove`}>
                  Remove<span class="visually-hidden"> {name}</span>
                </a>
              ),
          },
        ]}
      />
    </Card>
  )
}

function Invite({ typed, errors }: { typed: Fields; errors: FieldErrors }) {
  const { school } = useFrame()
  const choices = [
    { value: '', words: 'Choose a role' },
    ...roles.map((role) => ({ value: role, words: roleNames[role] })),
  ]
  return (
    <Card title="Invite somebody">
      <Form action={`/schools/${school?.slug}/settings/staff`}>
        <Input
          name="email"
          label="Email"
          type="email"
          value={String(typed.email ?? '')}
          error={errors.email}
          autocomplete="off"
        />
        <Select name="role" label="Role" value={String(typed.role ?? '')} choices={choices} error={errors.role} />
        <p class="hint">You get a link to hand over. With it they set up a password and the app for the second step.</p>
        <Button>Make the link</Button>
      </Form>
    </Card>
  )
}

export function ResetStaffView({ member }: { member: StaffMember }) {
  const { school } = useFrame()
  const staff = `/schools/${school?.slug}/settings/staff`
  return (
    <StaffPage
      title={`A new sign-in for ${member.name}`}
      current="settings"
      breadcrumbs={[
        { words: 'Settings', href: `/schools/${school?.slug}/settings` },
        { words: 'Staff', href: staff },
      ]}
    >
      <Card>
        <ConfirmForm
          action={`${staff}/${member.id}/new-sign-in`}
          button="Take the old sign-in away and make a link"
          back={staff}
          danger
        >
          <p>
            For who forgot the password or lost the phone. Make sure that it is {member.name} who asks. Password, app
            and passkeys of {member.email} work no more, and you get a link to hand over. The role stays.
          </p>
        </ConfirmForm>
      </Card>
    </StaffPage>
  )
}

export function RemoveStaffView({ member }: { member: StaffMember }) {
  const { school } = useFrame()
  const staff = `/schools/${school?.slug}/settings/staff`
  return (
    <StaffPage
      title={`Remove ${member.name}`}
      current="settings"
      breadcrumbs={[
        { words: 'Settings', href: `/schools/${school?.slug}/settings` },
        { words: 'Staff', href: staff },
      ]}
    >
      <Card>
        <ConfirmForm action={`${staff}/${member.id}/remove`} button={`Remove ${member.name}`} back={staff} danger>
          <p>
            {member.name} ({member.email}) loses the role {member.roles.map((role) => roleNames[role]).join(', ')} at{' '}
            {school?.name} and is signed out everywhere at once. What they did stays in the journal.
          </p>
        </ConfirmForm>
      </Card>
    </StaffPage>
  )
}
