import type { Trx } from '../../platform/db/index.ts'

/** A machine's own way in. Its token is nowhere: only a hash is kept. */
export type Credential = {
  id: string
  name: string
  madeBy: string
  madeAt: Date
  lastUsedAt: Date | null
  endedAt: Date | null
  endedBy: string | null
}

type Key = { schoolId: string; id: string }

export async function insertCredential(
  trx: Trx,
  made: Pick<Credential, 'id' | 'name' | 'madeBy' | 'madeAt'> & { schoolId: string; tokenHash: string },
): Promise<void> {
  await trx
    .insertInto('service_credentials')
    .values({
      school_id: made.schoolId,
      id: made.id,
      name: made.name,
      token_hash: made.tokenHash,
      made_by: made.madeBy,
      made_at: made.madeAt,
    })
    .execute()
}

/** Newest first, ended ones last. */
export async function credentialsOf(trx: Trx, schoolId: string): Promise<Credential[]> {
  const rows = await trx
    .selectFrom('service_credentials')
    .selectAll()
    .where('school_id', '=', schoolId)
    .orderBy('ended_at', (by) => by.desc().nullsFirst())
    .orderBy('made_at', 'desc')
    .execute()
  return rows.map(credentialOfRow)
}

export async function credentialById(trx: Trx, { schoolId, id }: Key): Promise<Credential | null> {
  const row = await trx
    .selectFrom('service_credentials')
    .selectAll()
    .where('school_id', '=', schoolId)
    .where('id', '=', id)
    .executeTakeFirst()
  return row ? credentialOfRow(row) : null
}

/** The standing credential with this token. */
export async function credentialByHash(trx: Trx, schoolId: string, tokenHash: string): Promise<Credential | null> {
  const row = await trx
    .selectFrom('service_credentials')
    .selectAll()
    .where('school_id', '=', schoolId)
    .where('token_hash', '=', tokenHash)
    .where('ended_at', 'is', null)
    .executeTakeFirst()
  return row ? credentialOfRow(row) : null
}

export async function setUsed(trx: Trx, { schoolId, id, at }: Key & { at: Date }): Promise<void> {
  await trx
    .updateTable('service_credentials')
    .set({ last_used_at: at })
    .where('school_id', '=', schoolId)
    .where('id', '=', id)
    .execute()
}

export async function setEnded(trx: Trx, { schoolId, id, at, by }: Key & { at: Date; by: string }): Promise<void> {
  await trx
    .updateTable('service_credentials')
    .set({ ended_at: at, ended_by: by })
    .where('school_id', '=', schoolId)
    .where('id', '=', id)
    .where('ended_at', 'is', null)
    .execute()
}

type CredentialRow = {
  id: string
  name: string
  made_by: string
  made_at: Date
  last_used_at: Date | null
  ended_at: Date | null
  ended_by: string | null
}

const credentialOfRow = (row: CredentialRow): Credential => ({
  id: row.id,
  name: row.name,
  madeBy: row.made_by,
  madeAt: row.made_at,
  lastUsedAt: row.last_used_at,
  endedAt: row.ended_at,
  endedBy: row.ended_by,
})
