import { sql } from 'kysely'
import type { Trx } from '../../platform/db/index.ts'
import type { KindChoice, MessageKind } from './rules/kinds.ts'
import type { ChosenLanguage } from './rules/languages.ts'
import type { StoredChoice } from './rules/standing-choice.ts'

export type StoredGeneral = {
  language: ChosenLanguage | null
  digestHour: number | null
  setBy: string
  setByKind: 'family' | 'staff'
  setAt: Date
  reason: string | null
}

type ChoiceRow = {
  adult_id: string
  kind: string
  choice: string
  set_by: string
  set_by_kind: string
  set_at: Date
  reason: string | null
  consent_words: string | null
}

export type StoredChoiceOfAdult = StoredChoice & { adultId: string; kind: MessageKind }

const choiceOfRow = (row: ChoiceRow): StoredChoiceOfAdult => ({
  adultId: row.adult_id,
  kind: row.kind as MessageKind,
  choice: row.choice as KindChoice,
  setBy: row.set_by,
  setByKind: row.set_by_kind as StoredChoice['setByKind'],
  setAt: row.set_at,
  reason: row.reason,
  consentWords: row.consent_words,
})

/** Every stored choice of these adults; of one kind only where it is named. */
export async function choicesOfAdults(
  trx: Trx,
  of: { schoolId: string; adultIds: string[]; kind?: MessageKind },
): Promise<StoredChoiceOfAdult[]> {
  if (of.adultIds.length === 0) return []
  const ofKind = of.kind ? sql`and kind = ${of.kind}` : sql``
  const { rows } = await sql<ChoiceRow>`
    select adult_id, kind, choice, set_by, set_by_kind, set_at, reason, consent_words from adult_kind_choices
    where school_id = ${of.schoolId} and adult_id = any(${of.adultIds}::uuid[]) ${ofKind}`.execute(trx)
  return rows.map(choiceOfRow)
}

export async function upsertChoice(
  trx: Trx,
  choice: Omit<StoredChoiceOfAdult, 'setAt'> & { schoolId: string; at: Date },
): Promise<void> {
  await sql`
    insert into adult_kind_choices (school_id, adult_id, kind, choice, set_by, set_by_kind, set_at, reason, consent_words)
    values (${choice.schoolId}, ${choice.adultId}, ${choice.kind}, ${choice.choice}, ${choice.setBy},
      ${choice.setByKind}, ${choice.at}, ${choice.reason}, ${choice.consentWords})
    on conflict (school_id, adult_id, kind) do update set choice = excluded.choice, set_by = excluded.set_by,
      set_by_kind = excluded.set_by_kind, set_at = excluded.set_at, reason = excluded.reason,
      consent_words = excluded.consent_words`.execute(trx)
}

type GeneralRow = {
  adult_id: string
  language: string | null
  digest_hour: number | null
  set_by: string
  set_by_kind: string
  set_at: Date
  reason: string | null
}

/** What holds whatever a message is about, by adult; adults who chose nothing are left out. */
export async function generalOfAdults(
  trx: Trx,
  of: { schoolId: string; adultIds: string[] },
): Promise<Map<string, StoredGeneral>> {
  if (of.adultIds.length === 0) return new Map()
  const { rows } = await sql<GeneralRow>`
    select adult_id, language, digest_hour, set_by, set_by_kind, set_at, reason from adult_preferences
    where school_id = ${of.schoolId} and adult_id = any(${of.adultIds}::uuid[])`.execute(trx)
  return new Map(
    rows.map((row) => [
      row.adult_id,
      {
        language: row.language as ChosenLanguage | null,
        digestHour: row.digest_hour,
        setBy: row.set_by,
        setByKind: row.set_by_kind as StoredGeneral['setByKind'],
        setAt: row.set_at,
        reason: row.reason,
      },
    ]),
  )
}

export async function upsertGeneral(
  trx: Trx,
  general: Omit<StoredGeneral, 'setAt'> & { schoolId: string; adultId: string; at: Date },
): Promise<void> {
  await sql`
    insert into adult_preferences (school_id, adult_id, language, digest_hour, set_by, set_by_kind, set_at, reason)
    values (${general.schoolId}, ${general.adultId}, ${general.language}, ${general.digestHour}, ${general.setBy},
      ${general.setByKind}, ${general.at}, ${general.reason})
    on conflict (school_id, adult_id) do update set language = excluded.language, digest_hour = excluded.digest_hour,
      set_by = excluded.set_by, set_by_kind = excluded.set_by_kind, set_at = excluded.set_at,
      reason = excluded.reason`.execute(trx)
}

/** What `from` chose takes the place of what `to` had; nothing is left with `from`. */
export async function moveChoices(trx: Trx, move: { schoolId: string; from: string; to: string }): Promise<void> {
  const { schoolId, from, to } = move
  await sql`
    delete from adult_kind_choices where school_id = ${schoolId} and adult_id = ${to} and kind in (
      select kind from adult_kind_choices where school_id = ${schoolId} and adult_id = ${from})`.execute(trx)
  await sql`
    update adult_kind_choices set adult_id = ${to} where school_id = ${schoolId} and adult_id = ${from}`.execute(trx)
  await sql`
    delete from adult_preferences where school_id = ${schoolId} and adult_id = ${to} and exists (
      select from adult_preferences where school_id = ${schoolId} and adult_id = ${from})`.execute(trx)
  await sql`
    update adult_preferences set adult_id = ${to} where school_id = ${schoolId} and adult_id = ${from}`.execute(trx)
}
