import Type from 'typebox'
import {
  draftForNotReached,
  findMessage,
  paperListOfMessage,
  reportOfMessage,
  stopMessage,
} from '../../../modules/messaging/index.ts'
import { writeCsv } from '../../../platform/csv/index.ts'
import { download, page, redirectTo, sayWhyAt } from '../../page.ts'
import { findNames } from './find-names.ts'
import { PaperPage } from './paper.view.tsx'
import { ReportPage } from './report.view.tsx'
import { reportRows } from './report-rows.ts'
import { sayTo } from './say-to.ts'

const views = ['all', 'not-reached', 'waiting', 'handed-over', 'paper'] as const
export type View = (typeof views)[number]

/** DLV-6: what became of a message, by child. A draft leads to where it is written. */
export const reportPage = page({
  method: 'GET',
  url: '/schools/:school/messages/:id',
  permission: 'messages.read',
  query: Type.Object({ view: Type.String({ default: 'all' }) }),
  async handle({ db, school, params, query }) {
    const of = { schoolId: school.id, messageId: params.id }
    const base = `/schools/${school.slug}/messages`
    const { id: schoolId } = school
    const found = await db.inSchool(schoolId, async (trx) => {
      const message = await findMessage(trx, { schoolId, id: params.id })
      if (message.state === 'draft') return null
      const names = await findNames(trx, { schoolId, selectors: [message.content.to] })
      return { report: await reportOfMessage(trx, of), to: sayTo(message.content.to, names) }
    })
    if (!found) return redirectTo(`${base}/${params.id}/write`)
    const view = views.find((each) => each === query.view) ?? 'all'
    return <ReportPage base={base} report={found.report} to={found.to} view={view} />
  },
})

/** MSG-6: takes back what has not gone out. */
export const stopPage = page({
  method: 'POST',
  url: '/schools/:school/messages/:id/stop',
  permission: 'messages.send',
  async handle({ db, school, actor, clock, params }) {
    const { stopped, all } = await stopMessage(db, { school, messageId: params.id, actor, clock })
    const words =
      stopped === all
        ? 'Stopped. Nobody got it.'
        : `${stopped} of ${all} copies were stopped. The others had gone out already.`
    return redirectTo(`/schools/${school.slug}/messages/${params.id}`, words)
  },
  onRefusal: (context) => sayWhyAt(context, `/messages/${context.params.id}`),
})

/**
 * DLV-6: the same words by another channel for the children not reached, or handed over without a receipt; it is checked like any other
 * message.
 */
export const resendPage = page({
  method: 'POST',
  url: '/schools/:school/messages/:id/resend',
  permission: 'messages.send',
  body: Type.Object({
    channel: Type.Union([Type.Literal('sms'), Type.Literal('email')]),
    reach: Type.Union([Type.Literal('not reached'), Type.Literal('handed over')], { default: 'not reached' }),
  }),
  async handle({ db, school, actor, clock, params, body }) {
    const again = { school, messageId: params.id, ...body, actor, clock }
    const draftId = await draftForNotReached(db, again)
    return redirectTo(`/schools/${school.slug}/messages/${draftId}/check`)
  },
  onRefusal: (context) => sayWhyAt(context, `/messages/${context.params.id}`),
})

/** The children whose message goes home on paper, by class, for printing. */
export const paperPage = page({
  method: 'GET',
  url: '/schools/:school/messages/:id/paper',
  permission: 'messages.read',
  async handle({ db, school, params }) {
    const of = { school, messageId: params.id }
    const paper = await db.inSchool(school.id, (trx) => paperListOfMessage(trx, of))
    return <PaperPage base={`/schools/${school.slug}/messages`} {...paper} />
  },
})

/** The report as a table for a spreadsheet, one row for each child and adult. */
export const reportCsvPage = page({
  method: 'GET',
  url: '/schools/:school/messages/:id/report.csv',
  // It holds addresses, which messages.read alone does not open.
  permission: 'people.read',
  async handle({ db, school, params }) {
    const of = { schoolId: school.id, messageId: params.id }
    const report = await db.inSchool(school.id, (trx) => reportOfMessage(trx, of))
    const day = report.message.sentAt?.toISOString().slice(0, 10) ?? 'draft'
    return download({
      filename: `message-${day}-report.csv`,
      type: 'text/csv; charset=utf-8',
      content: writeCsv(reportRows(report)),
    })
  },
})
