import type { Trx } from '../../platform/db/index.ts'

/** Who somebody is at one school: the record of the adult there. */
export type AdultAtSchool = { schoolId: string; adultId: string }

export async function adultsOfAccount(trx: Trx, accountId: string): Promise<AdultAtSchool[]> {
  const rows = await trx
    .selectFrom('account_adults')
    .select(['school_id', 'adult_id'])
    .where('account_id', '=', accountId)
    .orderBy('joined_at')
    .execute()
  return rows.map((row) => ({ schoolId: row.school_id, adultId: row.adult_id }))
}

export async function accountIdOfAdultIfAny(trx: Trx, { schoolId, adultId }: AdultAtSchool): Promise<string | null> {
  const row = await trx
    .selectFrom('account_adults')
    .select('account_id')
    .where('school_id', '=', schoolId)
    .where('adult_id', '=', adultId)
    .executeTakeFirst()
  return row?.account_id ?? null
}

/** False where the adult has another account, or the account is another adult at this school. */
export async function insertAccountAdult(
  trx: Trx,
  { schoolId, adultId, accountId, at }: AdultAtSchool & { accountId: string; at: Date },
): Promise<boolean> {
  const row = { school_id: schoolId, adult_id: adultId, account_id: accountId, joined_at: at }
  await trx
    .insertInto('account_adults')
    .values(row)
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  return (await accountIdOfAdultIfAny(trx, { schoolId, adultId })) === accountId
}
