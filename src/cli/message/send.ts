import { previewMessage, sendMessage } from '../../modules/messaging/index.ts'
import { findSchoolBySlug } from '../../modules/schools/index.ts'
import { Refusal } from '../../platform/errors/index.ts'
import { commandActor } from '../actor.ts'
import { defineCommand } from '../command.ts'
import { contentOf, messageOptions } from './message-options.ts'
import { previewAsData, previewAsWords } from './preview-as-data.ts'

export const sendMessageCommand = defineCommand({
  name: 'message send',
  summary: 'Send a message to the families of some pupils',
  details:
    'Refused without --yes where a page would ask first: the same words to the same children on the same day. ' +
    'The copies are sent by a running worker.',
  options: {
    ...messageOptions,
    yes: { type: 'boolean', words: 'send it although the same went out today' },
    'dry-run': { type: 'boolean', words: 'only say what would happen, like message preview' },
  },
  async run(app, { values }) {
    const db = await app.database()
    const school = await findSchoolBySlug(db, values.school)
    const wanted = { school, content: contentOf(values), clock: app.clock }
    if (values['dry-run']) {
      const preview = await db.inSchool(school.id, (trx) => previewMessage(trx, wanted))
      return { data: previewAsData(preview, null), words: previewAsWords(preview) }
    }
    const actor = commandActor()
    const sent = await sendMessage(db, { ...wanted, actor, again: values.yes }).catch(withAdvice)
    const data = { ...previewAsData(sent.preview, sent.messageId), undoUntil: sent.undoUntil?.toISOString() ?? null }
    return { data, words: `${previewAsWords(sent.preview)}\nSent as ${sent.messageId}` }
  },
})

function withAdvice(error: unknown): never {
  if (!(error instanceof Refusal) || error.code !== 'message.sent-today') throw error
  throw new Refusal(
    error.code,
    'The same message went to the same children today. Nothing was sent. Add --yes to send it again.',
  )
}
