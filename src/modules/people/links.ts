import { sql } from 'kysely'
import type { Clock } from '../../platform/clock/index.ts'
import type { Trx } from '../../platform/db/index.ts'
import { Refusal } from '../../platform/errors/refusal.ts'
import { newId } from '../../platform/ids/index.ts'
import { type Actor, recordAct } from '../audit/index.ts'
import { insertAdult, insertCourtOrderFlag, insertMisId, insertPoints } from './adults.store.ts'
import { familiesOf, linksWhere } from './families.store.ts'
import { setHeldIssuesAside, settleIssuesOfPupil } from './issues.ts'
import { giveLinkToMis, insertDecision, insertLink, setEndOfLink, setPrimeOfLink } from './links.store.ts'
import type { Family, Flag, Link } from './people.types.ts'
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
  const same = family.links.find(
    (link) => link.endedOn === null && foldName(link.adult.forename, link.adult.surname) === name,
  )
  if (!same) return
  const words = `${family.pupil.forename} has a linked adult called ${same.adult.forename} ${same.adult.surname} already. Change that link instead, or tell the two apart by name. Nothing was saved.`
  throw new Refusal('adult-linked-already', words)
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
  await journal(trx, start, { act: 'link.started', linkId: id, pupilId: start.pupilId, detail })
  return id
}

/** LNK-1. A link of origin `mis` passes into the school's care (`picked`), so that no import turns it back. */
export async function setPrime(
  trx: Trx,
  wanted: By & { linkId: string; prime: boolean; reason?: string | undefined },
): Promise<void> {
  const link = await findCurrentLink(trx, wanted.schoolId, wanted.linkId)
  if (link.prime === wanted.prime) return
  await setPrimeOfLink(trx, { schoolId: wanted.schoolId, linkId: link.id, prime: wanted.prime, at: wanted.clock.now() })
  const act = wanted.prime ? 'link.made-prime' : 'link.made-non-prime'
  await journal(trx, wanted, {
    act,
    linkId: link.id,
    pupilId: link.pupilId,
    detail: { adultId: link.adultId, reason: wanted.reason ?? null },
  })
}

/** LNK-6: ends by date, deletes nothing. A later import does not bring back what the school ended (IMP-24). */
export async function endLink(trx: Trx, wanted: By & { linkId: string; reason: string }): Promise<void> {
  requireReason(wanted.reason, 'Say why this link ends.')
  const link = await findCurrentLink(trx, wanted.schoolId, wanted.linkId)
  await setEndOfLink(trx, {
    schoolId: wanted.schoolId,
    linkId: link.id,
    endedOn: wanted.clock.today(),
    reason: wanted.reason,
    at: wanted.clock.now(),
  })
  await journal(trx, wanted, {
    act: 'link.ended',
    linkId: link.id,
    pupilId: link.pupilId,
    detail: { adultId: link.adultId, reason: wanted.reason },
  })
}

/** LNK-3: from now on the MIS maintains these links. Refuses links that a person registered. */
export async function convertLinksToMis(
  trx: Trx,
  wanted: By & { linkIds: string[]; reason?: string | undefined },
): Promise<void> {
  for (const linkId of wanted.linkIds) {
    const link = await findCurrentLink(trx, wanted.schoolId, linkId)
    if (link.origin === 'mis') continue
    if (link.origin === 'web') {
      throw new Refusal(
        'registered-by-the-person',
        'This adult registered, so only they change their link. Nothing was changed.',
      )
    }
    await giveLinkToMis(trx, { schoolId: wanted.schoolId, linkId, adultId: link.adultId, at: wanted.clock.now() })
    const detail = { adultId: link.adultId, before: link.origin, reason: wanted.reason ?? null }
    await journal(trx, wanted, { act: 'link.given-to-mis', linkId, pupilId: link.pupilId, detail })
  }
}

/** IMP-14: a person decides about a link the MIS flagged; who, when and on what evidence is kept. */
export async function decideCourtOrder(
  trx: Trx,
  wanted: By & { linkId: string; decision: 'released' | 'kept'; evidence: string },
): Promise<void> {
  requireReason(wanted.evidence, 'Say what you saw or were told, and when: the decision rests on it.')
  const link = await findCurrentLink(trx, wanted.schoolId, wanted.linkId)
  if (link.courtOrder.flag !== 'yes' && link.state === 'current') {
    throw new Refusal(
      'no-court-order-flag',
      'The MIS flags no court order on this link, so there is nothing to decide.',
    )
  }
  await insertDecision(trx, {
    schoolId: wanted.schoolId,
    id: newId(),
    pupilId: link.pupilId,
    adultId: link.adultId,
    decision: wanted.decision,
    evidence: wanted.evidence.trim(),
    decidedBy: wanted.actor.name,
    decidedByAccountId: wanted.actor.accountId,
    at: wanted.clock.now(),
  })
  if (wanted.decision === 'kept') await setHeldIssuesAside(trx, { ...wanted, ...link, at: wanted.clock.now() })
  await journal(trx, wanted, {
    act: `court-order.${wanted.decision}`,
    linkId: link.id,
    pupilId: link.pupilId,
    detail: { adultId: link.adultId },
  })
}

/** Throws a Refusal where the pupil is not of this school. */
export async function findFamily(trx: Trx, schoolId: string, pupilId: string): Promise<Family> {
  const [family] = await familiesOf(trx, schoolId, [pupilId])
  if (family?.pupil.role !== 'pupil') throw new Refusal('no-such-pupil', 'There is no such pupil at this school.')
  return family
}

async function findCurrentLink(trx: Trx, schoolId: string, linkId: string): Promise<Link> {
  const [link] = await linksWhere(trx, sql`l.school_id = ${schoolId} and l.id = ${linkId}`)
  if (!link) throw new Refusal('no-such-link', 'There is no such link at this school.')
  if (link.state === 'ended') throw new Refusal('link-ended', 'This link has ended. Link the adult again instead.')
  return link
}

function requireReason(reason: string, words: string): void {
  if (reason.trim() === '') throw new Refusal('reason-missing', `${words} Nothing was changed.`)
}

async function journal(
  trx: Trx,
  by: By,
  act: { act: string; linkId: string; pupilId: string; detail: Record<string, unknown> },
): Promise<void> {
  await recordAct(
    trx,
    {
      schoolId: by.schoolId,
      actor: by.actor,
      act: act.act,
      subject: { kind: 'link', id: act.linkId },
      pupilId: act.pupilId,
      detail: act.detail,
    },
    by.clock.now(),
  )
  await settleIssuesOfPupil(trx, by, act.pupilId)
}
