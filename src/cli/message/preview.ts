import { previewMessage } from '../../modules/messaging/index.ts'
import { findSchoolBySlug } from '../../modules/schools/index.ts'
import { defineCommand } from '../command.ts'
import { contentOf, messageOptions } from './message-options.ts'
import { previewAsData, previewAsWords } from './preview-as-data.ts'

export const previewMessageCommand = defineCommand({
  name: 'message preview',
  summary: 'Say who would get a message, by which channel, why not the others, and what it costs',
  details: 'Nothing is sent and nothing is kept.',
  options: messageOptions,
  async run(app, { values }) {
    const db = await app.database()
    const school = await findSchoolBySlug(db, values.school)
    const wanted = { school, content: contentOf(values), clock: app.clock }
    const preview = await db.inSchool(school.id, (trx) => previewMessage(trx, wanted))
    return { data: previewAsData(preview, null), words: previewAsWords(preview) }
  },
})
