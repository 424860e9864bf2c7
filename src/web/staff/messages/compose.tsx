import type { VNode } from 'preact'
import { smsParts } from '../../../modules/delivery/index.ts'
import {
  findDraft,
  type MessageContent,
  type Preview,
  previewMessage,
  saveDraft,
} from '../../../modules/messaging/index.ts'
import { classes, groupsOfSchool, searchPeople } from '../../../modules/people/index.ts'
import { usualKind } from '../../../modules/preferences/index.ts'
import type { School } from '../../../modules/schools/index.ts'
import type { Clock } from '../../../platform/clock/index.ts'
import type { Db } from '../../../platform/db/index.ts'
import { Refusal } from '../../../platform/errors/index.ts'
import { formatPence } from '../../components/bar.tsx'
import type { FieldErrors } from '../../components/fields.tsx'
import { type Fields, invalid, json, page, redirectTo, type StaffActor } from '../../page.ts'
import { ComposePage } from './compose.view.tsx'
import { type ComposeBody, composeBody, contentOf, errorsOf, typedContent } from './compose-form.ts'
import { pupilsOf } from './find-names.ts'
import { adults, children, sayCopies } from './say-to.ts'

const empty: MessageContent = {
  to: [],
  audience: 'prime',
  channel: 'auto',
  kind: usualKind,
  subject: '',
  body: '',
  deadlineAt: null,
}

/** An empty form; `?to=pupil:…` (several) picks from elsewhere. */
export const newMessagePage = page({
  method: 'GET',
  url: '/schools/:school/messages/new',
  permission: 'messages.send',
  handle: ({ db, school, query }) =>
    form({ db, school, draftId: null, content: { ...empty, to: [query.to ?? []].flat() } }),
})

export const draftPage = page({
  method: 'GET',
  url: '/schools/:school/messages/:id/write',
  permission: 'messages.send',
  async handle({ db, school, params }) {
    const draft = await db.inSchool(school.id, (trx) => findDraft(trx, { schoolId: school.id, id: params.id }))
    return form({ db, school, draftId: draft.id, content: draft.content })
  },
})

export const saveNewMessagePage = page({
  method: 'POST',
  url: '/schools/:school/messages/new',
  permission: 'messages.send',
  body: composeBody,
  handle: (context) => saveAndCheck({ ...context, draftId: null }),
  onRefusal: ({ db, school, typed, refusal }) => formAgain({ db, school, draftId: null, typed, refusal }),
})

export const saveDraftPage = page({
  method: 'POST',
  url: '/schools/:school/messages/:id/write',
  permission: 'messages.send',
  body: composeBody,
  handle: (context) => saveAndCheck({ ...context, draftId: context.params.id }),
  async onRefusal({ db, school, params, typed, refusal }) {
    if (refusal.code === 'message.sent' || refusal.code === 'message.not-found') throw refusal
    return formAgain({ db, school, draftId: params.id, typed, refusal })
  },
})

type Saving = { db: Db; school: School; actor: StaffActor; clock: Clock; body: ComposeBody; draftId: string | null }

async function saveAndCheck({ db, school, actor, clock, body, draftId }: Saving) {
  const content = contentOf(body, school.timeZone)
  if (body.act === 'find') return form({ db, school, draftId, content, find: body.find })
  const id = await db.inSchool(school.id, async (trx) => {
    const preview = await previewMessage(trx, { school, content, clock })
    // As it was typed, but for the subject: an empty one stays empty and is given when it is sent.
    const kept = { ...preview.content, subject: content.subject }
    return saveDraft(trx, { schoolId: school.id, id: draftId, content: kept, actor, clock })
  })
  return redirectTo(`/schools/${school.slug}/messages/${id}/check`)
}

function formAgain(again: { db: Db; school: School; draftId: string | null; typed: Fields; refusal: Refusal }) {
  const { typed, refusal, ...rest } = again
  return form({ ...rest, ...typedContent(typed, rest.school.timeZone), errors: errorsOf(refusal) }).then(invalid)
}

async function form(facts: {
  db: Db
  school: School
  draftId: string | null
  content: MessageContent
  find?: string
  errors?: FieldErrors
}): Promise<VNode> {
  const { db, school, draftId, content, find = '', errors = {} } = facts
  const schoolId = school.id
  const picker = await db.inSchool(schoolId, async (trx) => {
    const found = find === '' ? [] : await searchPeople(trx, { schoolId, text: find, limit: 40 })
    const foundIds = found.filter(({ kind }) => kind === 'pupil').map(({ id }) => `pupil:${id}`)
    const picked = content.to.filter((selector) => selector.startsWith('pupil:'))
    const pupils = await pupilsOf(trx, { schoolId, selectors: [...new Set([...picked, ...foundIds.slice(0, 12)])] })
    const foundNobody = find !== '' && foundIds.length === 0
    return { classes: await classes(trx, schoolId), groups: await groupsOfSchool(trx, schoolId), pupils, foundNobody }
  })
  const base = `/schools/${school.slug}/messages`
  return (
    <ComposePage
      base={base}
      action={draftId ? `${base}/${draftId}/write` : `${base}/new`}
      title={draftId ? 'Go on writing' : 'Write a message'}
      content={content}
      find={find}
      picker={picker}
      errors={errors}
      timeZone={school.timeZone}
      costPerTextPence={school.settings.costPerTextPence}
    />
  )
}

/** What the message comes to while it is being written; the script of the page asks for it. Nothing is kept. */
export const countPage = page({
  method: 'POST',
  url: '/schools/:school/messages/count',
  permission: 'messages.send',
  body: composeBody,
  async handle({ db, school, clock, body }) {
    if (body.to.length === 0) return json({ lines: ['Nobody is picked yet.'], text: textLine(body.body) })
    // A word that is enough to count with, while there is none yet.
    const content = { ...contentOf(body, school.timeZone), body: body.body || '…' }
    try {
      const preview = await db.inSchool(school.id, (trx) => previewMessage(trx, { school, content, clock }))
      const longest = preview.rendered.reduce(
        (text, copy) => (copy.parts > 0 && copy.body.length > text.length ? copy.body : text),
        '',
      )
      return json({ lines: linesOf(preview), text: textLine(longest || body.body), problem: null })
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      return json({ lines: [], text: textLine(body.body), problem: error.words })
    }
  },
})

function linesOf({ counts, verdicts }: Preview): string[] {
  const missed = verdicts.filter(({ adultId }) => adultId === null).length
  return [
    `${children(counts.pupils)}, ${adults(counts.adults)}`,
    sayCopies(counts),
    ...(counts.texts > 0 ? [`${counts.parts} text parts, ${formatPence(counts.costPence)}`] : []),
    ...(missed > 0 ? [`${children(missed)} reached by nobody`] : []),
  ]
}

/** The longest text with its names filled in, or while that is not known the words as typed. */
function textLine(body: string) {
  const { units, room, parts, encoding, costly } = smsParts(body)
  return { units, room, parts: parts.length, encoding, costly }
}
