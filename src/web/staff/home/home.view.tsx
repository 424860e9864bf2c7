import { may } from '../../../modules/accounts/index.ts'
import type { MessageInList } from '../../../modules/messaging/index.ts'
import type { HomeCounts } from '../../../modules/people/index.ts'
import type { Notice } from '../../../modules/syncing/index.ts'
import { formatNumber, ReachBar } from '../../components/bar.tsx'
import { ButtonLink } from '../../components/button.tsx'
import { Card, Columns } from '../../components/card.tsx'
import { Figure, Figures } from '../../components/figure.tsx'
import { EmptyState } from '../../components/lists.tsx'
import { Note } from '../../components/note.tsx'
import { greetingAt, sayDay } from '../../components/say-when.ts'
import { StaffPage } from '../../components/shell.tsx'
import { Table } from '../../components/table.tsx'
import { RuleTag, Tag } from '../../components/tag.tsx'
import { TimeAgo } from '../../components/time-ago.tsx'
import { useFrame } from '../../frame/frame.ts'
import { headingOf } from '../messages/list.tsx'
import { nameToGreet } from './name-to-greet.ts'
import { RegistrationsWaiting } from './registrations-waiting.view.tsx'
import { RestrictionsDue } from './restrictions-due.view.tsx'
import type { LastImport } from './say-last-import.ts'
import { SyncNotes } from './sync-notes.tsx'

type Failing = { id: string; name: string; channel: 'sms' | 'email'; since: Date; reason: string }
type Home = {
  counts: HomeCounts
  messages: MessageInList[]
  /** The share of copies with a known end that arrived this week. */
  arrived: string | null
  /** Copies of this week whose provider never says what became of them. */
  handedOver: number
  lastImport: LastImport | null
  failing: Failing[]
  notices: Notice[]
  /** What registrations leave for a person to do. */
  waiting: { claims: number; frozen: number }
  /** LET-5: many wrong codes were typed lately. */
  guessing: boolean
  /** Restrictions whose day of review is here or gone, for whoever decides about them. */
  restrictionsDue: number
}

export function HomeView(home: Home) {
  const { counts, messages, arrived, handedOver, lastImport, failing, notices } = home
  const { actor, school, now } = useFrame()
  const timeZone = school?.timeZone ?? 'Europe/London'
  const firstName = nameToGreet(actor?.name ?? '')
  return (
    <StaffPage
      title="Home"
      current="home"
      heading={`${greetingAt(now, timeZone)}, ${firstName}`}
      lead={`${sayDay(now, timeZone)} · ${formatNumber(counts.pupils)} ${counts.pupils === 1 ? 'pupil' : 'pupils'}, ${formatNumber(counts.linkedAdults)} linked ${counts.linkedAdults === 1 ? 'adult' : 'adults'}`}
    >
      <FailingProviders failing={failing} />
      <SyncNotes notices={notices} />
      <RegistrationsWaiting waiting={home.waiting} guessing={home.guessing} />
      <RestrictionsDue due={home.restrictionsDue} />
      {counts.pupils === 0 ? (
        <FirstSteps />
      ) : (
        <>
          <HomeFigures counts={counts} arrived={arrived} handedOver={handedOver} messages={messages} />
          <Columns kind="main-side">
            <Messages messages={messages} />
            <Imports lastImport={lastImport} />
          </Columns>
        </>
      )}
    </StaffPage>
  )
}

/** DLV-4: said before everything else, because nothing goes out by it until somebody mends it. */
function FailingProviders({ failing }: { failing: Failing[] }) {
  const { school, actor } = useFrame()
  const [first, second] = failing
  if (!first) return null
  const mends = may(actor?.roles ?? [], 'settings.change')
  const title = second
    ? `${failing.length} ways of sending do not work.`
    : `${first.channel === 'sms' ? 'Texts' : 'Emails'} cannot go out by ${first.name}.`
  return (
    <Note kind="bad" title={title}>
      <ul class="plain-list">
        {failing.map(({ id, name, reason, since }) => (
          <li key={id}>
            {second ? <strong>{name}: </strong> : null}
            {reason}. Since <TimeAgo at={since} />.
          </li>
        ))}
      </ul>
      <p>
        Nothing is lost: what waits is tried again by itself.{' '}
        {mends ? (
          <a href={`/schools/${school?.slug}/settings/providers`}>Look at the settings</a>
        ) : (
          'An administrator can look at the settings.'
        )}{' '}
        <RuleTag rule="DLV-4" />
      </p>
    </Note>
  )
}

/** A school without pupils yet: what to do first. */
function FirstSteps() {
  const { school } = useFrame()
  return (
    <Card>
      <EmptyState
        title="Bring your pupils and families in"
        action={<ButtonLink href={`/schools/${school?.slug}/imports`}>Import from the MIS</ButtonLink>}
      >
        Take a contacts report out of your MIS (SIMS, Arbor, Bromcom, any of them) and drop it in. You see every change
        before anything is kept.
      </EmptyState>
    </Card>
  )
}

/** While no copy has come to a known end: those on their way, else those that nobody will hear of again (DLV-1). */
function sayUnderWay(onTheirWay: number, handedOver: number): string {
  if (onTheirWay > 0) return onTheirWay === 1 ? 'copy on its way' : 'copies on their way'
  if (handedOver > 0) return 'copies handed over in the last seven days, no receipt'
  return 'no message in the last seven days'
}

function HomeFigures({
  counts,
  arrived,
  handedOver,
  messages,
}: Pick<Home, 'counts' | 'arrived' | 'handedOver' | 'messages'>) {
  const onTheirWay = messages.reduce((sum, { copies }) => sum + copies.waiting, 0)
  const { school, actor } = useFrame()
  const base = `/schools/${school?.slug}`
  const reads = may(actor?.roles ?? [], 'data-issues.read')
  const [unreachable, noPrime] = [counts.noChannel.length, counts.noPrime.length]
  const link = (href: string, words: string) => (reads ? { href: `${base}/${href}`, link: words } : {})
  return (
    <Figures label="The school at a glance">
      <Figure
        kind={unreachable > 0 ? 'bad' : 'ok'}
        value={formatNumber(unreachable)}
        words={unreachable === 1 ? 'pupil nobody can reach' : 'pupils nobody can reach'}
        {...(unreachable > 0 ? link('data-issues?kind=no+working+channel', 'See who and why') : {})}
      />
      <Figure
        kind={noPrime > 0 ? 'warn' : 'ok'}
        value={formatNumber(noPrime)}
        words={noPrime === 1 ? 'pupil with no prime adult' : 'pupils with no prime adult'}
        {...(noPrime > 0 ? link('data-issues?kind=no+prime+adult', 'Work through them') : {})}
      />
      <Figure
        kind={counts.openIssues > 0 ? 'warn' : 'ok'}
        value={formatNumber(counts.openIssues)}
        words={counts.openIssues === 1 ? 'data issue' : 'data issues'}
        {...(counts.openIssues > 0 ? link('data-issues', 'Start with the worst') : {})}
      />
      {arrived ? (
        <Figure
          kind={arrived === '100%' ? 'ok' : 'plain'}
          value={arrived}
          words="of the copies we have news of arrived, last seven days"
          href={`${base}/messages`}
          link="See the messages"
        />
      ) : (
        <Figure
          value={onTheirWay + handedOver > 0 ? formatNumber(onTheirWay || handedOver) : '–'}
          words={sayUnderWay(onTheirWay, handedOver)}
        />
      )}
    </Figures>
  )
}

function Messages({ messages }: { messages: MessageInList[] }) {
  const { school, actor } = useFrame()
  const base = `/schools/${school?.slug}/messages`
  const sends = may(actor?.roles ?? [], 'messages.send')
  return (
    <Card
      title="Messages"
      actions={sends && messages.length > 0 ? <ButtonLink href={`${base}/new`}>New message</ButtonLink> : null}
    >
      <Table
        caption="Messages sent lately"
        rows={messages}
        keyOf={({ id }) => id}
        empty={
          <EmptyState
            title="No messages yet"
            action={sends ? <ButtonLink href={`${base}/new`}>New message</ButtonLink> : null}
          >
            Pick a year or a class; the adults are found for you. Nothing goes out before you have seen who gets it.
          </EmptyState>
        }
        columns={[
          {
            title: 'Message',
            cell: ({ id, content, counts, sentAt, sentBy }) => (
              <>
                <a href={`${base}/${id}`}>{headingOf({ content })}</a>
                <br />
                <small>
                  {formatNumber(counts.pupils)} {counts.pupils === 1 ? 'child' : 'children'}
                  {sentAt ? (
                    <>
                      {' '}
                      · sent <TimeAgo at={sentAt} />
                      {sentBy ? ` by ${sentBy}` : ''}
                    </>
                  ) : null}
                </small>
              </>
            ),
          },
          {
            title: 'Copies',
            cell: ({ state, copies }) =>
              state === 'stopped' ? (
                <small>Nobody got it</small>
              ) : (
                <ReachBar
                  reached={copies.reached}
                  handedOver={copies.handedOver}
                  waiting={copies.waiting}
                  notReached={copies.failed}
                />
              ),
          },
          {
            title: 'State',
            cell: ({ state, copies }) => <StateTag stopped={state === 'stopped'} copies={copies} />,
          },
        ]}
      />
    </Card>
  )
}

function StateTag({ stopped, copies }: { stopped: boolean; copies: MessageInList['copies'] }) {
  if (stopped) return <Tag>Stopped</Tag>
  if (copies.waiting > 0) return <Tag kind="wait">Delivering</Tag>
  if (copies.failed > 0) return <Tag kind="warn">Not all arrived</Tag>
  return copies.handedOver > 0 ? <Tag kind="info">Handed over</Tag> : <Tag kind="ok">Done</Tag>
}

function Imports({ lastImport }: { lastImport: LastImport | null }) {
  const { school, actor } = useFrame()
  const plans = may(actor?.roles ?? [], 'import.plan')
  return (
    <Card title="Contacts from the MIS">
      {lastImport ? (
        <>
          <p>
            Last import{' '}
            <strong>
              <TimeAgo at={lastImport.at} />
            </strong>{' '}
            by {lastImport.by}. {lastImport.words}
          </p>
          <p>{lastImport.old ? <Tag kind="warn">Getting old</Tag> : <Tag kind="ok">Up to date</Tag>}</p>
        </>
      ) : (
        <Note kind="warn">Nothing was imported yet.</Note>
      )}
      {plans ? (
        <p class="buttons">
          <ButtonLink kind="quiet" href={`/schools/${school?.slug}/imports`}>
            Import now
          </ButtonLink>
        </p>
      ) : null}
    </Card>
  )
}
