import Type from 'typebox'
import { plainerSpelling } from '../../../modules/delivery/index.ts'
import {
  discardDraft,
  findDraft,
  findMessage,
  previewMessage,
  saveDraft,
  sendDraft,
} from '../../../modules/messaging/index.ts'
import type { School } from '../../../modules/schools/index.ts'
import type { Clock } from '../../../platform/clock/index.ts'
import type { Db } from '../../../platform/db/index.ts'
import type { Refusal } from '../../../platform/errors/index.ts'
import { page, redirectTo, sayWhyAt } from '../../page.ts'
import { CheckPage } from './check.view.tsx'
import { EverybodyPage } from './everybody.view.tsx'
import { findNames } from './find-names.ts'
import { sayCopies, sayTo } from './say-to.ts'

/** MSG-4: what sending would do, before it is done. `?sample=3` shows the third copy, longest first. */
export const checkPage = page({
  method: 'GET',
  url: '/schools/:school/messages/:id/check',
  permission: 'messages.send',
  query: Type.Object({ sample: Type.Number({ default: 1 }) }),
  async handle({ db, school, clock, params, query }) {
    const message = await db.inSchool(school.id, (trx) => findMessage(trx, { schoolId: school.id, id: params.id }))
    if (message.state !== 'draft') return redirectTo(`/schools/${school.slug}/messages/${message.id}`)
    const { preview, to } = await look({ db, school, clock, id: params.id })
    return (
      <CheckPage
        base={`/schools/${school.slug}/messages`}
        id={params.id}
        preview={preview}
        to={to}
        sample={query.sample}
      />
    )
  },
  onRefusal: backToWriting,
})

/** What no longer holds (a deadline that passed, a group that is empty now) is mended where the message is written. */
function backToWriting({ school, params, refusal }: { school: School; params: { id: string }; refusal: Refusal }) {
  if (refusal.code === 'message.not-found' || refusal.code === 'message.sent') throw refusal
  return sayWhyAt({ school, refusal }, `/messages/${params.id}/write`)
}

/** Every verdict with its reason, by child. */
export const everybodyPage = page({
  method: 'GET',
  url: '/schools/:school/messages/:id/check/everybody',
  permission: 'messages.send',
  async handle({ db, school, clock, params }) {
    const { preview, to } = await look({ db, school, clock, id: params.id })
    return <EverybodyPage base={`/schools/${school.slug}/messages`} id={params.id} preview={preview} to={to} />
  },
  onRefusal: backToWriting,
})

async function look({ db, school, clock, id }: { db: Db; school: School; clock: Clock; id: string }) {
  return db.inSchool(school.id, async (trx) => {
    const { content } = await findDraft(trx, { schoolId: school.id, id })
    const preview = await previewMessage(trx, { school, content, clock })
    const names = await findNames(trx, { schoolId: school.id, selectors: [content.to] })
    return { preview, to: sayTo(content.to, names) }
  })
}

export const sendPage = page({
  method: 'POST',
  url: '/schools/:school/messages/:id/send',
  permission: 'messages.send',
  body: Type.Object({ seen: Type.String(), again: Type.Boolean({ default: false }) }),
  async handle({ app, db, school, actor, clock, params, body }) {
    const sent = await sendDraft(db, { school, actor, clock, draftId: params.id, seen: body.seen, again: body.again })
    app.wakeDelivery?.()
    const words = sent.undoUntil
      ? `${sayCopies(sent.preview.counts)} wait for ${school.settings.undoSeconds} seconds, then go out.`
      : `${sayCopies(sent.preview.counts)} are on their way.`
    return redirectTo(`/schools/${school.slug}/messages/${sent.messageId}`, words)
  },
  onRefusal({ school, params, refusal }) {
    const back = `/schools/${school.slug}/messages/${params.id}`
    const words = { kind: 'warn' as const, words: refusal.words }
    return redirectTo(refusal.code === 'message.sent' ? back : `${back}/check`, words)
  },
})

/** MSG-8: takes the offered punctuation. Names are filled in later, so they are out of its reach. */
export const plainPunctuationPage = page({
  method: 'POST',
  url: '/schools/:school/messages/:id/plain-punctuation',
  permission: 'messages.send',
  async handle({ db, school, actor, clock, params }) {
    await db.inSchool(school.id, async (trx) => {
      const { id, content } = await findDraft(trx, { schoolId: school.id, id: params.id })
      const body = plainerSpelling(content.body)?.text ?? content.body
      await saveDraft(trx, { schoolId: school.id, id, content: { ...content, body }, actor, clock })
    })
    const words = 'The punctuation is plain now. Names were left as they are.'
    return redirectTo(`/schools/${school.slug}/messages/${params.id}/check`, words)
  },
})

export const discardPage = page({
  method: 'POST',
  url: '/schools/:school/messages/:id/discard',
  permission: 'messages.send',
  async handle({ db, school, params }) {
    await db.inSchool(school.id, (trx) => discardDraft(trx, { schoolId: school.id, id: params.id }))
    return redirectTo(`/schools/${school.slug}/messages`, 'The draft is gone. Nothing was sent.')
  },
})
