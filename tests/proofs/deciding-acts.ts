import { flaggedContactOf, forgetContactPoints } from '../../src/modules/importing/index.ts'
import { findAdult } from '../../src/modules/people/index.ts'
import { decideAlike, decideClaim, findAlike, listClaims } from '../../src/modules/registration/index.ts'
import { testHash } from '../../src/modules/registration/testing.ts'
import { takePlace, wishes } from './family-acts.ts'
import { atOffice, closing } from './office-acts.ts'
import { type Act, look, oneOf } from './walked-school.ts'

// LET-13: the office decides about registrations that the product did not decide by itself.

const forget = forgetContactPoints

/** Somebody whose link is held, or was ended, or who stands at other children, waits for the office. */
export const decideAboutAClaim: Act = async (walking) => {
  const { school } = walking.scene
  const decision = oneOf(walking, ['same person', 'own adult', 'refused'] as const) ?? 'refused'
  const claim = await atOffice(walking, async (trx, by) => {
    const claim = oneOf(walking, await listClaims(trx, school.id))
    if (!claim) return null
    const how = { school, hash: testHash, siteAddress: 'https://gate.example', forget, flaggedContactOf }
    await decideClaim(trx, { ...by, ...how, claimId: claim.typed.id, decision })
    return claim
  })
  if (!claim || decision === 'refused') return
  const { id, forename, surname, relationship, email, mobile, wish, memberId: pupilId } = claim.typed
  const [done] = await look<{ adultId: string; linkId: string }>(walking.scene)`
      select adult_id as "adultId", link_id as "linkId" from registrations where school_id = ${school.id} and id = ${id}`
  if (!done) throw new Error('a decided claim leaves its registration')
  const optOut = wishes.find((one) => one.wish === wish)?.optOut ?? null
  const person = { name: `${forename} ${surname}`, values: [email ?? '', mobile ?? ''], optOut }
  takePlace(walking, { id: done.linkId, adultId: done.adultId, pupilId, relationship, ...person })
}

/** Somebody registered beside an adult who was linked already and shares a name or a detail: one person, or two? */
export const decideAboutTwoAlike: Act = async (walking) => {
  const { scene, model, now } = walking
  const schoolId = scene.school.id
  const issues = await look<{ id: string }>(scene)`
      select id from data_issues where school_id = ${schoolId} and kind = 'registered beside somebody alike'
        and settled_at is null and dismissed_at is null order by raised_at, id`
  const issue = oneOf(walking, issues)
  if (!issue) return
  const decision = oneOf(walking, ['same person', 'same person', 'somebody else', 'refused'] as const) ?? 'refused'
  const { registered, held, person, misKeys } = await atOffice(walking, async (trx, by) => {
    const { registered, held } = await findAlike(trx, { schoolId, issueId: issue.id })
    const person = await findAdult(trx, schoolId, registered.adultId)
    const misKeys = await misKeysOf(walking, registered.adultId)
    await decideAlike(trx, { ...by, issueId: issue.id, decision, forget, close: closing })
    return { registered, held, person, misKeys }
  })
  if (decision === 'refused') model.takenInHand(registered, { ended: true })
  if (decision !== 'same person') return
  const [merge] = await look<{ id: string }>(scene)`
      select id from adult_merges where school_id = ${schoolId} order by merged_at desc, id desc limit 1`
  const [keptId, goneId] = [held.adultId, registered.adultId]
  const relationship = registered.relationship ?? ''
  const values = [
    person.contactPoints.find(({ kind }) => kind === 'email'),
    person.contactPoints.find(({ smsCapable }) => smsCapable),
  ]
  const claimed = { id: held.id, adultId: keptId, pupilId: held.pupilId, relationship }
  const links = now.links.map((link) => (link.id === held.id ? { ...link, ...claimed, origin: 'web' as const } : link))
  model.merged({
    mergeId: merge?.id ?? '',
    keptId,
    goneId,
    links: links.filter(({ adultId }) => [keptId, goneId].includes(adultId)),
    misKeys,
    first: () =>
      model.registered({
        ...claimed,
        name: `${person.forename} ${person.surname}`,
        values: values.flatMap((point) => point?.value ?? []),
        optOut: null,
      }),
  })
}

async function misKeysOf({ scene }: Parameters<Act>[0], adultId: string): Promise<string[]> {
  const rows = await look<{ key: string }>(scene)`
      select mis_key as key from adult_mis_ids where school_id = ${scene.school.id} and adult_id = ${adultId} order by mis_key`
  return rows.map(({ key }) => key)
}
