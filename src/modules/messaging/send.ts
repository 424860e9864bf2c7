import type { Clock } from '../../platform/clock/index.ts'
import type { Db, Trx } from '../../platform/db/index.ts'
import { Refusal } from '../../platform/errors/index.ts'
import { newId } from '../../platform/ids/index.ts'
import { type Actor, recordAct } from '../audit/index.ts'
import { enqueueDeliveries, withdrawDeliveries } from '../delivery/index.ts'
import { languagesOfAdults } from '../preferences/index.ts'
import type { School } from '../schools/index.ts'
import { findDraft, findMessage, saveDraft } from './drafts.ts'
import { insertVerdicts, markSent, markStopped } from './messages.store.ts'
import type { MessageContent } from './messaging.types.ts'
import { type Preview, previewMessage, refusePastDeadline } from './preview.ts'
import { withOwnFooter } from './rules/own-footer.ts'
import type { RenderedCopy } from './rules/rendered-copies.ts'

type By = { school: School; actor: Actor; clock: Clock }

export type Sent = { messageId: string; preview: Preview; undoUntil: Date | null }

/**
 * Sends a draft: the message, its deliveries and its withheld verdicts in one transaction. `seen` is the digest of the
 * preview that was looked at. Refuses when what would go out has changed since, when nobody would get it, when the same
 * went out today unless `again` is said (MSG-6), and when the draft has been sent already.
 */
export async function sendDraft(
  db: Db,
  send: By & { draftId: string; seen: string | null; again: boolean },
): Promise<Sent> {
  return db.inSchool(send.school.id, async (trx) => {
    const draft = await findDraft(trx, { schoolId: send.school.id, id: send.draftId })
    const preview = await previewMessage(trx, { ...send, content: draft.content })
    refuseUnlessSendable(preview, send)
    return sendNow(trx, { ...send, messageId: draft.id, preview })
  })
}

/** Sends at once, without a draft that was looked at; `again` as above. For the command line. */
export async function sendMessage(db: Db, send: By & { content: MessageContent; again: boolean }): Promise<Sent> {
  return db.inSchool(send.school.id, async (trx) => {
    const preview = await previewMessage(trx, send)
    refuseUnlessSendable(preview, { seen: null, again: send.again })
    const draft = { schoolId: send.school.id, id: null, content: preview.content }
    const messageId = await saveDraft(trx, { ...draft, actor: send.actor, clock: send.clock })
    return sendNow(trx, { ...send, messageId, preview })
  })
}

function refuseUnlessSendable(preview: Preview, { seen, again }: { seen: string | null; again: boolean }): void {
  if (preview.rendered.length === 0) {
    throw new Refusal('message.reaches-nobody', 'Nobody would get this message, so it was not sent. The list says why.')
  }
  if (seen !== null && seen !== preview.digest) {
    throw new Refusal(
      'message.changed',
      'What would go out has changed since you looked: somebody’s details or choices are different now. Nothing was sent. Check it once more.',
    )
  }
  if (preview.repeatOf && !again) {
    throw new Refusal(
      'message.sent-today',
      'The same message went to the same children today. Nothing was sent. Confirm that you want to send it again.',
    )
  }
}

async function sendNow(trx: Trx, send: By & { messageId: string; preview: Preview }): Promise<Sent> {
  const { school, actor, clock, messageId, preview } = send
  const now = clock.now()
  const { undoAbove, undoSeconds } = school.settings
  const undoUntil = preview.rendered.length > undoAbove ? new Date(now.getTime() + undoSeconds * 1000) : null
  refusePastDeadline(preview.content, undoUntil ?? now)
  const { sameness, counts } = preview
  const sentOn = clock.today(school.timeZone)
  const facts = { schoolId: school.id, id: messageId, sentBy: actor.name, at: now, sentOn, sameness, undoUntil, counts }
  if (!(await markSent(trx, facts))) throw new Refusal('message.sent', 'This message has been sent already.')
  const deliveryIds = await enqueue(trx, { ...send, dueAt: undoUntil ?? now })
  const rows = preview.verdicts.map(({ copy, ...verdict }) => ({
    ...verdict,
    id: newId(),
    deliveryId: copy === null ? null : (deliveryIds[copy] ?? null),
  }))
  await insertVerdicts(trx, { schoolId: school.id, messageId, rows })
  await recordAct(
    trx,
    {
      schoolId: school.id,
      actor,
      act: 'message.sent',
      subject: { kind: 'message', id: messageId },
      detail: {
        to: preview.content.to,
        audience: preview.content.audience,
        channel: preview.content.channel,
        kind: preview.content.kind,
        ...counts,
      },
    },
    now,
  )
  return { messageId, preview, undoUntil }
}

async function enqueue(trx: Trx, send: By & { messageId: string; preview: Preview; dueAt: Date }): Promise<string[]> {
  const { school, clock, messageId, preview, dueAt } = send
  const { deadlineAt } = preview.content
  const bodyOf = await footersOn(trx, { school, preview })
  const rows = preview.rendered.map((copy) => ({
    messageId,
    recipientId: copy.adultId,
    channel: copy.channel,
    lane: 'ordinary' as const,
    toAddress: copy.address,
    sender: copy.channel === 'sms' ? school.settings.textSender : school.name,
    subject: copy.subject,
    body: bodyOf(copy),
    parts: copy.parts,
    costPence: copy.costPence,
    dueAt: copy.digestAt ?? dueAt,
    ...(copy.digestAt ? { carrierKey: `${copy.adultId} ${copy.address} ${copy.digestAt.toISOString()}` } : {}),
    ...(deadlineAt ? { deadlineAt } : {}),
  }))
  return enqueueDeliveries(trx, { schoolId: school.id, rows, clock })
}

/** Emails to who registered lead to what they were sent and to their choices; texts do not, they cost. */
async function footersOn(
  trx: Trx,
  { school, preview }: { school: School; preview: Preview },
): Promise<(copy: RenderedCopy) => string> {
  const links = preview.families.flatMap((family) => family.links)
  const registered = new Set(links.filter(({ adult }) => adult.registeredAt !== null).map(({ adultId }) => adultId))
  const languages = await languagesOfAdults(trx, { schoolId: school.id, adultIds: [...registered] })
  return ({ adultId, channel, body }) => {
    if (channel !== 'email' || !registered.has(adultId)) return body
    return withOwnFooter(body, languages.get(adultId) === 'cy' ? 'cy' : 'en')
  }
}

/** Takes back what has not gone out yet (MSG-6). `stopped` of `all` copies; the others had gone. */
export async function stopMessage(db: Db, stop: By & { messageId: string }): Promise<{ stopped: number; all: number }> {
  const { school, actor, clock, messageId } = stop
  return db.inSchool(school.id, async (trx) => {
    const message = await findMessage(trx, { schoolId: school.id, id: messageId })
    const all = message.counts.emails + message.counts.texts
    const withdrawn = await withdrawDeliveries(trx, {
      schoolId: school.id,
      messageId,
      reason: `stopped by ${actor.name}`,
    })
    if (withdrawn.length === 0) {
      throw new Refusal(
        'message.gone',
        'There was nothing left to stop: every copy has gone out, or it was stopped before.',
      )
    }
    if (withdrawn.length === all) await markStopped(trx, { schoolId: school.id, id: messageId, at: clock.now() })
    const subject = { kind: 'message', id: messageId }
    const detail = { stopped: withdrawn.length, of: all }
    await recordAct(trx, { schoolId: school.id, actor, act: 'message.stopped', subject, detail }, clock.now())
    return { stopped: withdrawn.length, all }
  })
}
