import { listSessions } from '../../../modules/accounts/index.ts'
import { type InboxItem, inboxOfAdult } from '../../../modules/messaging/index.ts'
import { findOwnRecord, noteOwnCopy } from '../../../modules/registration/index.ts'
import { download, type FamilyContext, familyPage } from '../../page.ts'
import { languageOf } from '../language.ts'
import { MyDataView, type RecordAtSchool, shownOfSent } from './data.view.tsx'
import { actingOf, findAccountWho, type Who } from './who.ts'

const mostSent = 10_000

type Context = Omit<FamilyContext, 'body' | 'query'>

/** SEC-8: what every school holds of the person; one school's part says nothing of another school. */
async function recordsOf(context: Context, who: Who, limit: number): Promise<RecordAtSchool[]> {
  const records: RecordAtSchool[] = []
  for (const own of who.own) {
    const { school, adult } = own
    const children = new Map(own.children.map(({ pupil }) => [pupil.id, pupil.forename]))
    const of = { schoolId: school.id, adultId: adult.id, children, before: null, limit }
    const sent: InboxItem[] = await context.db.inSchool(school.id, (trx) => inboxOfAdult(trx, of))
    records.push({ record: await findOwnRecord(context.db, actingOf(context, who, own)), sent })
  }
  return records
}

const sessionsOf = ({ db, clock, signedIn }: Context) => listSessions(db, { accountId: signedIn.account.id, clock })

export const dataPage = familyPage({
  tier: 'record',
  method: 'GET',
  url: '/my/data',
  async handle(context) {
    const who = await findAccountWho(context)
    const records = await recordsOf(context, who, shownOfSent)
    return (
      <MyDataView who={who} records={records} sessions={await sessionsOf(context)} language={languageOf(context)} />
    )
  },
})

/** The same as a file, whole; each school's journal keeps that it was taken. */
export const dataFile = familyPage({
  tier: 'record',
  method: 'GET',
  url: '/my/data/file',
  async handle(context) {
    const { db, clock } = context
    const who = await findAccountWho(context)
    const records = await recordsOf(context, who, mostSent)
    for (const own of who.own) await noteOwnCopy(db, actingOf(context, who, own))
    const sessions = await sessionsOf(context)
    const file = {
      takenAt: clock.now(),
      schools: records.map(({ record, sent }) => ({
        ...record,
        sent: sent.map(({ deliveryId: _, ...item }) => item),
      })),
      signIns: sessions.map(({ browser, createdAt, lastSeenAt }) => ({ browser, createdAt, lastSeenAt })),
    }
    return download({
      filename: `my-data-${clock.today()}.json`,
      type: 'application/json; charset=utf-8',
      content: JSON.stringify(file, null, 2),
    })
  },
})
