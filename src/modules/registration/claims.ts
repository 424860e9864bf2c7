import type { Clock } from '../../platform/clock/index.ts'
import type { KeyedHash } from '../../platform/crypto/index.ts'
import type { Trx } from '../../platform/db/index.ts'
import { Refusal } from '../../platform/errors/index.ts'
import { type Actor, holdJournal, recordAct } from '../audit/index.ts'
import {
  type Adult,
  type Family,
  type FlaggedContactOf,
  type ForgetContactPoints,
  findFamily,
  loadAdults,
  loadChildren,
  type RegisterAs,
  registerAdult,
  settleIssue,
} from '../people/index.ts'
import type { School } from '../schools/index.ts'
import { type ClaimRow, claimsWaiting, lockClaimIfAny, setDecided, setUserOfCode } from './claims.store.ts'
import { isPrime, keyOfClaim, openUnlessFlagged, registrantOf } from './finishing.ts'
import { lockMember } from './registrations.store.ts'
import { placesLeft } from './rules/which-letters.ts'
import { welcome } from './welcoming.ts'

/** LET-13: somebody registered who is, or may be, an adult whose link is held or was ended: what was typed beside what is held. */
export type Claim = {
  typed: ClaimRow
  family: Family
  /** Null where the record has gone since. */
  held: Adult | null
  /** The held adult's link to this pupil; null where they are linked to other pupils only. */
  link: Family['links'][number] | null
  /** The held adult is restricted for a child other than this pupil (VIS-3). */
  restrictedElsewhere: boolean
}

export type ClaimDecision = 'same person' | 'own adult' | 'refused'

/** Those that wait for a person, the longest first. */
export async function listClaims(trx: Trx, schoolId: string): Promise<Claim[]> {
  const claims: Claim[] = []
  for (const typed of await claimsWaiting(trx, schoolId)) claims.push(await withHeld(trx, schoolId, typed))
  return claims
}

/** Refuses one that was decided already. */
export async function findClaim(trx: Trx, of: { schoolId: string; id: string }): Promise<Claim> {
  const typed = await lockClaimIfAny(trx, of)
  if (!typed) throw new Refusal('claim.decided', 'This registration has been decided already. Nothing was changed.')
  return withHeld(trx, of.schoolId, typed)
}

async function withHeld(trx: Trx, schoolId: string, typed: ClaimRow): Promise<Claim> {
  const family = await findFamily(trx, schoolId, typed.memberId)
  const adultIds = typed.claimedAdultId ? [typed.claimedAdultId] : []
  const held = (await loadAdults(trx, { schoolId, adultIds })).values().next().value ?? null
  const links = family.links.filter(({ adultId }) => adultId === typed.claimedAdultId)
  const children = held ? await loadChildren(trx, { schoolId, adultId: held.id }) : []
  return {
    ...{ typed, family, held },
    link: links.find(({ endedOn }) => endedOn === null) ?? links[0] ?? null,
    restrictedElsewhere: children.some(({ restricted, pupilId }) => restricted && pupilId !== typed.memberId),
  }
}

type Deciding = {
  school: School
  claimId: string
  decision: ClaimDecision
  reason: string
  actor: Actor
  clock: Clock
  forget: ForgetContactPoints
  flaggedContactOf: FlaggedContactOf
  hash: KeyedHash
  siteAddress: string
}

/**
 * LET-13: a person decides. `same person`: the adult held takes what was typed, and a link that a court order holds stays held.
 * `own adult`: a record of their own. `refused`: nothing is linked. Either way what was typed stands with the adult or nowhere
 * afterwards, and the code stays used. Refuses without a reason, without a free place, and what was decided already.
 */
export async function decideClaim(trx: Trx, deciding: Deciding): Promise<void> {
  const { school, clock, reason, decision, actor } = deciding
  const schoolId = school.id
  if (reason.trim() === '') throw new Refusal('reason-missing', 'Say what the decision rests on. Nothing was changed.')
  // An import that is being applied decides on these links too: one after the other.
  await holdJournal(trx, schoolId)
  const claim = await findClaim(trx, { schoolId, id: deciding.claimId })
  const { typed, family } = claim
  await lockMember(trx, { schoolId, memberId: typed.memberId })
  const done = decision === 'refused' ? null : await linkAsDecided(trx, deciding, claim)
  const because = reason.trim()
  const at = clock.now()
  const { adultId = null, linkId = null } = done ?? {}
  await setDecided(trx, { schoolId, id: typed.id, how: decision, because, by: actor.name, adultId, linkId, at })
  await settleIssue(trx, { schoolId, key: keyOfClaim(typed.id), how: `decided: ${decision}`, clock })
  const act = { act: 'claim.decided', subject: { kind: 'registration', id: typed.id }, pupilId: family.pupil.id }
  const detail = { decision, reason: because, adultId, heldAdultId: typed.claimedAdultId }
  await recordAct(trx, { schoolId, actor, ...act, detail }, at)
}

async function linkAsDecided(trx: Trx, deciding: Deciding, claim: Claim) {
  const { school, clock } = deciding
  const { typed, family } = claim
  const schoolId = school.id
  const as = asDecided(deciding, claim)
  refuseWithoutPlace(school, claim, as)
  if (!typed.email || !typed.mobile)
    throw new Refusal(
      'claim.not-kept',
      'What was typed is not kept any more. Nothing was changed. Link the adult by hand.',
    )
  const registrant = registrantOf(typed)
  const prime = isPrime(family, { ...typed, linkId: as.act === 'claim' ? as.linkId : null })
  const done = await registerAdult(trx, { schoolId, pupilId: family.pupil.id, registrant, as, prime, clock })
  const { adultId } = done
  await setUserOfCode(trx, { schoolId, letterId: typed.letterId, place: typed.place, adultId })
  const notSame = deciding.decision === 'own adult' && typed.claimedAdultId ? [typed.claimedAdultId] : []
  const made = { pupilId: family.pupil.id, linkId: done.linkId, notSame }
  const quietly = !(await openUnlessFlagged(trx, { ...deciding, ...made }))
  const { news, consent, finishedAt: chosenAt } = typed
  const chosen = {
    wish: typed.wish ?? 'both',
    ...(news ? { choices: { news, consent: consent === true } } : {}),
    chosenAt,
  }
  await welcome(trx, { ...deciding, adultId, registrant, registration: typed, ...chosen, quietly })
  return done
}

function asDecided({ decision }: Deciding, { typed, held, link }: Claim): RegisterAs {
  if (decision === 'own adult') return { act: 'new' }
  if (!held || !typed.claimedAdultId)
    throw new Refusal(
      'claim.gone',
      'The adult on record is not there any more. Nothing was changed. Choose another answer.',
    )
  if (link && link.endedOn === null) return { act: 'claim', linkId: link.id, adultId: held.id }
  return { act: 'join', adultId: held.id }
}

/** LET-1: who registered before holds a place already. */
function refuseWithoutPlace(school: School, { family, link }: Claim, as: RegisterAs): void {
  if (family.pupil.status === 'leaver')
    throw new Refusal(
      'claim.left',
      'This child has left the school, so nobody is linked any more. Nothing was changed.',
    )
  if (as.act === 'claim' && link?.origin === 'web') return
  const registered = family.links.filter(({ origin, endedOn }) => origin === 'web' && endedOn === null).length
  if (placesLeft({ limit: school.settings.letterPlaces, registered }) > 0) return
  throw new Refusal(
    'claim.full',
    'Every place of this child is taken. Nothing was changed. End a link, or allow more adults in the settings.',
  )
}
