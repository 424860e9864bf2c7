import type { Trx } from '../../platform/db/index.ts'
import { countsOfMessages, type Delivery, deliveriesOfMessage } from '../delivery/index.ts'
import { type Family, loadFamilies } from '../people/index.ts'
import type { School } from '../schools/index.ts'
import { findMessage } from './drafts.ts'
import { messagesLatest, verdictsOfMessage } from './messages.store.ts'
import type { Message } from './messaging.types.ts'
import { renderForPaper } from './rules/rendered-copies.ts'
import {
  type AdultLine,
  type ChildLine,
  type Reach,
  reachOfCopy,
  reportByChild,
  type Totals,
  totalsOf,
} from './rules/report.ts'

export type NamedAdultLine = AdultLine & { adultName: string; relationship: string | null }
export type NamedChildLine = Omit<ChildLine, 'adults'> & {
  pupilName: string
  admissionNumber: string | null
  registrationGroup: string | null
  adults: NamedAdultLine[]
}

export type Report = {
  message: Message
  totals: Totals
  copies: Delivery[]
  /** By class and name. */
  children: NamedChildLine[]
}

/** DLV-6: what became of a message, by child with the adults nested. Refuses an unknown one. */
export async function reportOfMessage(trx: Trx, of: { schoolId: string; messageId: string }): Promise<Report> {
  const message = await findMessage(trx, { schoolId: of.schoolId, id: of.messageId })
  const verdicts = await verdictsOfMessage(trx, of)
  const copies = await deliveriesOfMessage(trx, of)
  const lines = reportByChild(verdicts, new Map(copies.map((copy) => [copy.id, copy])))
  const pupilIds = lines.map(({ pupilId }) => pupilId)
  const families = await loadFamilies(trx, { schoolId: of.schoolId, pupilIds })
  const byPupil = new Map(families.map((family) => [family.pupil.id, family]))
  const children = lines.flatMap((line) => {
    const family = byPupil.get(line.pupilId)
    return family ? [named(line, family)] : []
  })
  return { message, totals: totalsOf(children), copies, children: children.sort(byClassAndName) }
}

function named(line: ChildLine, { pupil, links }: Family): NamedChildLine {
  const adults = line.adults.map((adult) => {
    const link = links.find(({ adultId }) => adultId === adult.adultId)
    const adultName = link ? [link.adult.title, link.adult.forename, link.adult.surname].filter(Boolean).join(' ') : ''
    return { ...adult, adultName, relationship: link?.relationship ?? null }
  })
  const { admissionNumber, registrationGroup } = pupil
  return { ...line, pupilName: `${pupil.forename} ${pupil.surname}`, admissionNumber, registrationGroup, adults }
}

// One collator for all: made anew for each comparison it took a third of the time of a large school's report.
const { compare } = new Intl.Collator('en-GB', { numeric: true })

function byClassAndName(one: NamedChildLine, other: NamedChildLine): number {
  return compare(one.registrationGroup ?? '', other.registrationGroup ?? '') || compare(one.pupilName, other.pupilName)
}

export type PaperLine = NamedChildLine & { heading: string; words: string }

/** The children whom no copy reached and for whom none is on its way, each with the words as they go home on paper. */
export async function paperListOfMessage(
  trx: Trx,
  of: { school: School; messageId: string },
): Promise<{ message: Message; children: PaperLine[] }> {
  const { school, messageId } = of
  const { message, children } = await reportOfMessage(trx, { schoolId: school.id, messageId })
  const onPaper = children.filter(({ paper }) => paper)
  const pupilIds = onPaper.map(({ pupilId }) => pupilId)
  const families = await loadFamilies(trx, { schoolId: school.id, pupilIds })
  const lines = onPaper.flatMap((child) => {
    const pupil = families.find((family) => family.pupil.id === child.pupilId)?.pupil
    if (!pupil) return []
    const [heading, words] = [message.content.subject, message.content.body].map((text) =>
      renderForPaper(text, pupil, school.name),
    )
    return [{ ...child, heading: heading ?? '', words: words ?? '' }]
  })
  return { message, children: lines }
}

export type MessageInList = Message & {
  /** `stopped`: taken back before they went (MSG-6), which is neither arriving nor failing. */
  copies: { reached: number; handedOver: number; waiting: number; failed: number; stopped: number }
}

/** Sent messages, newest first, each with where its copies stand. For Home and for the list. */
export async function recentMessages(
  trx: Trx,
  of: { schoolId: string; limit?: number; before?: { sentAt: Date; id: string } },
): Promise<MessageInList[]> {
  const { schoolId, limit = 20, before = null } = of
  const messages = await messagesLatest(trx, { schoolId, limit, before })
  const counts = await countsOfMessages(trx, { schoolId, messageIds: messages.map(({ id }) => id) })
  return messages.map((message) => {
    const copies = { reached: 0, handedOver: 0, waiting: 0, failed: 0, stopped: 0 }
    for (const { messageId, count, ...copy } of counts) {
      if (messageId === message.id) copies[copy.state === 'withdrawn' ? 'stopped' : buckets[reachOfCopy(copy)]] += count
    }
    return { ...message, copies }
  })
}

const buckets: Record<Reach, keyof MessageInList['copies']> = {
  reached: 'reached',
  'handed over': 'handedOver',
  waiting: 'waiting',
  'not reached': 'failed',
  withheld: 'failed',
}
