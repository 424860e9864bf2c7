import type { ShownProvider } from '../../../../modules/delivery/index.ts'
import { Button } from '../../../components/button.tsx'
import { Card, Columns } from '../../../components/card.tsx'
import { Checkbox, ErrorSummary, type FieldErrors, Input, Select, Textarea } from '../../../components/fields.tsx'
import { Form } from '../../../components/form.tsx'
import { Note } from '../../../components/note.tsx'
import { StaffPage } from '../../../components/shell.tsx'
import { useFrame } from '../../../frame/frame.ts'
import type { Typed } from './provider-form.ts'

type Props = {
  kind: ShownProvider['kind']
  /** Null for a new one. */
  provider: ShownProvider | null
  typed: Typed
  errors?: FieldErrors
  /** Shown once, when it was just made. */
  receiptAddress?: string
}
type FieldsProps = Pick<Props, 'provider' | 'typed'> & { errors: FieldErrors }

const titles = { smtp: 'Add a mail server', 'http-sms': 'Add a text gateway', simulated: 'Simulated network' }

export function ProviderView({ kind, provider, typed, errors = {}, receiptAddress }: Props) {
  const above = `/schools/${useFrame().school?.slug}/settings/providers`
  const here = provider ? `${above}/${provider.id}` : `${above}/new`
  const form = (
    <Form action={here} class="stack">
      <input type="hidden" name="kind" value={kind} />
      {kind === 'smtp' ? <SmtpFields provider={provider} typed={typed} errors={errors} /> : null}
      {kind === 'http-sms' ? <HttpSmsFields provider={provider} typed={typed} errors={errors} /> : null}
      <Card title="Its place">
        <Place typed={typed} errors={errors} />
      </Card>
      <p class="buttons">
        <Button>{provider ? 'Save the changes' : 'Save, then try it'}</Button>
        <a class="btn quiet" href={above}>
          Leave it as it is
        </a>
      </p>
    </Form>
  )
  return (
    <StaffPage
      title={provider?.name ?? titles[kind]}
      current="settings"
      breadcrumbs={[{ words: 'Providers', href: above }]}
    >
      <div class="stack">
        <ErrorSummary errors={errors} />
        {receiptAddress ? <ReceiptAddress address={receiptAddress} /> : null}
        {provider ? (
          <Columns kind="main-side">
            {form}
            <div class="stack">
              <TryIt provider={provider} here={here} />
              <Remove provider={provider} here={here} />
            </div>
          </Columns>
        ) : (
          form
        )}
      </div>
    </StaffPage>
  )
}

function ReceiptAddress({ address }: { address: string }) {
  return (
    <Note kind="ok" title="Saved. Give this address to the gateway for its receipts.">
      It holds a secret and is shown only now: <span class="secret">{address}</span>
    </Note>
  )
}

function SmtpFields({ provider, typed, errors }: FieldsProps) {
  const of = fieldsOf(typed, errors)
  return (
    <>
      <Card title="The mail server">
        <Input {...of('host')} label="Server" hint="Such as smtp.example.org" autocomplete="off" />
        <Input {...of('port')} label="Port" inputmode="numeric" size="short" />
        <Select
          {...of('security')}
          label="Encryption"
          choices={[
            { value: 'starttls', words: 'STARTTLS, always (most servers, port 587)' },
            { value: 'tls', words: 'TLS from the start (port 465)' },
            { value: 'starttls if offered', words: 'STARTTLS where the server offers it' },
            { value: 'none', words: 'None (only inside one machine)' },
          ]}
        />
        <Input {...of('user')} label="User name" optional autocomplete="off" />
        <Input
          name="password"
          error={errors.password}
          type="password"
          label="Password"
          hint={provider?.hasSecrets ? 'One is held. Leave this empty to keep it.' : undefined}
          optional
          autocomplete="new-password"
        />
      </Card>
      <Card title="What families see">
        <Input
          {...of('fromAddress')}
          type="email"
          label="From address"
          hint="The server must be allowed to send for it."
          autocomplete="off"
        />
        <Input {...of('replyTo')} type="email" label="Replies go to" optional autocomplete="off" />
      </Card>
    </>
  )
}

function HttpSmsFields({ provider, typed, errors }: FieldsProps) {
  const of = fieldsOf(typed, errors)
  return (
    <>
      <Card title="The text gateway">
        <Input
          {...of('url')}
          label="Address"
          hint="Such as https://api.gateway.example/v1/messages"
          autocomplete="off"
        />
        <Select
          {...of('method')}
          label="Method"
          choices={['POST', 'PUT', 'GET'].map((value) => ({ value, words: value }))}
        />
        <Textarea
          name="headers"
          error={errors.headers}
          rows={3}
          label="Headers with the key"
          hint={
            provider?.hasSecrets
              ? 'They are held and not shown again. Leave this empty to keep them.'
              : 'One in each line, such as Authorization: Bearer abc. They are not shown again.'
          }
        />
        <Select
          {...of('contentType')}
          label="The body is"
          choices={[
            { value: 'application/json', words: 'JSON' },
            { value: 'application/x-www-form-urlencoded', words: 'A form (a=b&c=d)' },
            { value: 'none', words: 'Nothing: all stands in the address' },
          ]}
        />
        <Textarea
          {...of('body')}
          rows={7}
          label="Body"
          hint="{{to}}, {{text}}, {{sender}} and {{reference}} are filled in, and escaped as the body needs it."
        />
      </Card>
      <Card title="How it says yes">
        <Input
          {...of('statuses')}
          label="Status codes"
          hint="Such as 200, 202. Any 2xx when empty."
          size="middle"
          optional
        />
        <Input
          {...of('path')}
          label="Field of its JSON answer"
          hint="Such as messages.0.status"
          size="middle"
          optional
        />
        <Input {...of('equals')} label="What that field must say" size="middle" optional />
        <Input {...of('matches')} label="Words in its answer" hint="A pattern, such as ^OK" size="middle" optional />
        <Input
          {...of('referencePath')}
          label="Field with its reference"
          hint="Such as messages.0.id"
          size="middle"
          optional
        />
        <Input {...of('timeoutSeconds')} label="Wait for an answer" unit="seconds" size="short" inputmode="numeric" />
      </Card>
      <Card title="Receipts">
        <Checkbox
          name="takesReceipts"
          checked={Boolean(typed.takesReceipts)}
          label="The gateway tells us later what became of each text"
          hint="Saving makes an address with a secret for it."
        />
        <Input
          {...of('referenceField')}
          label="Field with the reference"
          hint="Ours or theirs; either will do."
          size="middle"
        />
        <Input {...of('statusField')} label="Field with what happened" size="middle" />
        <Textarea
          {...of('states')}
          rows={5}
          label="Their words and ours"
          hint="One in each line. Ours are: accepted, delivered, read, confirmed, failed temporary, failed permanent."
        />
        {provider?.kind === 'http-sms' && provider.settings.receipts ? (
          <Checkbox
            name="newReceiptAddress"
            label="Make a new address for receipts"
            hint="The old one stops working."
          />
        ) : null}
      </Card>
    </>
  )
}

function Place({ typed, errors }: Pick<FieldsProps, 'typed' | 'errors'>) {
  const of = fieldsOf(typed, errors)
  return (
    <>
      <Input {...of('name')} label="Name" hint="As staff know it." optional autocomplete="off" />
      <Select
        {...of('priority')}
        label="Its turn"
        choices={[
          { value: '1', words: 'First' },
          { value: '2', words: 'Second: steps in when the first fails' },
          { value: '3', words: 'Third' },
        ]}
      />
      {typed.connections === undefined ? null : (
        <>
          <Input {...of('connections')} label="At the same time" unit="messages" inputmode="numeric" size="short" />
          <Input
            {...of('ratePerSecond')}
            label="At most"
            unit="a second"
            hint="What your contract allows. Leave empty for no cap."
            inputmode="decimal"
            size="short"
            optional
          />
        </>
      )}
      <Checkbox name="enabled" checked={Boolean(typed.enabled)} label="Switched on" />
    </>
  )
}

function TryIt({ provider, here }: { provider: ShownProvider; here: string }) {
  const what = provider.channel === 'sms' ? 'text' : 'email'
  return (
    <Card title="Try it">
      <Form action={`${here}/try`}>
        <Input
          name="to"
          type={provider.channel === 'sms' ? 'tel' : 'email'}
          label={provider.channel === 'sms' ? 'Your own mobile number' : 'Your own email address'}
          hint={provider.channel === 'sms' ? 'With the country, such as +447700900123' : undefined}
          autocomplete="off"
        />
        <p class="buttons">
          <Button kind="quiet">Send 1 {what}</Button>
        </p>
      </Form>
      <p class="muted">What is saved is tried, whether it is switched on or not.</p>
    </Card>
  )
}

function Remove({ provider, here }: { provider: ShownProvider; here: string }) {
  return (
    <Card title="Remove it">
      <p>Messages that wait go by the next provider, or wait until there is one.</p>
      <Form action={`${here}/remove`}>
        <p class="buttons">
          <Button kind="danger">Remove {provider.name}</Button>
        </p>
      </Form>
    </Card>
  )
}

function fieldsOf(typed: Typed, errors: FieldErrors) {
  return (name: string) => ({ name, value: typed[name] ?? '', error: errors[name] })
}
