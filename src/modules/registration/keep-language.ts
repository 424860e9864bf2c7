import type { Clock } from '../../platform/clock/index.ts'
import type { Trx } from '../../platform/db/index.ts'
import { type ChosenLanguage, choosePreferences, languageOfAdult } from '../preferences/index.ts'
import type { School } from '../schools/index.ts'

/**
 * OPT-7: the school goes on in the language in which somebody registered, until they choose another. English is what is
 * spoken to who said nothing, so it is kept only in place of another language.
 */
export async function keepLanguage(
  trx: Trx,
  keeping: {
    school: School
    registration: { language: ChosenLanguage; forename: string | null; surname: string | null }
    clock: Clock
  },
  adultId: string,
): Promise<void> {
  const { school, registration, clock } = keeping
  const { language, forename, surname } = registration
  const of = { schoolId: school.id, adultId }
  const spoken = await languageOfAdult(trx, of)
  if (language === (spoken ?? 'en')) return
  const actor = { kind: 'family' as const, accountId: null, name: `${forename} ${surname}` }
  await choosePreferences(trx, { ...of, wanted: { language }, actor, clock })
}
