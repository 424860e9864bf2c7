import { sql } from 'kysely'
import type { Trx } from '../../platform/db/index.ts'
import type { LeavableEntry } from './rules/left-out.ts'

type Plan = { schoolId: string; planId: string }

export type MarkedEntry = LeavableEntry & { leftOut: 'chosen' | 'needed' | null; leftOutBy: string | null }

/** People of a plan, and numbers that its pupils had or get. */
export type Who = { pupilIds: string[]; adultIds: string[]; keys: string[] }

const keyOf = (when: 'before' | 'after') => sql`case when e.entity = 'pupil' then e.${sql.ref(when)} ->> 'mis_key' end`

/** Entries of a plan about these pupils or adults, with whether the link's prime comes or goes by them. */
export async function entriesAbout(trx: Trx, plan: Plan, who: Who): Promise<MarkedEntry[]> {
  const { rows } = await sql<MarkedEntry>`
    select e.seq, e.entity, e.act, e.entity_id as "entityId", e.rule, e.pupil_id as "pupilId", e.adult_id as "adultId",
      e.left_out as "leftOut", e.left_out_by as "leftOutBy",
      ${keyOf('before')} as "keyBefore", ${keyOf('after')} as "keyAfter",
      case when e.entity = 'prime' then 'becomes'
        when e.entity <> 'link' then null
        when e.act = 'end' then (select case when l.prime then 'ceases' end from links l where l.school_id = e.school_id and l.id = e.entity_id)
        when coalesce(e.before ->> 'prime', 'false') = coalesce(e.after ->> 'prime', 'false') then null
        when e.after ->> 'prime' = 'true' then 'becomes' else 'ceases' end as prime
    from import_plan_entries e
    where e.school_id = ${plan.schoolId} and e.plan_id = ${plan.planId}
      and (e.pupil_id = any(${who.pupilIds}) or e.adult_id = any(${who.adultIds})
        or ${keyOf('before')} = any(${who.keys}) or ${keyOf('after')} = any(${who.keys}))
    order by e.seq`.execute(trx)
  return rows
}

export async function whoIsIn(trx: Trx, plan: Plan, seqs: number[]): Promise<Who> {
  const { rows } = await sql<{ pupilId: string | null; adultId: string | null }>`
    select distinct pupil_id as "pupilId", adult_id as "adultId" from import_plan_entries
    where school_id = ${plan.schoolId} and plan_id = ${plan.planId} and seq = any(${seqs})`.execute(trx)
  return {
    pupilIds: [...new Set(rows.flatMap((row) => row.pupilId ?? []))],
    adultIds: [...new Set(rows.flatMap((row) => row.adultId ?? []))],
    keys: [],
  }
}

/** Entries of a pupil, each on its own or all of what stands under that child. */
export async function seqsOfPupil(trx: Trx, plan: Plan, pupilId: string): Promise<number[]> {
  const { rows } = await sql<{ seq: number }>`
    select seq from import_plan_entries
    where school_id = ${plan.schoolId} and plan_id = ${plan.planId} and pupil_id = ${pupilId}`.execute(trx)
  return rows.map((row) => row.seq)
}

/** Pupils of a plan by admission number, for the command line. */
export async function pupilOfPlanIfAny(trx: Trx, plan: Plan, admissionNumber: string): Promise<string | null> {
  const { rows } = await sql<{ id: string }>`
    select pupil_id as id from import_plan_entries
    where school_id = ${plan.schoolId} and plan_id = ${plan.planId} and pupil_id is not null
      and ltrim(admission_number, '0') = ltrim(${admissionNumber}, '0') limit 1`.execute(trx)
  return rows[0]?.id ?? null
}

export async function markLeftOut(
  trx: Trx,
  plan: Plan,
  marks: { seqs: number[]; how: 'chosen' | 'needed' | null; by: string | null },
): Promise<void> {
  if (marks.seqs.length === 0) return
  await sql`
    update import_plan_entries set left_out = ${marks.how}, left_out_by = ${marks.by}
    where school_id = ${plan.schoolId} and plan_id = ${plan.planId} and seq = any(${marks.seqs})`.execute(trx)
}

export async function countLeftOut(trx: Trx, plan: Plan): Promise<number> {
  const { rows } = await sql<{ entries: number }>`
    select count(*)::int8 as entries from import_plan_entries
    where school_id = ${plan.schoolId} and plan_id = ${plan.planId} and left_out is not null`.execute(trx)
  return rows[0]?.entries ?? 0
}
