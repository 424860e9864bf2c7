import type { Trx } from '../../platform/db/index.ts'

export type Restriction = {
  id: string
  pupilId: string
  adultId: string
  kind: 'no access'
  evidence: string
  seenBy: string
  seenOn: string
  reviewOn: string
  placedBy: string
  placedAt: Date
  /** Null while it stands. */
  lifted: { by: string; at: Date; reason: string } | null
}

type Placed = Omit<Restriction, 'lifted' | 'placedAt'> & {
  schoolId: string
  placedByAccountId: string | null
  at: Date
}

export async function insertRestriction(trx: Trx, placed: Placed): Promise<void> {
  await trx
    .insertInto('restrictions')
    .values({
      school_id: placed.schoolId,
      id: placed.id,
      pupil_id: placed.pupilId,
      adult_id: placed.adultId,
      kind: placed.kind,
      evidence: placed.evidence,
      seen_by: placed.seenBy,
      seen_on: placed.seenOn,
      review_on: placed.reviewOn,
      placed_by: placed.placedBy,
      placed_by_account_id: placed.placedByAccountId,
      placed_at: placed.at,
    })
    .execute()
}

/** Lifts all that stand of a pair. */
export async function setLifted(
  trx: Trx,
  lift: {
    schoolId: string
    pupilId: string
    adultId: string
    by: string
    byAccountId: string | null
    reason: string
    at: Date
  },
): Promise<void> {
  await trx
    .updateTable('restrictions')
    .set({ lifted_by: lift.by, lifted_by_account_id: lift.byAccountId, lifted_at: lift.at, lift_reason: lift.reason })
    .where('school_id', '=', lift.schoolId)
    .where('pupil_id', '=', lift.pupilId)
    .where('adult_id', '=', lift.adultId)
    .where('lifted_at', 'is', null)
    .execute()
}

/** Of one pair, those that were lifted too, newest first; or, without a pair, those that stand, the first to be reviewed first. */
export async function restrictionsOf(
  trx: Trx,
  schoolId: string,
  pair: { pupilId: string; adultId: string } | null,
): Promise<Restriction[]> {
  const all = trx.selectFrom('restrictions').selectAll().where('school_id', '=', schoolId)
  const rows = await (pair
    ? all
        .where('pupil_id', '=', pair.pupilId)
        .where('adult_id', '=', pair.adultId)
        .orderBy('placed_at', 'desc')
        .orderBy('id', 'desc')
    : all.where('lifted_at', 'is', null).orderBy('review_on').orderBy('id')
  ).execute()
  return rows.map((row) => ({
    id: row.id,
    pupilId: row.pupil_id,
    adultId: row.adult_id,
    kind: row.kind as Restriction['kind'],
    evidence: row.evidence,
    seenBy: row.seen_by,
    seenOn: row.seen_on,
    reviewOn: row.review_on,
    placedBy: row.placed_by,
    placedAt: row.placed_at,
    lifted: row.lifted_at ? { by: row.lifted_by ?? '', at: row.lifted_at, reason: row.lift_reason ?? '' } : null,
  }))
}
