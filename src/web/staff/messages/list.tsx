import Type from 'typebox'
import { listDrafts, type Message, type MessageInList, recentMessages } from '../../../modules/messaging/index.ts'
import { formatPence, ReachBar } from '../../components/bar.tsx'
import { ButtonLink } from '../../components/button.tsx'
import { Card } from '../../components/card.tsx'
import { EmptyState, Pagination } from '../../components/lists.tsx'
import { StaffPage } from '../../components/shell.tsx'
import { Table } from '../../components/table.tsx'
import { Tag } from '../../components/tag.tsx'
import { TimeAgo } from '../../components/time-ago.tsx'
import { page } from '../../page.ts'
import { findNames } from './find-names.ts'
import { sayCopies, sayTo } from './say-to.ts'

const pageLength = 25

export const messagesPage = page({
  method: 'GET',
  url: '/schools/:school/messages',
  permission: 'messages.read',
  query: Type.Object({ before: Type.String({ default: '' }), id: Type.String({ default: '' }) }),
  async handle({ db, school, query }) {
    const { id: schoolId } = school
    const before = readPlace(query)
    const { drafts, messages, names } = await db.inSchool(schoolId, async (trx) => {
      const messages = await recentMessages(trx, { schoolId, limit: pageLength, ...(before ? { before } : {}) })
      const drafts = before ? [] : await listDrafts(trx, { schoolId })
      const selectors = [...drafts, ...messages].map(({ content }) => content.to)
      return { drafts, messages, names: await findNames(trx, { schoolId, selectors }) }
    })
    const toOf = ({ content }: Message) => sayTo(content.to, names)
    const base = `/schools/${school.slug}/messages`
    const last = messages.length === pageLength ? messages.at(-1) : undefined
    return (
      <StaffPage
        title="Messages"
        current="messages"
        lead="What went home, and which children it reached"
        actions={<ButtonLink href={`${base}/new`}>Write a message</ButtonLink>}
      >
        {drafts.length > 0 ? (
          <Card title="Not sent yet">
            <Drafts base={base} drafts={drafts} toOf={toOf} />
          </Card>
        ) : null}
        <Card>
          <Sent base={base} messages={messages} toOf={toOf} />
          <Pagination
            first={before ? base : null}
            next={last?.sentAt ? `?before=${last.sentAt.toISOString()}&id=${last.id}` : null}
          />
        </Card>
      </StaffPage>
    )
  },
})

function readPlace({ before, id }: { before: string; id: string }): { sentAt: Date; id: string } | null {
  const sentAt = new Date(before)
  return Number.isNaN(sentAt.getTime()) || !/^[0-9a-f-]{36}$/i.test(id) ? null : { sentAt, id }
}

type ToOf = (message: Message) => string

function Drafts({ base, drafts, toOf }: { base: string; drafts: Message[]; toOf: ToOf }) {
  return (
    <Table
      caption="Drafts"
      rows={drafts}
      keyOf={({ id }) => id}
      columns={[
        { title: 'Message', cell: (draft) => <a href={`${base}/${draft.id}/write`}>{headingOf(draft)}</a> },
        { title: 'To', cell: (message) => toOf(message) },
        {
          title: 'Last change',
          cell: ({ updatedAt, madeBy }) => (
            <>
              <TimeAgo at={updatedAt} /> <small>{madeBy}</small>
            </>
          ),
        },
      ]}
    />
  )
}

function Sent({ base, messages, toOf }: { base: string; messages: MessageInList[]; toOf: ToOf }) {
  return (
    <Table
      caption="Sent messages, newest first"
      rows={messages}
      keyOf={({ id }) => id}
      empty={
        <EmptyState
          title="No message has been sent yet"
          action={<ButtonLink href={`${base}/new`}>Write the first one</ButtonLink>}
        >
          Pick a class, write a line, and see who would get it. Nothing goes out before you press send.
        </EmptyState>
      }
      columns={[
        { title: 'Message', cell: (message) => <a href={`${base}/${message.id}`}>{headingOf(message)}</a> },
        { title: 'To', cell: (message) => toOf(message) },
        {
          title: 'Sent',
          cell: ({ sentAt, sentBy }) => (
            <>
              {sentAt ? <TimeAgo at={sentAt} /> : null} <small>{sentBy}</small>
            </>
          ),
        },
        {
          title: 'Copies',
          cell: ({ state, counts }) => (
            <>
              {sayCopies(counts)}
              {counts.costPence > 0 && state !== 'stopped' ? <small> {formatPence(counts.costPence)}</small> : null}
            </>
          ),
        },
        {
          title: 'How far they got',
          cell: ({ state, copies }) =>
            state === 'stopped' ? (
              <Tag kind="plain">Stopped before it went</Tag>
            ) : (
              <ReachBar
                reached={copies.reached}
                handedOver={copies.handedOver}
                waiting={copies.waiting}
                notReached={copies.failed}
              />
            ),
        },
      ]}
    />
  )
}

/** The subject, or the first words where there is none. */
export function headingOf({ content }: Pick<Message, 'content'>): string {
  if (content.subject.trim() !== '') return content.subject
  // A field stands for something else in every copy, so a heading leaves it open.
  const line = (content.body.split('\n')[0] ?? '').replaceAll(/\{\{[^}]*\}\}/g, '…')
  return line.length > 60 ? `${line.slice(0, 57)}…` : line || 'Empty draft'
}
