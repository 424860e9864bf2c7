import { sql } from 'kysely'
import type { Trx } from '../../platform/db/index.ts'
import { separator } from './families/records-of-row.ts'
import type { SaidLink } from './said-links.store.ts'

/**
 * IMP-13, IMP-14: the flag that the MIS once carried of a contact who did not come in counts when they do, though the files do not
 * tell it any more. Of whom is linked it is kept with the link. `isLinked` says so of a contact and the pupil of that key.
 */
export async function withFlagsOfBefore(
  trx: Trx,
  schoolId: string,
  { said, isLinked }: { said: Map<string, SaidLink[]>; isLinked: (pupilKey: string, said: SaidLink) => boolean },
): Promise<Map<string, SaidLink[]>> {
  const isOpen = (pupilKey: string, one: SaidLink) => one.link.courtOrder === 'unknown' && !isLinked(pupilKey, one)
  const open = [...said].flatMap(([key, links]) => links.filter((one) => isOpen(key, one)).map(keyOfLink))
  if (open.length === 0) return said
  const { rows } = await sql<{ key: string }>`
    select key from mis_records where school_id = ${schoolId} and kind = 'link' and key = any(${open})
      and data ->> 'courtOrder' = 'yes'`.execute(trx)
  if (rows.length === 0) return said
  const flagged = new Set(rows.map(({ key }) => key))
  const withFlag = (one: SaidLink): SaidLink =>
    flagged.has(keyOfLink(one)) ? { ...one, link: { ...one.link, courtOrder: 'yes' } } : one
  return new Map([...said].map(([key, links]) => [key, links.map(withFlag)]))
}

const keyOfLink = ({ link }: SaidLink): string => link.pupilKey + separator + link.contactKey
