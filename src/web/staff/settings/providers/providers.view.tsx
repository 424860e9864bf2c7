import type { failingProviders, ShownProvider } from '../../../../modules/delivery/index.ts'
import { ButtonLink } from '../../../components/button.tsx'
import { Card } from '../../../components/card.tsx'
import { EmptyState } from '../../../components/lists.tsx'
import { Note } from '../../../components/note.tsx'
import { StaffPage } from '../../../components/shell.tsx'
import { Table } from '../../../components/table.tsx'
import { RuleTag, Tag } from '../../../components/tag.tsx'
import { TimeAgo } from '../../../components/time-ago.tsx'
import { useFrame } from '../../../frame/frame.ts'
import { SettingsTabs } from '../tabs.tsx'

type Failing = Awaited<ReturnType<typeof failingProviders>>

export function ProvidersView({ providers, failing }: { providers: ShownProvider[]; failing: Failing }) {
  return (
    <StaffPage title="Providers" current="settings" lead="Who carries this school’s emails and texts to families.">
      <SettingsTabs current="providers" />
      <div class="stack">
        {failing.map(({ id, name, since, reason }) => (
          <Note key={id} kind="bad" title={`${name} has not worked since`}>
            <TimeAgo at={since} />. {reason}. Messages wait, or go by the next provider. <RuleTag rule="DLV-4" />
          </Note>
        ))}
        <OneChannel channel="email" title="Email" add="Add a mail server" kind="smtp" providers={providers} />
        <OneChannel channel="sms" title="Texts" add="Add a text gateway" kind="http-sms" providers={providers} />
        <p class="muted">
          The first that works carries a message; the next one steps in when it fails. <RuleTag rule="DLV-4" />
        </p>
      </div>
    </StaffPage>
  )
}

type OneChannelProps = {
  channel: 'email' | 'sms'
  title: string
  add: string
  kind: string
  providers: ShownProvider[]
}

function OneChannel({ channel, title, add, kind, providers }: OneChannelProps) {
  const here = `/schools/${useFrame().school?.slug}/settings/providers`
  const button = (
    <ButtonLink href={`${here}/new?kind=${kind}`} kind="quiet">
      {add}
    </ButtonLink>
  )
  const rows = providers.filter((provider) => provider.channel === channel)
  return (
    <Card title={title} actions={rows.length > 0 ? button : undefined}>
      <Table
        caption={`Providers for ${title.toLowerCase()}`}
        rows={rows}
        keyOf={({ id }) => id}
        columns={[
          { title: 'Name', cell: ({ id, name }) => <a href={`${here}/${id}`}>{name}</a> },
          { title: 'What it is', cell: sayKind },
          { title: 'Turn', cell: ({ priority }) => sayTurn(priority) },
          { title: 'State', cell: ({ enabled }) => (enabled ? <Tag kind="ok">On</Tag> : <Tag kind="plain">Off</Tag>) },
        ]}
        empty={
          <EmptyState
            title={channel === 'email' ? 'No way to send email yet' : 'No way to send texts yet'}
            action={button}
          >
            <p>
              {channel === 'email'
                ? 'Any mail server will do: your email provider’s, or the authority’s relay.'
                : 'Any text gateway that can be reached over HTTP will do.'}{' '}
              Until then, such messages wait.
            </p>
          </EmptyState>
        }
      />
    </Card>
  )
}

function sayKind(provider: ShownProvider): string {
  if (provider.kind === 'smtp') return `Mail server ${provider.settings.host}, port ${provider.settings.port}`
  if (provider.kind === 'http-sms') return `Text gateway at ${new URL(provider.settings.url).host}`
  return 'Simulated: nothing leaves this computer'
}

function sayTurn(priority: number): string {
  return ['First', 'Second', 'Third'][priority - 1] ?? `Number ${priority}`
}
