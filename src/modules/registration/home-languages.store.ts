import { sql } from 'kysely'
import type { Trx } from '../../platform/db/index.ts'
import type { LetterLanguage } from '../letters/index.ts'

/** The language a family reads at home, by pupil, as far as somebody set it. */
export async function homeLanguages(trx: Trx, schoolId: string): Promise<Map<string, LetterLanguage>> {
  const { rows } = await sql<{ member_id: string; language: LetterLanguage }>`
    select member_id, language from letter_languages where school_id = ${schoolId}`.execute(trx)
  return new Map(rows.map(({ member_id, language }) => [member_id, language]))
}

export async function putHomeLanguage(
  trx: Trx,
  put: { schoolId: string; memberId: string; language: LetterLanguage | null; by: string; at: Date },
): Promise<void> {
  const { schoolId, memberId, language } = put
  if (language === null) {
    await sql`delete from letter_languages where school_id = ${schoolId} and member_id = ${memberId}`.execute(trx)
    return
  }
  await sql`
    insert into letter_languages (school_id, member_id, language, set_by, set_at)
    values (${schoolId}, ${memberId}, ${language}, ${put.by}, ${put.at})
    on conflict (school_id, member_id) do update set language = excluded.language, set_by = excluded.set_by,
      set_at = excluded.set_at`.execute(trx)
}
