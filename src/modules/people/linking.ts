import type { Clock } from '../../platform/clock/index.ts'
import type { Trx } from '../../platform/db/index.ts'
import { Refusal } from '../../platform/errors/refusal.ts'
import { newId } from '../../platform/ids/index.ts'
import type { Actor } from '../audit/index.ts'
import { insertAdult, insertCourtOrderFlag, insertMisId, insertPoints } from './adults.store.ts'
import { insertLink } from './links.store.ts'
import { findFamily, journalLink, requireReason } from './links.ts'
import type { Family, Flag } from './people.types.ts'
import { foldName } from './rules/fold-name.ts'
import type { ParsedPoint } from './rules/parsed-point.ts'
import { readEmails } from './rules/read-emails.ts'
import { readPhones } from './rules/read-phones.ts'

type By = { schoolId: string; actor: Actor; clock: Clock }

export type TypedAdult = {
  title?: string | undefined
  forename: string
  surname: string
  relationship?: string | undefined
  phone?: string | undefined
  email?: string | undefined
  parentalResponsibility?: Flag | undefined
  livesWith?: Flag | undefined
  priority?: number | undefined
  prime: boolean
}

/** LNK-2: links an adult whose details staff typed. Refuses without a reason, and where the pupil has an adult of that name. */
export async function linkAdultByHand(
  trx: Trx,
  wanted: By & { pupilId: string; adult: TypedAdult; reason: string },
): Promise<{ adultId: string; linkId: string }> {
  const family = await findFamily(trx, wanted.schoolId, wanted.pupilId)
  const { adult } = wanted
  requireReason(wanted.reason, 'Say why this adult is linked by hand.')
  if (adult.forename.trim() === '' || adult.surname.trim() === '') {
    throw new Refusal('name-missing', 'An adult needs a forename and a surname. Nothing was saved.')
  }
  refuseSecondOfTheName(family, adult)
  const points = readTypedPoints(adult)
  const at = wanted.clock.now()
  const adultId = newId()
  const [title, forename, surname] = [adult.title?.trim() || null, adult.forename.trim(), adult.surname.trim()]
  await insertAdult(trx, {
    schoolId: wanted.schoolId,
    id: adultId,
    origin: 'manual',
    title,
    forename,
    surname,
    nameKey: foldName(forename, surname),
    at,
  })
  await insertPoints(trx, { schoolId: wanted.schoolId, adultId, origin: 'manual', at }, points)
  const linkId = await startLink(trx, {
    ...wanted,
    adultId,
    origin: 'manual',
    ...adult,
    relationship: adult.relationship ?? null,
  })
  return { adultId, linkId }
}

function refuseSecondOfTheName(family: Family, adult: TypedAdult): void {
  const name = foldName(adult.forename, adult.surname)
  const isOfTheName = ({ adult: of }: Family['links'][number]) => foldName(of.forename, of.surname) === name
  refuseRestricted(
    family,
    family.links.find((link) => link.restricted && isOfTheName(link)),
  )
  const same = family.links.find((link) => link.endedOn === null && isOfTheName(link))
  if (!same) return
  const words = `${family.pupil.forename} has a linked adult called ${same.adult.forename} ${same.adult.surname} already. Change that link instead, or tell the two apart by name. Nothing was saved.`
  throw new Refusal('adult-linked-already', words)
}

/** VIS-3: nobody is linked past a restriction unawares. Refuses where there is a link of somebody restricted. */
export function refuseRestricted({ pupil }: Family, link: Family['links'][number] | undefined): void {
  if (!link) return
  const words = `${link.adult.forename} ${link.adult.surname} is restricted for ${pupil.forename}. Nothing was changed. Whoever may decide about restrictions lifts it first, if that is right.`
  throw new Refusal('restricted', words)
}

function readTypedPoints(adult: TypedAdult) {
  const points = [...readPhones(adult.phone ?? ''), ...readEmails(adult.email ?? '')]
  const bad = points.find((point) => !point.usable)
  if (bad)
    throw new Refusal(
      'contact-point-unusable',
      `“${bad.raw}” cannot be used. ${(bad.reason ?? 'It is not complete').replace(/\.$/, '')}. Nothing was saved.`,
    )
  return points.map((point, position) => ({ ...point, id: newId(), position }))
}

/** Puts an adult on record as the MIS holds them, because staff picked them: origin `mis`, so that imports keep the details fresh. */
export async function takeAdultFromMis(
  trx: Trx,
  taken: {
    schoolId: string
    adultId: string
    misKey: string
    contact: { misId: string | null; title: string | null; forename: string; surname: string }
    points: (ParsedPoint & { position: number })[]
    at: Date
  },
): Promise<void> {
  const { schoolId, adultId, contact, at } = taken
  const { title, forename, surname } = contact
  await insertAdult(trx, {
    schoolId,
    id: adultId,
    origin: 'mis',
    title,
    forename,
    surname,
    nameKey: foldName(forename, surname),
    at,
  })
  await insertMisId(trx, { schoolId, misKey: taken.misKey, misId: contact.misId, adultId, at })
  await insertPoints(
    trx,
    { schoolId, adultId, origin: 'mis', at },
    taken.points.map((point) => ({ ...point, id: newId() })),
  )
}

/** Links an adult who is on record already, by staff out of MIS data (`picked`, LNK-2). */
export async function linkPickedAdult(
  trx: Trx,
  wanted: By & {
    pupilId: string
    adultId: string
    relationship: string | null
    priority: number | null
    parentalResponsibility: Flag
    livesWith: Flag
    courtOrder?: Flag
    prime: boolean
    reason: string
  },
): Promise<{ linkId: string }> {
  const family = await findFamily(trx, wanted.schoolId, wanted.pupilId)
  const current = family.links.find((link) => link.adultId === wanted.adultId && link.endedOn === null)
  if (current)
    throw new Refusal(
      'linked-already',
      `${current.adult.forename} ${current.adult.surname} is linked to ${family.pupil.forename} already. Nothing was changed.`,
    )
  refuseRestricted(
    family,
    family.links.find((link) => link.restricted && link.adultId === wanted.adultId),
  )
  const { schoolId, pupilId, adultId, courtOrder } = wanted
  if (courtOrder === 'yes')
    await insertCourtOrderFlag(trx, { schoolId, pupilId, adultId, flag: courtOrder, at: wanted.clock.now() })
  return { linkId: await startLink(trx, { ...wanted, origin: 'picked' }) }
}

async function startLink(
  trx: Trx,
  start: By & {
    pupilId: string
    adultId: string
    origin: 'manual' | 'picked'
    relationship: string | null
    priority?: number | null | undefined
    parentalResponsibility?: Flag | undefined
    livesWith?: Flag | undefined
    prime: boolean
    reason: string
  },
): Promise<string> {
  const id = newId()
  await insertLink(trx, {
    schoolId: start.schoolId,
    id,
    pupilId: start.pupilId,
    adultId: start.adultId,
    origin: start.origin,
    relationship: start.relationship?.trim() || null,
    priority: start.priority ?? null,
    parentalResponsibility: start.parentalResponsibility ?? 'unknown',
    livesWith: start.livesWith ?? 'unknown',
    prime: start.prime,
    reason: start.reason,
    startedOn: start.clock.today(),
    at: start.clock.now(),
  })
  const detail = { adultId: start.adultId, origin: start.origin, prime: start.prime, reason: start.reason }
  await journalLink(trx, start, { act: 'link.started', linkId: id, pupilId: start.pupilId, detail })
  return id
}
