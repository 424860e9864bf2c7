import { sql } from 'kysely'
import type { Trx } from '../../platform/db/index.ts'

export async function crestOf(trx: Trx, schoolId: string): Promise<{ kind: 'png' | 'jpg'; picture: Buffer } | null> {
  const { rows } = await sql<{ kind: 'png' | 'jpg'; picture: Buffer }>`
    select picture_kind as kind, picture from school_crests where school_id = ${schoolId} order by saved_at desc, id desc
    limit 1`.execute(trx)
  return rows[0] ?? null
}

export async function deleteCrests(trx: Trx, schoolId: string): Promise<number> {
  const { numAffectedRows } = await sql`delete from school_crests where school_id = ${schoolId}`.execute(trx)
  return Number(numAffectedRows ?? 0)
}

export async function insertCrest(
  trx: Trx,
  crest: { schoolId: string; id: string; kind: 'png' | 'jpg'; picture: Uint8Array; by: string; at: Date },
): Promise<void> {
  await sql`
    insert into school_crests (school_id, id, picture_kind, picture, saved_by, saved_at)
    values (${crest.schoolId}, ${crest.id}, ${crest.kind}, ${Buffer.from(crest.picture)}, ${crest.by}, ${crest.at})`.execute(
    trx,
  )
}
