import type { Db } from '../../platform/db/index.ts'
import { languageOfAdult } from '../preferences/index.ts'
import { findSchoolById } from '../schools/index.ts'
import { digestText } from './rules/digest-text.ts'

/** OPT-7: the email of the day in the reader's language. `main.ts` connects it to delivery. */
export async function combineDigest(
  db: Db,
  wanted: {
    schoolId: string
    recipientId: string
    items: readonly { messageId: string; subject: string | null; body: string }[]
  },
): Promise<{ subject: string | null; body: string }> {
  const { schoolId, recipientId: adultId, items } = wanted
  const { name: schoolName } = await findSchoolById(db, schoolId)
  const chosen = await db.inSchool(schoolId, (trx) => languageOfAdult(trx, { schoolId, adultId }))
  return digestText(items, { schoolName, language: chosen === 'cy' ? 'cy' : 'en' })
}
