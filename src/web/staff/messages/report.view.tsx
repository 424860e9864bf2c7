import { may } from '../../../modules/accounts/index.ts'
import type { NamedChildLine, Report } from '../../../modules/messaging/index.ts'
import { kindNames } from '../../../modules/preferences/index.ts'
import { formatNumber, formatPence, ReachBar } from '../../components/bar.tsx'
import { Button } from '../../components/button.tsx'
import { Card } from '../../components/card.tsx'
import { Figure, Figures } from '../../components/figure.tsx'
import { Form } from '../../components/form.tsx'
import { EmptyState, Tabs } from '../../components/lists.tsx'
import { Note } from '../../components/note.tsx'
import { StaffPage } from '../../components/shell.tsx'
import { Table } from '../../components/table.tsx'
import { RuleTag } from '../../components/tag.tsx'
import { TimeAgo } from '../../components/time-ago.tsx'
import { useFrame } from '../../frame/frame.ts'
import { GoOn } from './go-on.view.tsx'
import { headingOf } from './list.tsx'
import type { View } from './report.tsx'
import { Adults, Child, ReachOfChild } from './report-lines.view.tsx'
import { channelWords, children as countOfChildren, sayCopies } from './say-to.ts'

type Props = { base: string; report: Report; to: string; view: View }

export function ReportPage({ base, report, to, view }: Props) {
  const { message, totals, children } = report
  const here = `${base}/${message.id}`
  const shown = children.filter((child) => isIn(view, child))
  return (
    <StaffPage
      title={headingOf(message)}
      current="messages"
      breadcrumbs={[{ words: 'Messages', href: base }]}
      lead={
        <>
          To {to} · {kindNames[message.content.kind]} · {channelWords[message.content.channel]} ·{' '}
          {sayCopies(message.counts)} · {message.sentAt ? <TimeAgo at={message.sentAt} /> : null} by {message.sentBy}
        </>
      }
      scripts={['live-report.js']}
    >
      <div id="live-report" data-live={totals.children.waiting > 0 ? 'yes' : 'no'}>
        <UndoNote here={here} report={report} />
        <NotKnownNote here={here} report={report} />
        <Totals here={here} report={report} />
        <Tabs label="Which children" tabs={tabsOf(here, view, report)} />
        <Card>
          <Table
            caption="Children with their adults"
            rows={shown}
            keyOf={({ pupilId }) => pupilId}
            empty={<Nothing view={view} />}
            columns={[
              { title: 'Child', cell: (child) => <Child child={child} /> },
              { title: 'Reached', cell: (child) => <ReachOfChild child={child} /> },
              { title: 'Adults', cell: ({ adults }) => <Adults lines={adults} /> },
            ]}
          />
        </Card>
        <GoOn base={base} here={here} report={report} />
      </div>
      <Card title="What was sent">
        <p class="kept">{message.content.body}</p>
      </Card>
    </StaffPage>
  )
}

/** DLV-3: said first, because only a person can go on from here. */
function NotKnownNote({ here, report }: { here: string; report: Report }) {
  const count = report.copies.filter(({ state }) => state === 'unknown').length
  if (count === 0) return null
  return (
    <Note kind="warn" title={`Nobody knows whether ${count === 1 ? '1 copy' : `${formatNumber(count)} copies`} went.`}>
      Nothing is sent twice by itself. <a href={`${here}/not-known`}>Look at them and decide</a>{' '}
      <RuleTag rule="DLV-3" />
    </Note>
  )
}

function isIn(view: View, { reach, paper }: NamedChildLine): boolean {
  if (view === 'all') return true
  if (view === 'paper') return paper
  return reach === view.replace('-', ' ')
}

function tabsOf(here: string, view: View, { totals, children }: Report) {
  const handedOver = totals.children['handed over']
  const tab = (words: string, key: View, count: number) => ({
    words,
    href: key === 'all' ? here : `${here}?view=${key}`,
    current: view === key,
    count,
  })
  return [
    tab('All', 'all', children.length),
    tab('Not reached', 'not-reached', totals.children['not reached']),
    tab('Waiting', 'waiting', totals.children.waiting),
    ...(handedOver > 0 || view === 'handed-over' ? [tab('Handed over', 'handed-over', handedOver)] : []),
    tab('Paper', 'paper', totals.paper),
  ]
}

/** MSG-6: as long as nothing has gone out, it can be stopped. */
function UndoNote({ here, report: { message } }: { here: string; report: Report }) {
  const { now, actor } = useFrame()
  if (message.state === 'stopped') {
    return (
      <Note title="This message was stopped.">Nobody got it. The words are below, if you want to use them again.</Note>
    )
  }
  if (!message.undoUntil || message.undoUntil <= now || !actor || !may(actor.roles, 'messages.send')) return null
  const seconds = Math.ceil((message.undoUntil.getTime() - now.getTime()) / 1000)
  return (
    <Note kind="warn">
      <p>
        <strong>
          It goes out in <span data-undo-until={message.undoUntil.toISOString()}>{seconds} seconds</span>.
        </strong>{' '}
        Until then it can be stopped whole.
      </p>
      <Form action={`${here}/stop`}>
        <Button kind="danger">Stop {sayCopies(message.counts)}</Button>
      </Form>
    </Note>
  )
}

function Totals({ here, report: { message, totals } }: { here: string; report: Report }) {
  const { reached, waiting, withheld } = totals.children
  const [missed, handedOver] = [totals.children['not reached'], totals.children['handed over']]
  return (
    <>
      <Figures label="How far it got">
        <Figure
          kind={reached > 0 ? 'ok' : 'plain'}
          value={formatNumber(reached)}
          words={reached === 1 ? 'child reached' : 'children reached'}
        />
        {handedOver > 0 ? <Figure value={formatNumber(handedOver)} words="handed over, no receipt" /> : null}
        <Figure kind={waiting > 0 ? 'warn' : 'plain'} value={formatNumber(waiting)} words="waiting for news" />
        <Figure
          kind={missed > 0 ? 'bad' : 'plain'}
          value={formatNumber(missed)}
          words="not reached"
          {...(missed > 0 ? { href: `${here}?view=not-reached`, link: 'See who' } : {})}
        />
        {message.state === 'stopped' ? (
          <Figure value={formatPence(0)} words="nothing was sent, so nothing is charged" />
        ) : (
          <Figure
            value={formatPence(message.counts.costPence)}
            words={`for ${formatNumber(message.counts.parts)} text ${message.counts.parts === 1 ? 'part' : 'parts'}`}
          />
        )}
      </Figures>
      <ReachBar reached={reached} handedOver={handedOver} waiting={waiting} notReached={missed} />
      {handedOver > 0 ? (
        <p>
          <small>
            Handed over: the mail server or text service took it and never says whether it arrived. It counts neither as
            reached nor as waiting. <RuleTag rule="DLV-1" />
          </small>
        </p>
      ) : null}
      {withheld > 0 ? (
        <p>
          <small>{countOfChildren(withheld)} left out: not on roll.</small>
        </p>
      ) : null}
    </>
  )
}

function Nothing({ view }: { view: View }) {
  if (view === 'waiting') return <EmptyState title="Nothing is waiting">Every copy has an answer.</EmptyState>
  return <EmptyState title="No child stands here">Every child was reached, or a copy is still on its way.</EmptyState>
}
