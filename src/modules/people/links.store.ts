import { sql } from 'kysely'
import type { Trx } from '../../platform/db/index.ts'
import type { Flag, Origin } from './people.types.ts'

export type NewLink = {
  schoolId: string
  id: string
  pupilId: string
  adultId: string
  origin: Origin
  relationship: string | null
  priority: number | null
  parentalResponsibility: Flag
  livesWith: Flag
  prime: boolean
  reason: string | null
  startedOn: string
  at: Date
}

export async function insertLink(trx: Trx, link: NewLink): Promise<void> {
  await trx
    .insertInto('links')
    .values({
      school_id: link.schoolId,
      id: link.id,
      pupil_id: link.pupilId,
      adult_id: link.adultId,
      origin: link.origin,
      relationship: link.relationship,
      priority: link.priority,
      parental_responsibility: link.parentalResponsibility,
      lives_with: link.livesWith,
      prime: link.prime,
      reason: link.reason,
      started_on: link.startedOn,
      created_at: link.at,
      updated_at: link.at,
    })
    .execute()
}

/** A change the school made takes the link out of the care of the MIS: a `mis` link becomes `picked`. */
export async function setPrimeOfLink(
  trx: Trx,
  change: { schoolId: string; linkId: string; prime: boolean; at: Date },
): Promise<void> {
  await sql`
    update links set prime = ${change.prime}, updated_at = ${change.at},
      origin = case when origin = 'mis' then 'picked' else origin end
    where school_id = ${change.schoolId} and id = ${change.linkId}`.execute(trx)
}

export async function setEndOfLink(
  trx: Trx,
  end: { schoolId: string; linkId: string; endedOn: string; reason: string; at: Date },
): Promise<void> {
  await sql`
    update links set ended_on = ${end.endedOn}, end_reason = ${end.reason}, updated_at = ${end.at},
      origin = case when origin = 'mis' then 'picked' else origin end
    where school_id = ${end.schoolId} and id = ${end.linkId}`.execute(trx)
}

/** LNK-3: the link, the adult's typed details and the adult pass into the care of the MIS. */
export async function giveLinkToMis(
  trx: Trx,
  link: { schoolId: string; linkId: string; adultId: string; at: Date },
): Promise<void> {
  const { schoolId, linkId, adultId, at } = link
  await sql`update links set origin = 'mis', updated_at = ${at} where school_id = ${schoolId} and id = ${linkId}`.execute(
    trx,
  )
  await sql`
    update adults set origin = 'mis', updated_at = ${at}
    where school_id = ${schoolId} and id = ${adultId} and origin = 'manual'`.execute(trx)
  await sql`
    update contact_points set origin = 'mis', updated_at = ${at}
    where school_id = ${schoolId} and adult_id = ${adultId} and origin = 'manual'`.execute(trx)
}

export async function insertDecision(
  trx: Trx,
  decision: {
    schoolId: string
    id: string
    pupilId: string
    adultId: string
    decision: 'released' | 'kept'
    evidence: string
    decidedBy: string
    decidedByAccountId: string | null
    at: Date
  },
): Promise<void> {
  await trx
    .insertInto('court_order_decisions')
    .values({
      school_id: decision.schoolId,
      id: decision.id,
      pupil_id: decision.pupilId,
      adult_id: decision.adultId,
      decision: decision.decision,
      evidence: decision.evidence,
      decided_by: decision.decidedBy,
      decided_by_account_id: decision.decidedByAccountId,
      decided_at: decision.at,
    })
    .execute()
}

export type CourtOrderDecision = { decision: 'released' | 'kept'; evidence: string; decidedBy: string; decidedAt: Date }

/** What people decided about a pair, newest first (IMP-14). */
export async function courtOrderDecisions(
  trx: Trx,
  pair: { schoolId: string; pupilId: string; adultId: string },
): Promise<CourtOrderDecision[]> {
  const rows = await trx
    .selectFrom('court_order_decisions')
    .select(['decision', 'evidence', 'decided_by', 'decided_at'])
    .where('school_id', '=', pair.schoolId)
    .where('pupil_id', '=', pair.pupilId)
    .where('adult_id', '=', pair.adultId)
    .orderBy('decided_at', 'desc')
    .execute()
  return rows.map((row) => ({
    decision: row.decision as CourtOrderDecision['decision'],
    evidence: row.evidence,
    decidedBy: row.decided_by,
    decidedAt: row.decided_at,
  }))
}
