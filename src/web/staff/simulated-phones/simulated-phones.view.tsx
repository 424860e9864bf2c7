import type { SimulatedMessage } from '../../../modules/delivery/index.ts'
import { formatNumber } from '../../components/bar.tsx'
import { Button } from '../../components/button.tsx'
import { Card } from '../../components/card.tsx'
import { Input } from '../../components/fields.tsx'
import { Figure, Figures } from '../../components/figure.tsx'
import { Form } from '../../components/form.tsx'
import { EmptyState, Tabs } from '../../components/lists.tsx'
import { Note } from '../../components/note.tsx'
import { Bubble, Phone } from '../../components/phone.tsx'
import { sayPhone } from '../../components/say-phone.ts'
import { StaffPage } from '../../components/shell.tsx'
import { Tag, type TagKind } from '../../components/tag.tsx'
import { TimeAgo } from '../../components/time-ago.tsx'
import { useFrame } from '../../frame/frame.ts'

type Props = {
  messages: SimulatedMessage[]
  counts: { channel: 'sms' | 'email'; status: SimulatedMessage['status']; count: number }[]
  channel: 'sms' | 'email'
  address: string | null
  isSimulated: boolean
}

export function SimulatedPhonesView({ messages, counts, channel, address, isSimulated }: Props) {
  const { school, demo } = useFrame()
  const here = `/schools/${school?.slug}/simulated-phones`
  const count = (of: 'sms' | 'email', status?: SimulatedMessage['status']) =>
    counts
      .filter((row) => row.channel === of && (!status || row.status === status))
      .reduce((sum, row) => sum + row.count, 0)
  return (
    <StaffPage
      title="Simulated phones"
      current="messages"
      lead="What families would see. These phones and mailboxes stand in for the real ones: nothing here has left this computer."
    >
      {isSimulated ? null : (
        <Note kind="warn" title="This school sends for real.">
          Its messages go to families and do not appear here.
        </Note>
      )}
      <Tabs
        label="Simulated phones and mailboxes"
        tabs={[
          { words: 'Phones', href: `${here}?show=phones`, current: channel === 'sms', count: count('sms') },
          { words: 'Mailboxes', href: `${here}?show=mailboxes`, current: channel === 'email', count: count('email') },
          ...(demo ? [{ words: 'Post', href: `${here}/post`, current: false }] : []),
        ]}
      />
      <div class="stack">
        <Figures label="What became of them">
          <Figure value={formatNumber(count(channel, 'delivered'))} words="delivered" kind="ok" />
          <Figure value={formatNumber(count(channel, 'on its way'))} words="on their way" />
          <Figure
            value={formatNumber(count(channel, 'failed'))}
            words="did not arrive"
            kind={count(channel, 'failed') > 0 ? 'bad' : 'plain'}
          />
          <Figure
            value={formatNumber(count(channel, 'no answer'))}
            words="the network never said"
            kind={count(channel, 'no answer') > 0 ? 'warn' : 'plain'}
          />
        </Figures>
        <Filter here={here} channel={channel} address={address} />
        {messages.length === 0 ? <Nothing channel={channel} address={address} /> : null}
        {channel === 'sms' ? (
          <div class="phones">
            {byAddress(messages).map(([number, texts]) => (
              <OnePhone key={number} number={number} texts={texts} here={here} only={address ?? ''} />
            ))}
          </div>
        ) : (
          messages.map((mail) => <OneMail key={mail.id} mail={mail} here={here} only={address ?? ''} />)
        )}
      </div>
    </StaffPage>
  )
}

function Filter({ here, channel, address }: { here: string; channel: 'sms' | 'email'; address: string | null }) {
  return (
    <form class="filters" method="get" action={here}>
      <input type="hidden" name="show" value={channel === 'sms' ? 'phones' : 'mailboxes'} />
      <Input
        name="address"
        label={channel === 'sms' ? 'Only this number' : 'Only this address'}
        value={address === null ? '' : sayPhone(address)}
        autocomplete="off"
      />
      <p class="buttons">
        <Button kind="quiet">Show</Button>
      </p>
    </form>
  )
}

function Nothing({ channel, address }: { channel: 'sms' | 'email'; address: string | null }) {
  const { school } = useFrame()
  const what = channel === 'sms' ? 'text' : 'email'
  return (
    <Card>
      <EmptyState
        title={address ? `No ${what} went to ${sayPhone(address)}` : `No ${what} has been sent yet`}
        action={
          <a class="btn main" href={`/schools/${school?.slug}/messages/new`}>
            Write a message
          </a>
        }
      >
        <p>Send one, and it arrives here within a few seconds, as a family would see it.</p>
      </EmptyState>
    </Card>
  )
}

/** Each phone with its texts in the order they came; the phone that got one last stands first. */
function byAddress(messages: SimulatedMessage[]): [string, SimulatedMessage[]][] {
  const phones = new Map<string, SimulatedMessage[]>()
  for (const message of messages) {
    const texts = phones.get(message.address) ?? []
    texts.unshift(message)
    phones.set(message.address, texts)
  }
  return [...phones]
}

function OnePhone({
  number,
  texts,
  here,
  only,
}: {
  number: string
  texts: SimulatedMessage[]
  here: string
  only: string
}) {
  const last = texts.findLast(({ direction }) => direction === 'out')
  return (
    <section aria-label={`The phone with number ${number}`}>
      <h2 class="phone-number">
        <a href={`${here}?${new URLSearchParams({ show: 'phones', address: number })}`}>{sayPhone(number)}</a>
      </h2>
      <Phone from={last?.sender ?? ''}>
        {texts.map((text) => (
          <div key={text.id}>
            <Bubble side={text.direction === 'in' ? 'out' : 'in'} time={<WhenAndState message={text} />}>
              {isSeen(text) ? text.body : <span class="not-arrived">{text.body}</span>}
            </Bubble>
            <Press message={text} here={here} only={only} />
          </div>
        ))}
        {last && isSeen(last) ? <Reply message={last} here={here} only={only} /> : null}
      </Phone>
    </section>
  )
}

function OneMail({ mail, here, only }: { mail: SimulatedMessage; here: string; only: string }) {
  if (mail.direction === 'in') {
    return (
      <Card title={`Reply from ${mail.address}`} actions={<TimeAgo at={mail.at} />}>
        <p class="kept">{mail.body}</p>
      </Card>
    )
  }
  return (
    <Card title={mail.subject} actions={<State message={mail} />}>
      <p class="mail-facts">
        <small>
          From <strong>{mail.sender}</strong> to{' '}
          <a href={`${here}?${new URLSearchParams({ show: 'mailboxes', address: mail.address })}`}>{mail.address}</a>,{' '}
          <TimeAgo at={mail.at} />
        </small>
      </p>
      <p class="kept">{mail.body}</p>
      <Press message={mail} here={here} only={only} />
      {isSeen(mail) ? <Reply message={mail} here={here} only={only} /> : null}
    </Card>
  )
}

const states: Record<SimulatedMessage['status'], [TagKind, string]> = {
  'on its way': ['wait', 'On its way'],
  delivered: ['ok', 'Delivered'],
  failed: ['bad', 'Did not arrive'],
  'no answer': ['warn', 'The network never said'],
  reply: ['plain', 'Reply'],
}

function State({ message }: { message: SimulatedMessage }) {
  const [kind, words] = states[message.status]
  return <Tag kind={kind}>{words}</Tag>
}

function WhenAndState({ message }: { message: SimulatedMessage }) {
  return (
    <>
      <TimeAgo at={message.at} /> {message.direction === 'out' ? <State message={message} /> : null}
    </>
  )
}

function isSeen({ status }: SimulatedMessage): boolean {
  return status === 'delivered' || status === 'reply'
}

/** The network's part, taken over by hand while it has not spoken. */
function Press({ message, here, only }: { message: SimulatedMessage; here: string; only: string }) {
  if (message.direction === 'in' || message.status === 'delivered' || message.status === 'failed') return null
  return (
    <Form action={`${here}/${message.id}/press`} class="press">
      <input type="hidden" name="only" value={only} />
      <Button kind="quiet" name="as" value="delivered">
        Deliver
      </Button>
      <Button kind="quiet" name="as" value="failed">
        Fail
      </Button>
    </Form>
  )
}

function Reply({ message, here, only }: { message: SimulatedMessage; here: string; only: string }) {
  return (
    <Form action={`${here}/${message.id}/reply`} class="reply">
      <input type="hidden" name="only" value={only} />
      <input
        type="text"
        name="reply"
        aria-label={`Reply as ${sayPhone(message.address)}`}
        placeholder="Reply as the family"
        autocomplete="off"
      />
      <Button kind="quiet">Reply</Button>
    </Form>
  )
}
