import type { Clock } from '../../platform/clock/index.ts'
import type { Trx } from '../../platform/db/index.ts'
import { newId } from '../../platform/ids/index.ts'
import { familyActor, recordAct } from '../audit/index.ts'
import { deleteOptOuts, insertAdult, insertPoints } from './adults.store.ts'
import { settleIssuesOfPupil } from './issues.ts'
import { insertLink } from './links.store.ts'
import { findAdult } from './opt-outs.ts'
import { loadAdults } from './people.ts'
import type { Adult } from './people.types.ts'
import {
  adultIdsWithValues,
  endOtherPoints,
  giveAdultToPerson,
  giveLinkToPerson,
  giveProvedPointsToPerson,
  markPointsProved,
} from './registering.store.ts'
import { foldName } from './rules/fold-name.ts'
import { readEmails } from './rules/read-emails.ts'
import { readPhones } from './rules/read-phones.ts'

/** Somebody who registers, with both channels proved. `email` and `mobile` in their normal form. */
export type Registrant = { forename: string; surname: string; relationship: string; email: string; mobile: string }

/** `claim`: the existing link of the same person; `join`: an adult on record gets a link to this pupil; else a new adult. */
export type RegisterAs =
  | { act: 'claim'; linkId: string; adultId: string }
  | { act: 'join'; adultId: string }
  | { act: 'new' }

type Registering = {
  schoolId: string
  pupilId: string
  registrant: Registrant
  as: RegisterAs
  prime: boolean
  clock: Clock
}

/**
 * LET-9, LNK-5: the person owns their name, email, mobile and this link from now on (origin `web`), everywhere in the school; no
 * import changes them (IMP-5). What they did not register of emails and mobiles ends. Journalled in the caller's transaction.
 * Whoever registers asked to be written to, so an earlier opt-out is lifted by the person's own act (OPT-4).
 */
export async function registerAdult(
  trx: Trx,
  registering: Registering,
): Promise<{ adultId: string; linkId: string; prime: boolean }> {
  const { schoolId, pupilId, registrant, as, clock } = registering
  const at = clock.now()
  const adultId = as.act === 'new' ? await addAdult(trx, registering) : as.adultId
  await takeDetails(trx, registering, adultId)
  const link = as.act === 'claim' ? await claimLink(trx, registering, as) : await startLink(trx, registering, adultId)
  const actor = familyActor(registrant)
  await recordAct(
    trx,
    {
      schoolId,
      actor,
      act: 'adult.registered',
      subject: { kind: 'link', id: link.linkId },
      pupilId,
      detail: { adultId, how: as.act, prime: link.prime, proved: ['email', 'mobile'] },
    },
    at,
  )
  await settleIssuesOfPupil(trx, { schoolId, clock }, pupilId)
  return { adultId, ...link }
}

/** Adults of the school who have one of these emails or numbers, with all that is known of them. */
export async function findAdultsWithDetails(
  trx: Trx,
  wanted: { schoolId: string; values: string[] },
): Promise<Adult[]> {
  const { schoolId, values } = wanted
  const adultIds = await adultIdsWithValues(trx, schoolId, values)
  return [...(await loadAdults(trx, { schoolId, adultIds })).values()]
}

async function addAdult(trx: Trx, { schoolId, registrant, clock }: Registering): Promise<string> {
  const id = newId()
  const { forename, surname } = registrant
  const nameKey = foldName(forename, surname)
  await insertAdult(trx, { schoolId, id, origin: 'web', title: null, forename, surname, nameKey, at: clock.now() })
  return id
}

async function takeDetails(trx: Trx, { schoolId, registrant, clock }: Registering, adultId: string): Promise<void> {
  const at = clock.now()
  const { forename, surname, email, mobile } = registrant
  const values = [email, mobile]
  await findAdult(trx, schoolId, adultId)
  await giveAdultToPerson(trx, { schoolId, adultId, forename, surname, nameKey: foldName(forename, surname), at })
  const held = await giveProvedPointsToPerson(trx, { schoolId, adultId, values, at })
  const points = [...readPhones(mobile), ...readEmails(email)].filter(({ value }) => !held.includes(value ?? ''))
  const typed = points.map((point, position) => ({ ...point, id: newId(), position }))
  await insertPoints(trx, { schoolId, adultId, origin: 'web', at }, typed)
  await markPointsProved(trx, { schoolId, adultId, values, at })
  await endOtherPoints(trx, { schoolId, adultId, values, at })
  await deleteOptOuts(trx, { schoolId, adultId, channel: null })
}

async function claimLink(trx: Trx, registering: Registering, { linkId }: { linkId: string }) {
  const { schoolId, registrant, prime, clock } = registering
  const { relationship } = registrant
  await giveLinkToPerson(trx, { schoolId, linkId, relationship, prime, at: clock.now() })
  return { linkId, prime }
}

async function startLink(trx: Trx, registering: Registering, adultId: string) {
  const { schoolId, pupilId, registrant, prime, clock } = registering
  const linkId = newId()
  await insertLink(trx, {
    schoolId,
    id: linkId,
    pupilId,
    adultId,
    origin: 'web',
    relationship: registrant.relationship,
    priority: null,
    parentalResponsibility: 'unknown',
    livesWith: 'unknown',
    prime,
    reason: null,
    startedOn: clock.today(),
    at: clock.now(),
  })
  return { linkId, prime }
}
