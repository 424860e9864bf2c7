import { Button, ButtonLink } from '../../../components/button.tsx'
import { Card, Columns } from '../../../components/card.tsx'
import { Checkbox, ErrorSummary, type FieldErrors, Input, Select } from '../../../components/fields.tsx'
import { Form } from '../../../components/form.tsx'
import { Note } from '../../../components/note.tsx'
import { StaffPage } from '../../../components/shell.tsx'
import { Table } from '../../../components/table.tsx'
import { RuleTag } from '../../../components/tag.tsx'
import { TimeAgo } from '../../../components/time-ago.tsx'
import { useFrame } from '../../../frame/frame.ts'
import type { Fields } from '../../../page.ts'
import { noticeTitles } from '../../home/sync-notes.tsx'
import { SettingsTabs } from '../tabs.tsx'
import type { SyncFacts } from './load-sync.ts'
import { RunsCard } from './runs.view.tsx'
import { WondeCard } from './wonde.view.tsx'

type Props = {
  facts: SyncFacts
  /** The credential that was made just now: its token is shown this once. */
  made?: { name: string; token: string }
  typed?: Fields
  errors?: FieldErrors
}

/** What comes from the MIS by itself, and what becomes of it. */
export function SyncView({ facts, made, typed = {}, errors = {} }: Props) {
  return (
    <StaffPage
      title="Sync"
      current="settings"
      lead="Let the MIS send its reports every night, so that nobody has to think of it."
    >
      <SettingsTabs current="sync" />
      <div class="stack">
        {made ? (
          <Note kind="ok" title={`The token of “${made.name}”, shown only now.`}>
            Put it on that machine and nowhere else: <span class="secret">{made.token}</span>
          </Note>
        ) : null}
        <ErrorSummary errors={errors} />
        <State facts={facts} />
        <Columns>
          <div class="stack">
            <Machines facts={facts} typed={typed} errors={errors} />
            <WondeCard schedule={facts.schedule} />
          </div>
          <div class="stack">
            <Rules facts={facts} typed={typed} errors={errors} />
            <Folder facts={facts} typed={typed} errors={errors} />
          </div>
        </Columns>
        <RunsCard runs={facts.runs} />
      </div>
    </StaffPage>
  )
}

function State({ facts: { notices, since, lastSuccess } }: { facts: SyncFacts }) {
  if (notices.length > 0)
    return (
      <Note
        kind="warn"
        title={notices.length === 1 ? 'One thing asks for you.' : `${notices.length} things ask for you.`}
      >
        <ul class="plain-list">
          {notices.map(({ id, kind, words }) => (
            <li key={id}>
              <strong>{noticeTitles[kind]}</strong> {words}
            </li>
          ))}
        </ul>
      </Note>
    )
  if (since === null) return <Note>Nothing is sent by itself yet. Choose one of the ways below.</Note>
  return (
    <Note kind="ok" title="It runs.">
      {lastSuccess ? (
        <>
          Last heard from the MIS <TimeAgo at={lastSuccess} />.
        </>
      ) : (
        'Nothing has come in yet.'
      )}
    </Note>
  )
}

type Part = { facts: SyncFacts; typed: Fields; errors: FieldErrors }

/** As it was typed, where the form comes back with an error: what somebody switched off must not be on again. */
const isTicked = (typed: Fields, name: string, held = false): boolean =>
  typed[name] === undefined ? held : typed[name] === 'yes'

function Machines({ facts, typed, errors }: Part) {
  const { school } = useFrame()
  const sync = `/schools/${school?.slug}/settings/sync`
  return (
    <Card title="From a machine at the school">
      <p>
        A small script runs the reports in SIMS every night and sends them here. It proves itself by a credential of its
        own, never by somebody’s password. <RuleTag rule="IMP-23" />
      </p>
      <ol>
        <li>Make a credential below, named after the machine. Its token is shown once.</li>
        <li>Put a script on that machine; this school’s address is in it already.</li>
        <li>Let it run every night. The first lines of the script say how.</li>
      </ol>
      <p class="buttons">
        <ButtonLink kind="quiet" href={`${sync}/scripts/windows`}>
          Script for Windows
        </ButtonLink>{' '}
        <ButtonLink kind="quiet" href={`${sync}/scripts/cron`}>
          Script for cron
        </ButtonLink>
      </p>
      <p class="muted">
        Programs of your own send to <code>{facts.address}</code>
      </p>
      <h3>Credentials</h3>
      <Credentials facts={facts} />
      <Form action={`${sync}/credentials`}>
        <Input
          name="name"
          label="Name of the machine"
          hint="Such as: SIMS server. It stands in the journal beside your name."
          value={String(typed.name ?? '')}
          error={errors.name}
          autocomplete="off"
        />
        <Button kind="quiet">Make a credential</Button>
      </Form>
    </Card>
  )
}

function Credentials({ facts: { credentials } }: { facts: SyncFacts }) {
  const { school } = useFrame()
  const standing = credentials.filter(({ endedAt }) => endedAt === null)
  if (standing.length === 0) return <p class="muted">No machine has one yet.</p>
  return (
    <Table
      caption="Credentials that stand"
      rows={standing}
      keyOf={({ id }) => id}
      columns={[
        {
          title: 'Machine',
          cell: ({ name, madeBy, madeAt }) => (
            <>
              {name}
              <br />
              <small>
                made <TimeAgo at={madeAt} /> by {madeBy}
              </small>
            </>
          ),
        },
        {
          title: 'Last used',
          cell: ({ lastUsedAt }) => (lastUsedAt ? <TimeAgo at={lastUsedAt} /> : <span class="muted">never</span>),
        },
        {
          title: 'End',
          quiet: true,
          kind: 'act',
          cell: ({ id, name }) => (
            <a href={`/schools/${school?.slug}/settings/sync/credentials/${id}/end`}>
              End<span class="visually-hidden"> {name}</span>
            </a>
          ),
        },
      ]}
    />
  )
}

function Folder({ facts, typed, errors }: Part) {
  const { school } = useFrame()
  const settings = school?.settings
  return (
    <Card title="A folder on this server">
      <p>
        Whatever is put into <code>{facts.folder}</code> is read once it has stopped growing, then kept under{' '}
        <code>processed</code>, or under <code>rejected</code> with the reason beside it.
      </p>
      <Form action={`/schools/${school?.slug}/settings/sync`}>
        <input type="hidden" name="part" value="syncFolder syncKeepDays" />
        <Checkbox
          name="syncFolder"
          label="Watch the folder"
          checked={isTicked(typed, 'syncFolder', settings?.syncFolder)}
        />
        <Input
          name="syncKeepDays"
          label="Keep files for"
          unit="days"
          inputmode="numeric"
          size="short"
          value={String(typed.syncKeepDays ?? settings?.syncKeepDays ?? '')}
          error={errors.syncKeepDays}
        />
        <Button kind="quiet">Save the folder</Button>
      </Form>
    </Card>
  )
}

function Rules({ facts, typed, errors }: Part) {
  const { school } = useFrame()
  const settings = school?.settings
  return (
    <Card title="What becomes of it">
      <Form action={`/schools/${school?.slug}/settings/sync`}>
        <input type="hidden" name="part" value="syncApply syncStaleHours syncMapping" />
        <Checkbox
          name="syncApply"
          label="Apply by itself when no brake holds"
          checked={isTicked(typed, 'syncApply', settings?.syncApply)}
          hint={
            <>
              Otherwise every plan waits until somebody looked at it, and you are told. A plan that a brake holds always
              waits. <RuleTag rule="IMP-10" />
            </>
          }
        />
        <Input
          name="syncStaleHours"
          label="Tell me after"
          unit="hours without a sync"
          inputmode="numeric"
          size="short"
          hint="On the home page, and by email to everybody who may import."
          value={String(typed.syncStaleHours ?? settings?.syncStaleHours ?? '')}
          error={errors.syncStaleHours}
        />
        <Select
          name="syncMapping"
          label="Columns"
          hint="A saved mapping is for reports whose captions Gatehouse does not know."
          value={String(typed.syncMapping ?? settings?.syncMapping ?? '')}
          choices={[
            { value: '', words: 'As Gatehouse finds them' },
            ...facts.mappings.map((name) => ({ value: name, words: `As saved: ${name}` })),
          ]}
        />
        <Button>Save what becomes of it</Button>
      </Form>
    </Card>
  )
}
