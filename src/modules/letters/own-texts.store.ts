import { sql } from 'kysely'
import type { Trx } from '../../platform/db/index.ts'
import type { LetterLanguage } from './security-letter.ts'
import type { LetterKind, LetterText } from './words/words.ts'

/** One save of a school's own words; `words` null where it went back to the words that come with Gatehouse. */
export type TextVersion = { version: number; words: LetterText | null; savedBy: string; savedAt: Date }

type Of = { schoolId: string; kind: LetterKind; language: LetterLanguage }

/** Newest first. */
export async function versionsOf(trx: Trx, of: Of): Promise<TextVersion[]> {
  const { rows } = await sql<TextVersion>`
    select version, words, saved_by as "savedBy", saved_at as "savedAt" from letter_texts
    where school_id = ${of.schoolId} and kind = ${of.kind} and language = ${of.language}
    order by version desc`.execute(trx)
  return rows
}

/** The newest version of each kind and language. */
export async function newestTexts(
  trx: Trx,
  schoolId: string,
): Promise<(TextVersion & { kind: LetterKind; language: LetterLanguage })[]> {
  const { rows } = await sql<TextVersion & { kind: LetterKind; language: LetterLanguage }>`
    select distinct on (kind, language) kind, language, version, words, saved_by as "savedBy", saved_at as "savedAt"
    from letter_texts where school_id = ${schoolId} order by kind, language, version desc`.execute(trx)
  return rows
}

export async function insertText(
  trx: Trx,
  text: Of & { id: string; version: number; words: LetterText | null; by: string; accountId: string | null; at: Date },
): Promise<void> {
  await trx
    .insertInto('letter_texts')
    .values({
      school_id: text.schoolId,
      id: text.id,
      kind: text.kind,
      language: text.language,
      version: text.version,
      words: text.words && JSON.stringify(text.words),
      saved_by: text.by,
      saved_by_account_id: text.accountId,
      saved_at: text.at,
    })
    .execute()
}
