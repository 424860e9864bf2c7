import { sql } from 'kysely'
import type { Clock } from '../../platform/clock/index.ts'
import type { Trx } from '../../platform/db/index.ts'
import { Refusal } from '../../platform/errors/refusal.ts'
import { newId } from '../../platform/ids/index.ts'
import type { Actor } from '../audit/index.ts'
import {
  adultsDecidedOthers,
  findFamily,
  foldName,
  insertMisId,
  isErasedByOptOut,
  linkPickedAdult,
  refuseRestricted,
  takeAdultFromMis,
} from '../people/index.ts'
import { contactOf, type LinkHere, standingLinksOf } from './links-as-facts.ts'
import type { ContactRecord, LinkRecord, PointRecord } from './records.ts'
import { isTheAdultOf } from './rules/decide-pupil.ts'
import { recogniseContacts } from './rules/recognise-contacts.ts'
import { everyRefOf } from './rules/which-member.ts'

/** A contact whom the MIS held for a pupil at the last import, whether or not the contact came in. */
export type SnapshotContact = {
  contactKey: string
  /** The adult whom this contact is known to be. */
  adultId: string | null
  contact: ContactRecord
  link: LinkRecord
  points: PointRecord[]
}

/** What the MIS says of a pupil's contacts, in its ringing order (LNK-2). */
export async function snapshotContactsOf(
  trx: Trx,
  wanted: { schoolId: string; pupilId: string },
): Promise<SnapshotContact[]> {
  const { pupil, links } = await findFamily(trx, wanted.schoolId, wanted.pupilId)
  // Pupils and contacts may have come in separate files that call the pupil by different numbers.
  const refs = [...new Set(everyRefOf(pupil))]
  if (refs.length === 0) return []
  const { rows } = await sql<{
    key: string
    adult_id: string | null
    contact: ContactRecord
    link: LinkRecord
    points: PointRecord[] | null
  }>`
    select c.key, i.adult_id, c.data as contact, l.data as link,
      (select jsonb_agg(p.data order by p.key) from mis_records p
        where p.school_id = l.school_id and p.kind = 'point' and p.parent = 'contact' || chr(31) || c.key) as points
    from mis_records l
    join mis_records c on c.school_id = l.school_id and c.kind = 'contact' and c.key = l.other
    left join adult_mis_ids i on i.school_id = l.school_id and i.mis_key = c.key
    where l.school_id = ${wanted.schoolId} and l.kind = 'link' and l.parent = any(${refs})
    order by (l.data ->> 'priority')::int nulls last, c.key`.execute(trx)
  const contacts = [...new Map(rows.toReversed().map((row) => [row.key, row])).values()].toReversed().map((row) => ({
    contactKey: row.key,
    adultId: row.adult_id,
    contact: row.contact,
    link: row.link,
    // OPT-2: what the MIS holds of somebody who opted out is neither shown nor taken.
    points: row.contact.optedOut === 'yes' ? [] : (row.points ?? []),
  }))
  return asRecognisedHere(trx, { schoolId: wanted.schoolId, links }, contacts)
}

/**
 * Whom an import would recognise by name as an adult of the pupil is that adult here too, and so is what they opted out of (IMP-22, OPT-2).
 * Who has another relationship than that adult is not linked as them by a person: an uncle would bring back a father.
 */
async function asRecognisedHere(
  trx: Trx,
  { schoolId, links }: { schoolId: string; links: LinkHere[] },
  contacts: SnapshotContact[],
): Promise<SnapshotContact[]> {
  const others = await adultsDecidedOthers(trx, { schoolId, adultIds: links.map(({ adultId }) => adultId) })
  const pupil = { contacts: contacts.map(asSaid), links: standingLinksOf(links, others) }
  const recognised = recogniseContacts([pupil])
  const optOuts = new Map(links.map(({ adult }) => [adult.id, adult.optOuts]))
  return contacts.map((one) => {
    const found = one.adultId ?? recognised.get(one.contactKey)?.adultId ?? null
    const points = one.points.filter((point) => !isErasedByOptOut(optOuts.get(found ?? '') ?? [], point))
    const adultId = one.adultId === null && isOfOtherRelationship(one, links, found) ? null : found
    return { ...one, adultId, points }
  })
}

const isOfOtherRelationship = ({ link }: SnapshotContact, links: LinkHere[], adultId: string | null): boolean =>
  link.relationship !== null &&
  links
    .filter((one) => one.adultId === adultId)
    .every(({ relationship }) => relationship !== null && foldName(relationship) !== foldName(link.relationship))

const asSaid = (one: SnapshotContact) => contactOf({ ...one, pupilKey: '', optedOut: false, idBelongsTo: null })

/**
 * LNK-2: staff choose a contact out of the MIS data held for the pupil. The link is `picked`; the details stay with the MIS,
 * so that imports keep them fresh. Refuses a contact the MIS does not hold for this pupil.
 */
export async function pickContact(
  trx: Trx,
  wanted: {
    schoolId: string
    pupilId: string
    contactKey: string
    prime: boolean
    reason: string
    actor: Actor
    clock: Clock
  },
): Promise<{ adultId: string; linkId: string }> {
  if (wanted.reason.trim() === '')
    throw new Refusal('reason-missing', 'Say why this contact is picked. Nothing was changed.')
  const contacts = await snapshotContactsOf(trx, wanted)
  const chosen = contacts.find((one) => one.contactKey === wanted.contactKey)
  if (!chosen) {
    const names = contacts.map((one) => `${one.contact.forename} ${one.contact.surname}`).join(', ') || 'nobody'
    throw new Refusal(
      'no-such-contact',
      `The MIS does not hold this contact for the pupil. It holds: ${names}. Nothing was changed.`,
    )
  }
  await refuseSomebodyRestricted(trx, wanted, chosen)
  const adultId = chosen.adultId ?? newId()
  if (chosen.adultId === null) {
    await takeAdultFromMis(trx, {
      schoolId: wanted.schoolId,
      adultId,
      misKey: chosen.contactKey,
      contact: chosen.contact,
      points: chosen.points,
      at: wanted.clock.now(),
    })
  } else {
    const { contactKey: misKey, contact } = chosen
    await insertMisId(trx, {
      ...{ schoolId: wanted.schoolId, misKey, misId: contact.misId },
      ...{ adultId, at: wanted.clock.now() },
    })
  }
  const { relationship, priority, parentalResponsibility, livesWith } = chosen.link
  // Of two records that are one adult here, a flag of either counts (IMP-14).
  const isFlagged = contacts.some((one) => one.adultId === adultId && one.link.courtOrder === 'yes')
  const courtOrder = isFlagged ? 'yes' : chosen.link.courtOrder
  const { linkId } = await linkPickedAdult(trx, {
    ...wanted,
    adultId,
    relationship,
    priority,
    parentalResponsibility,
    livesWith,
    courtOrder,
  })
  return { adultId, linkId }
}

/** VIS-3: who is no newcomer of an import by another number is not picked by it either. */
async function refuseSomebodyRestricted(
  trx: Trx,
  { schoolId, pupilId }: { schoolId: string; pupilId: string },
  chosen: SnapshotContact,
): Promise<void> {
  const family = await findFamily(trx, schoolId, pupilId)
  const others = await adultsDecidedOthers(trx, { schoolId, adultIds: family.links.map(({ adultId }) => adultId) })
  const contact = asSaid(chosen)
  const barred = standingLinksOf(family.links, others).find((link) => link.restricted && isTheAdultOf(contact, link))
  refuseRestricted(
    family,
    family.links.find(({ id }) => id === barred?.id),
  )
}
