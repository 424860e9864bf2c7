import { type Report, reportOfMessage } from '../../modules/messaging/index.ts'
import { findSchoolBySlug } from '../../modules/schools/index.ts'
import { defineCommand } from '../command.ts'
import { schoolOption } from '../options.ts'

export const reportMessageCommand = defineCommand({
  name: 'message report',
  summary: 'Say which children a message reached, and what became of every copy',
  arguments: 'MESSAGE',
  options: { school: schoolOption },
  async run(app, { values, positionals }) {
    const db = await app.database()
    const school = await findSchoolBySlug(db, values.school)
    const of = { schoolId: school.id, messageId: positionals[0] ?? '' }
    const report = await db.inSchool(school.id, (trx) => reportOfMessage(trx, of))
    return { data: reportAsData(report), words: reportAsWords(report) }
  },
})

function reportAsData({ message, totals, children }: Report) {
  const { reached, waiting, withheld } = totals.children
  return {
    message: message.id,
    state: message.state,
    subject: message.content.subject,
    sentAt: message.sentAt?.toISOString() ?? null,
    undoUntil: message.undoUntil?.toISOString() ?? null,
    children: {
      reached,
      handedOver: totals.children['handed over'],
      waiting,
      notReached: totals.children['not reached'],
      withheld,
    },
    paper: totals.paper,
    copies: { sms: message.counts.texts, email: message.counts.emails },
    costPence: message.counts.costPence,
    pupils: children.map(({ pupilId, adults, ...child }) => ({
      pupil: pupilId,
      ...child,
      adults: adults.map(({ adultId, deliveryId, ...adult }) => ({ adult: adultId, ...adult, delivery: deliveryId })),
    })),
  }
}

function reportAsWords({ totals, children }: Report): string {
  const { reached, waiting, withheld } = totals.children
  const missed = children.filter(({ paper }) => paper)
  return [
    `${reached} children reached, ${totals.children['handed over']} handed over without a receipt, ${waiting} waiting, ${totals.children['not reached']} not reached, ${withheld} withheld`,
    ...missed.map(({ pupilName, reason, remedy }) => `  ${pupilName}: ${[reason, remedy].filter(Boolean).join('. ')}`),
  ].join('\n')
}
