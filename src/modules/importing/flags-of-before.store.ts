import { sql } from 'kysely'
import type { Trx } from '../../platform/db/index.ts'
import type { SaidLink } from './said-links.store.ts'

/** What a run says of a pupil's contacts, and every reference by which the MIS spoke of the pupil, now or before. */
export type SaidOfChild = { refs: string[]; said: SaidLink[]; isLinked: (said: SaidLink) => boolean }

/**
 * IMP-13, IMP-14: the flag that the MIS once carried of a contact who did not come in counts when they do, though the files do not
 * tell it any more. It is put into what the run says, so that it is remembered by the pupil's number of now (IMP-25). Of whom is
 * linked it is kept with the link.
 */
export async function keepFlagsOfBefore(trx: Trx, schoolId: string, children: SaidOfChild[]): Promise<void> {
  const open = children.flatMap(({ refs, said, isLinked }) => {
    const links = said.filter((one) => one.link.courtOrder === 'unknown' && !isLinked(one))
    return links.length > 0 ? [{ refs, links }] : []
  })
  if (open.length === 0) return
  const { rows } = await sql<{ pupilKey: string; contactKey: string }>`
    select parent as "pupilKey", other as "contactKey" from mis_records where school_id = ${schoolId} and kind = 'link'
      and parent = any(${[...new Set(open.flatMap(({ refs }) => refs))]}) and data ->> 'courtOrder' = 'yes'`.execute(
    trx,
  )
  if (rows.length === 0) return
  const flagged = Map.groupBy(rows, ({ pupilKey }) => pupilKey)
  for (const { refs, links } of open) {
    const names = new Set(
      refs.flatMap((ref) => flagged.get(ref) ?? []).map(({ contactKey }) => ofWhateverPupil(contactKey)),
    )
    for (const { link, contact } of links) if (names.has(ofWhateverPupil(contact.key))) link.courtOrder = 'yes'
  }
}

/** The key of a contact without an id ends with that of the pupil, which may have changed. */
const ofWhateverPupil = (contactKey: string): string =>
  contactKey.startsWith('who:') ? contactKey.slice(0, contactKey.indexOf('@')) : contactKey
