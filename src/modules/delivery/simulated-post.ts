import { sql } from 'kysely'
import type { Clock } from '../../platform/clock/index.ts'
import type { Trx } from '../../platform/db/index.ts'
import { Refusal } from '../../platform/errors/index.ts'
import { newId } from '../../platform/ids/index.ts'

/** What was put into envelopes: a PDF with so many letters in it. */
export type PostedPiece = { id: string; title: string; pieces: number; postedAt: Date }

/**
 * The post of an invented school, which stands in for printer, envelopes and letter boxes. It keeps the sheets themselves, codes and
 * all, so nothing but the demo may call it (LET-3).
 */
export async function keepInSimulatedPost(
  trx: Trx,
  posted: { schoolId: string; title: string; pieces: number; pdf: Uint8Array; clock: Clock },
): Promise<void> {
  await sql`
    insert into simulated_post (school_id, id, title, pieces, pdf, posted_at)
    values (${posted.schoolId}, ${newId()}, ${posted.title}, ${posted.pieces}, ${Buffer.from(posted.pdf)},
      ${posted.clock.now()})`.execute(trx)
}

/** Newest first. */
export async function simulatedPost(trx: Trx, of: { schoolId: string; limit: number }): Promise<PostedPiece[]> {
  const { rows } = await sql<PostedPiece>`
    select id, title, pieces, posted_at as "postedAt" from simulated_post where school_id = ${of.schoolId}
    order by posted_at desc, id desc limit ${of.limit}`.execute(trx)
  return rows
}

/** Refuses where there is none. */
export async function findPostedPdf(trx: Trx, of: { schoolId: string; id: string }): Promise<Buffer> {
  const { rows } = await sql<{ pdf: Buffer }>`
    select pdf from simulated_post where school_id = ${of.schoolId} and id = ${of.id}`.execute(trx)
  if (!rows[0]) throw new Refusal('post.gone', 'These letters are not in the simulated post.')
  return rows[0].pdf
}
