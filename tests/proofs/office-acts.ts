import { forgetContactPoints, pickContact, snapshotContactsOf } from '../../src/modules/importing/index.ts'
import { office } from '../../src/modules/importing/testing.ts'
import { withdrawFromRestricted } from '../../src/modules/messaging/index.ts'
import {
  convertLinksToMis,
  decideCourtOrder,
  endLink,
  liftOptOut,
  liftRestriction,
  linkAdultByHand,
  mergeAdults,
  optOutAdult,
  placeRestriction,
  setPrime,
  undoMerge,
} from '../../src/modules/people/index.ts'
import { closeWaysInToRestricted } from '../../src/modules/registration/index.ts'
import type { Clock } from '../../src/platform/clock/index.ts'
import type { Trx } from '../../src/platform/db/index.ts'
import { type Act, anyPupil, look, names, oneOf, type StandingLink, type Walking } from './walked-school.ts'

type Office = { schoolId: string; actor: typeof office; clock: Clock; reason: string }

/** One transaction of the office's, by the use-case that its page calls. */
export function atOffice<T>({ scene }: Walking, work: (trx: Trx, by: Office) => Promise<T>): Promise<T> {
  const { school, clock, db } = scene
  return db.inSchool(school.id, (trx) => work(trx, { schoolId: school.id, actor: office, clock, reason: 'a walk' }))
}

export const linkByHand: Act = async (walking) => {
  const { model, choose } = walking
  const name = oneOf(walking, names) ?? ''
  const [forename = '', surname = ''] = name.split(' ')
  const pupilId = anyPupil(walking)
  const values = [`+44770090050${choose(10)}`]
  const adult = { forename, surname, phone: values[0], prime: choose(2) === 0 }
  const { linkId, adultId } = await atOffice(walking, (trx, by) => linkAdultByHand(trx, { ...by, pupilId, adult }))
  model.linkedByHand({ id: linkId, adultId, pupilId, relationship: null, name, values })
}

/** LNK-2: out of what the MIS said last. */
export const pickOfTheMis: Act = async (walking) => {
  const pupilId = anyPupil(walking)
  const prime = walking.choose(2) === 0
  const picked = await atOffice(walking, async (trx, by) => {
    const contact = oneOf(walking, await snapshotContactsOf(trx, { ...by, pupilId }))
    if (!contact) return null
    const { contactKey, link } = contact
    return { ...link, ...(await pickContact(trx, { ...by, pupilId, contactKey, prime })) }
  })
  if (!picked) return
  const { linkId: id, adultId, relationship } = picked
  walking.model.takenInHand({ id, adultId, pupilId, relationship, origin: 'picked' }, { ended: false })
}

/** An act on any link that stands. */
const onLink =
  (act: (walking: Walking, link: StandingLink) => Promise<void>): Act =>
  async (walking) => {
    const link = oneOf(walking, walking.now.links)
    if (link) await act(walking, link)
  }

const rank = (prime: boolean): Act =>
  onLink(async (walking, link) => {
    await atOffice(walking, (trx, by) => setPrime(trx, { ...by, linkId: link.id, prime }))
    if (link.prime !== prime) walking.model.takenInHand(link, { ended: false })
  })
export const makePrime = rank(true)
export const makeNonPrime = rank(false)

export const endALink = onLink(async (walking, link) => {
  await atOffice(walking, (trx, by) => endLink(trx, { ...by, linkId: link.id }))
  walking.model.takenInHand(link, { ended: true })
})

export const giveToTheMis = onLink(async (walking, link) => {
  await atOffice(walking, (trx, by) => convertLinksToMis(trx, { ...by, linkIds: [link.id] }))
  if (link.origin !== 'mis') walking.model.convertedToMis(link)
})

export const optOut = onLink(async (walking, { adultId }) => {
  const channel = oneOf(walking, ['email', 'sms', 'all'] as const) ?? 'all'
  await atOffice(walking, (trx, by) => optOutAdult(trx, { ...by, adultId, channel, forget: forgetContactPoints }))
  walking.model.optedOut(adultId, channel)
})

export const liftAnOptOut = onLink(async (walking, { adultId }) => {
  await atOffice(walking, (trx, by) => liftOptOut(trx, { ...by, adultId, channel: null }))
  walking.model.optedIn(adultId)
})

/** IMP-14. Of links about which something was flagged or decided. */
const decide =
  (decision: 'released' | 'kept'): Act =>
  async (walking) => {
    const { scene, now, model } = walking
    const flagged = await look<{ pair: string }>(scene)`
      select pupil_id || ' ' || adult_id as pair from court_order_flags where school_id = ${scene.school.id} and flag = 'yes'
      union select pupil_id || ' ' || adult_id from court_order_decisions where school_id = ${scene.school.id}`
    const isFlagged = ({ pupilId, adultId }: StandingLink) =>
      flagged.some(({ pair }) => pair === `${pupilId} ${adultId}`)
    const link = oneOf(walking, now.links.filter(isFlagged))
    if (!link) return
    const decided = { linkId: link.id, decision, evidence: 'a walk' }
    await atOffice(walking, (trx, by) => decideCourtOrder(trx, { ...by, ...decided }))
    model.decided(link, decision)
  }
export const keepACourtOrder = decide('kept')
export const releaseACourtOrder = decide('released')

/** What a restriction closes (VIS-3). */
export const closing = [withdrawFromRestricted, closeWaysInToRestricted]

/** VIS-3. */
export const restrict = onLink(async (walking, link) => {
  const seen = { evidence: 'a walk', seenBy: 'a walk', seenOn: '2026-11-02', reviewOn: '2099-01-01' }
  await atOffice(walking, (trx, by) => placeRestriction(trx, { ...by, ...seen, close: closing, linkId: link.id }))
  walking.model.restricted(link, true)
})

export const liftARestriction = onLink(async (walking, link) => {
  await atOffice(walking, (trx, by) => liftRestriction(trx, { ...by, linkId: link.id }))
  walking.model.restricted(link, false)
})

/** IMP-22: any two records that are not merged yet, whatever they are: the office has its reasons. */
export const mergeTwo: Act = async (walking) => {
  const adults = await look<{ id: string; misKeys: string[] }>(walking.scene)`
      select id, array(select mis_key from adult_mis_ids i where i.school_id = a.school_id and i.adult_id = a.id) as "misKeys"
      from adults a where school_id = ${walking.scene.school.id} and merged_into is null
      order by created_at, forename, surname, id`
  const gone = oneOf(walking, adults)
  const kept = oneOf(
    walking,
    adults.filter((adult) => adult !== gone),
  )
  if (!gone || !kept) return
  const [keptId, goneId] = [kept.id, gone.id]
  const links = walking.now.links.filter(({ adultId }) => [keptId, goneId].includes(adultId))
  const { mergeId } = await atOffice(walking, (trx, by) =>
    mergeAdults(trx, { ...by, keptId, goneId, forget: forgetContactPoints, close: closing }),
  )
  walking.model.merged({ mergeId, keptId, goneId, links, misKeys: gone.misKeys })
}

/** The last merge that stands as often as any. */
export const undoAMerge: Act = async (walking) => {
  const merges = await look<{ id: string }>(walking.scene)`
      select id from adult_merges where school_id = ${walking.scene.school.id} and undone_at is null order by merged_at, id`
  const merge = walking.choose(2) === 0 ? merges.at(-1) : oneOf(walking, merges)
  if (!merge) return
  await atOffice(walking, (trx, by) => undoMerge(trx, { ...by, mergeId: merge.id }))
  walking.model.unmerged(merge.id)
}
