import { Type } from 'typebox'
import { type AuditFilter, listEntries, verifyChain } from '../../../modules/audit/index.ts'
import { dayAfter, startOfDay } from '../../../platform/clock/index.ts'
import { page } from '../../page.ts'
import { AuditView } from './audit.view.tsx'

const pageSize = 50
const text = Type.String({ default: '' })

export const auditPage = page({
  method: 'GET',
  url: '/schools/:school/audit',
  permission: 'audit.read',
  query: Type.Object({
    act: text,
    person: text,
    pupil: text,
    from: text,
    to: text,
    before: Type.Optional(Type.Integer({ minimum: 1 })),
    check: text,
  }),
  async handle({ school, db, query }) {
    const filter = filterOf(query, school.timeZone)
    const { entries, chain } = await db.inSchool(school.id, async (trx) => ({
      // One more than is shown tells whether there is more.
      entries: await listEntries(trx, school.id, { ...filter, limit: pageSize + 1 }),
      chain: query.check === 'yes' ? await verifyChain(trx, school.id) : null,
    }))
    return (
      <AuditView entries={entries.slice(0, pageSize)} more={entries.length > pageSize} filter={query} chain={chain} />
    )
  },
})

type Query = { act: string; person: string; pupil: string; from: string; to: string; before?: number }

function filterOf({ act, person, pupil, from, to, before }: Query, timeZone: string): AuditFilter {
  return {
    ...(act ? { act } : {}),
    ...(person ? { actorName: person } : {}),
    ...(/^[0-9a-f-]{36}$/.test(pupil) ? { pupilId: pupil } : {}),
    ...(isDay(from) ? { from: startOfDay(from, timeZone) } : {}),
    // The last day counts whole.
    ...(isDay(to) ? { to: startOfDay(dayAfter(to, 1), timeZone) } : {}),
    ...(before ? { beforeSeq: before } : {}),
  }
}

function isDay(day: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(day) && !Number.isNaN(Date.parse(day))
}
