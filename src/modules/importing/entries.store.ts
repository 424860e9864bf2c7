import { sql } from 'kysely'
import { copyInto, type Trx } from '../../platform/db/index.ts'
import type { Entry } from './entries.ts'
import { inCopy, withoutBadEscapes } from './families/copy-text.ts'

type Plan = { schoolId: string; planId: string }

const columns = sql.raw(
  'school_id, plan_id, seq, entity, act, entity_id, pupil_id, adult_id, class, pupil_name, admission_number, adult_name, rule, reason, before, after',
)

/** Puts entries aside, as fast as PostgreSQL takes them; `moveEntries` then makes them part of their plan. */
export async function copyEntries(trx: Trx, plan: Plan, entries: (Entry & { seq: number })[]): Promise<void> {
  await copyInto(trx, 'copy import_entries from stdin', linesOf(plan, entries))
}

function* linesOf({ schoolId, planId }: Plan, entries: (Entry & { seq: number })[]): Generator<string> {
  for (const entry of entries) {
    const { seq, entity, act, entityId, pupilId, adultId, pupilName, admissionNumber, adultName, rule, reason } = entry
    const texts = [entity, act, entityId, pupilId, adultId, entry.class, pupilName, admissionNumber, adultName]
    const cells = [...texts, rule, reason, jsonOf(entry.before), jsonOf(entry.after)].map(inCopy)
    yield `${schoolId}\t${planId}\t${seq}\t${cells.join('\t')}\n`
  }
}

const jsonOf = (row: Record<string, unknown> | null): string | null =>
  row === null ? null : withoutBadEscapes(JSON.stringify(row))

/** As the import role. */
export async function moveEntries(trx: Trx, { schoolId, planId }: Plan): Promise<void> {
  const ofPlan = sql`school_id = ${schoolId} and plan_id = ${planId}`
  await sql`insert into import_plan_entries (${columns}) select ${columns} from import_entries where ${ofPlan} order by seq`.execute(
    trx,
  )
  await sql`delete from import_entries where ${ofPlan}`.execute(trx)
}
