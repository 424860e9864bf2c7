import Type from 'typebox'
import { may } from '../../../modules/accounts/index.ts'
import { findMessage, type MessageContent, previewMessage, saveDraft } from '../../../modules/messaging/index.ts'
import { classes, findPupilsOf } from '../../../modules/people/index.ts'
import { usualKind } from '../../../modules/preferences/index.ts'
import {
  listReminders,
  printLetters,
  recordReminder,
  refuseCode,
  refuseTooSoon,
  tooSoonAfter,
  usualReminder,
  type WasSent,
} from '../../../modules/registration/index.ts'
import type { School } from '../../../modules/schools/index.ts'
import type { Clock } from '../../../platform/clock/index.ts'
import type { Trx } from '../../../platform/db/index.ts'
import { Refusal } from '../../../platform/errors/index.ts'
import { download, type Fields, page, redirectTo, sayWhyAt } from '../../page.ts'
import { printingWith } from './print.tsx'
import { registerAddressOf } from './register-address.ts'
import { RemindView, type WayPlanned } from './remind.view.tsx'

const url = '/schools/:school/letters/remind'

/** LET-14: reminds the families who have not registered, by letter, text or email; shows first what each way would reach. */
export const remindPage = page({
  method: 'GET',
  url,
  permission: 'letters.read',
  query: Type.Object({ class: Type.String({ default: '' }) }),
  async handle({ app, db, school, clock, actor, query }) {
    const group = query.class === '' ? null : query.class
    const words = usualReminder(registerAddressOf(app.config))
    const seen = await db.inSchool(school.id, async (trx) => {
      const reminders = await listReminders(trx, { schoolId: school.id, wasSent: wasSentAt(school) })
      return {
        classes: (await classes(trx, school.id)).flatMap(({ registrationGroup }) => registrationGroup ?? []),
        pupils: (await findUnregistered(trx, school, group)).length,
        ways: may(actor.roles, 'messages.read') ? await planWays(trx, { school, clock, group, words }) : [],
        reminders,
        tooSoon: tooSoonAfter(reminders, { registrationGroup: group, now: clock.now() }),
      }
    })
    return <RemindView {...seen} group={group} words={words} />
  },
})

const remindBody = Type.Object({
  class: Type.String({ default: '' }),
  again: Type.String({ default: '' }),
  way: Type.String({ default: 'text' }),
  subject: Type.String({ default: '' }),
  body: Type.String({ default: '' }),
})

/** A fresh batch for those who have not registered; the codes stand in this answer and nowhere else (LET-3). */
export const remindByLetter = page({
  method: 'POST',
  url: `${url}/letters`,
  permission: 'letters.print',
  body: remindBody,
  async handle({ app, db, school, actor, clock, body }) {
    const registrationGroup = body.class === '' ? null : body.class
    const by = { school, registrationGroup, again: body.again === 'yes', wasSent: wasSentAt(school), actor, clock }
    const pupilIds = await db.inSchool(school.id, async (trx) => {
      await refuseTooSoon(trx, by)
      return findUnregistered(trx, school, registrationGroup)
    })
    const letters = { kind: 'selected' as const, pupilIds }
    const { pdf, members } = await printLetters(db, { school, actor, clock, letters, ...printingWith(app, school) })
    await db.inSchool(school.id, (trx) =>
      recordReminder(trx, { ...by, again: true, way: 'letter', pupils: members, messageId: null }),
    )
    const filename = `letters-${clock.today(school.timeZone)}.pdf`
    return download({ filename, type: 'application/pdf', content: Buffer.from(pdf) })
  },
  onRefusal: backWithWords,
})

/** The words become a message like any other: checked, with its counts, cost and who is reached by nobody, before it is sent. */
export const remindByMessage = page({
  method: 'POST',
  url: `${url}/message`,
  permission: 'messages.send',
  body: remindBody,
  async handle({ db, school, actor, clock, body }) {
    const registrationGroup = body.class === '' ? null : body.class
    refuseCode(`${body.subject}\n${body.body}`)
    const way = body.way === 'email' ? 'email' : 'text'
    const content = contentOf({ group: registrationGroup, way, words: body })
    const messageId = await db.inSchool(school.id, async (trx) => {
      const preview = await previewMessage(trx, { school, content, clock })
      const id = await saveDraft(trx, { schoolId: school.id, id: null, content, actor, clock })
      const by = { school, registrationGroup, again: body.again === 'yes', wasSent: wasSentAt(school), actor, clock }
      await recordReminder(trx, { ...by, way, pupils: preview.counts.pupils, messageId: id })
      return id
    })
    return redirectTo(`/schools/${school.slug}/messages/${messageId}/check`)
  },
  onRefusal: backWithWords,
})

function backWithWords({ school, refusal, typed }: { school: School; refusal: Refusal; typed: Fields }) {
  const group = String(typed.class ?? '')
  const query = group === '' ? '' : `?class=${encodeURIComponent(group)}`
  return sayWhyAt({ school, refusal }, `/letters/remind${query}`)
}

/** A draft that nobody sent, or that was thrown away, reminded nobody. */
const wasSentAt =
  (school: School): WasSent =>
  async (trx, messageId) => {
    try {
      return (await findMessage(trx, { schoolId: school.id, id: messageId })).state !== 'draft'
    } catch (error) {
      if (error instanceof Refusal) return false
      throw error
    }
  }

function contentOf(of: {
  group: string | null
  way: 'text' | 'email'
  words: { subject: string; body: string }
}): MessageContent {
  return {
    to: [selectorOf(of.group)],
    audience: 'all',
    channel: of.way === 'text' ? 'sms' : 'email',
    kind: usualKind,
    subject: of.words.subject,
    body: of.words.body,
    deadlineAt: null,
  }
}

async function findUnregistered(trx: Trx, school: School, group: string | null): Promise<string[]> {
  try {
    return await findPupilsOf(trx, { schoolId: school.id, selectors: [selectorOf(group)] })
  } catch (error) {
    if (error instanceof Refusal && error.code === 'nobody-found') return []
    throw error
  }
}

const selectorOf = (group: string | null) => (group === null ? 'unregistered' : `unregistered:${group}`)

/** What each way would reach, worked out as sending itself would (MSG-4). Nothing is written. */
async function planWays(
  trx: Trx,
  of: { school: School; clock: Clock; group: string | null; words: { subject: string; body: string } },
): Promise<WayPlanned[]> {
  if ((await findUnregistered(trx, of.school, of.group)).length === 0) return []
  const ways: WayPlanned[] = []
  for (const way of ['text', 'email'] as const) {
    const { counts, verdicts } = await previewMessage(trx, { ...of, content: contentOf({ ...of, way }) })
    const reached = new Set(verdicts.flatMap(({ pupilId, copy }) => (copy === null ? [] : pupilId)))
    ways.push({ way, ...counts, reached: reached.size, byNobody: counts.pupils - reached.size })
  }
  return ways
}
