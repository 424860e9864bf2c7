import type { Clock } from '../../platform/clock/index.ts'
import type { Trx } from '../../platform/db/index.ts'
import { Refusal } from '../../platform/errors/index.ts'
import { longestText } from '../delivery/index.ts'
import { type Family, findPupilsOf, loadFamilies } from '../people/index.ts'
import { choicesForKind } from '../preferences/index.ts'
import type { School } from '../schools/index.ts'
import { messagesPerAdult, sameMessageIfAny } from './messages.store.ts'
import type { Message, MessageContent, MessageCounts } from './messaging.types.ts'
import { audienceOf, type Verdict } from './rules/audience.ts'
import { isChildSpecific, readTemplate } from './rules/merge-fields.ts'
import { type RenderedCopy, renderCopies } from './rules/rendered-copies.ts'
import { digestOf, samenessOf } from './rules/sameness.ts'
import { type Warning, warningsOn } from './rules/warnings.ts'

/** What sending a message would do, to the last copy (MSG-4). Nothing is written. */
export type Preview = {
  content: MessageContent
  families: Family[]
  /** The words name a child, so there is a copy for each child (MSG-3). */
  childSpecific: boolean
  counts: MessageCounts
  /** How many of the emails wait for somebody's email of the day (OPT-7). */
  inDigest: number
  /** In the order of the copies the verdicts speak of. */
  rendered: RenderedCopy[]
  verdicts: Verdict[]
  warnings: Warning[]
  /** How many messages the adults who get this one had in the last seven days: the busiest of them, and how many had any. */
  thisWeek: { most: number; adults: number }
  /** The same message already sent today (MSG-6). */
  repeatOf: Message | null
  sameness: string
  /** Changes when anything that would go out does: what was looked at is what is sent. */
  digest: string
}

/**
 * Works out the audience, every copy and its cost. Throws a Refusal for a group that finds nobody, an unknown merge
 * field, an empty text and one that is too long.
 */
export async function previewMessage(
  trx: Trx,
  wanted: { school: School; content: MessageContent; clock: Clock },
): Promise<Preview> {
  const { school, clock } = wanted
  const content = tidy(wanted.content, school)
  const templates = [readTemplate(content.subject), readTemplate(content.body)]
  const pupilIds = await findPupilsOf(trx, { schoolId: school.id, selectors: content.to })
  const families = await loadFamilies(trx, { schoolId: school.id, pupilIds })
  const childSpecific = isChildSpecific(...(content.channel === 'sms' ? templates.slice(1) : templates))
  const choices = await choicesOf(trx, { school, kind: content.kind, families, now: clock.now() })
  const { copies, verdicts } = audienceOf(families, { ...content, childSpecific, choices })
  const rendered = renderCopies(copies, factsFor(content, school, families))
  refuseTooLong(rendered)
  refusePastDeadline(content, clock.now())
  const sameness = samenessOf({ ...content, pupilIds })
  const sentOn = clock.today(school.timeZone)
  return {
    content,
    families,
    childSpecific,
    counts: countsOf(families, rendered),
    inDigest: rendered.filter(({ digestAt }) => digestAt !== null).length,
    rendered,
    verdicts,
    warnings: warningsOn({ body: content.body, rendered, hour: hourIn(school.timeZone, clock.now()) }),
    thisWeek: await loadOfThisWeek(trx, { school, clock, rendered }),
    repeatOf: await sameMessageIfAny(trx, { schoolId: school.id, sentOn, sameness }),
    sameness,
    digest: digestOf(
      rendered.map(({ adultId, address, subject, body, digestAt }) => [
        adultId,
        address,
        subject,
        body,
        digestAt !== null,
      ]),
    ),
  }
}

/** A digest goes once the message cannot be stopped any more. */
function choicesOf(
  trx: Trx,
  { school, kind, families, now }: { school: School; kind: MessageContent['kind']; families: Family[]; now: Date },
) {
  const adultIds = [...new Set(families.flatMap(({ links }) => links.map(({ adultId }) => adultId)))]
  const after = new Date(now.getTime() + school.settings.undoSeconds * 1000)
  return choicesForKind(trx, { schoolId: school.id, timeZone: school.timeZone, kind, adultIds, after })
}

function tidy(content: MessageContent, school: School): MessageContent {
  const body = content.body.replaceAll('\r\n', '\n').trim()
  if (body === '') throw new Refusal('message.empty', 'The message has no words yet. Write it, then check it again.')
  if (content.to.length === 0) {
    throw new Refusal('message.to-nobody', 'Nobody is picked yet. Choose a year, a class, a group or children.')
  }
  // A subject goes into a mail header, so it stays one line.
  const subject = content.subject.replaceAll(/\s+/g, ' ').trim() || `A message from ${school.name}`
  return { ...content, subject, body }
}

const week = 7 * 24 * 60 * 60_000

async function loadOfThisWeek(
  trx: Trx,
  of: { school: School; clock: Clock; rendered: RenderedCopy[] },
): Promise<Preview['thisWeek']> {
  const adultIds = [...new Set(of.rendered.map(({ adultId }) => adultId))]
  const since = new Date(of.clock.now().getTime() - week)
  const counts = await messagesPerAdult(trx, { schoolId: of.school.id, adultIds, since })
  return { most: Math.max(0, ...counts.values()), adults: counts.size }
}

function factsFor({ subject, body }: MessageContent, school: School, families: Family[]) {
  return {
    subject,
    body,
    schoolName: school.name,
    costPerTextPence: school.settings.costPerTextPence,
    pupils: new Map(families.map(({ pupil }) => [pupil.id, pupil])),
    adults: new Map(families.flatMap(({ links }) => links.map(({ adult }) => [adult.id, adult] as const))),
  }
}

function refuseTooLong(rendered: RenderedCopy[]): void {
  const longest = Math.max(0, ...rendered.map(({ channel, body }) => (channel === 'sms' ? body.length : 0)))
  if (longest <= longestText) return
  throw new Refusal(
    'message.too-long',
    `As a text this has ${longest} characters, and ${longestText} is the most. Shorten it, or send it by email.`,
  )
}

/** `at` is when the first copy may go out. */
export function refusePastDeadline({ deadlineAt }: MessageContent, at: Date): void {
  if (deadlineAt === null || deadlineAt > at) return
  throw new Refusal('message.past-deadline', 'The time after which it must not go out has passed. Nothing was sent.')
}

function countsOf(families: Family[], rendered: RenderedCopy[]): MessageCounts {
  return {
    pupils: families.length,
    adults: new Set(rendered.map(({ adultId }) => adultId)).size,
    emails: rendered.filter(({ channel }) => channel === 'email').length,
    texts: rendered.filter(({ channel }) => channel === 'sms').length,
    parts: rendered.reduce((sum, { parts }) => sum + parts, 0),
    costPence: roundedPence(rendered.reduce((sum, { costPence }) => sum + costPence, 0)),
  }
}

/** Away with what binary fractions leave behind, as in 0.1 + 0.2. */
const roundedPence = (pence: number) => Math.round(pence * 10_000) / 10_000

function hourIn(timeZone: string, at: Date): number {
  return Number(new Intl.DateTimeFormat('en-GB', { timeZone, hour: 'numeric', hourCycle: 'h23' }).format(at))
}
