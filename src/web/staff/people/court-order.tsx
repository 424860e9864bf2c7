import Type from 'typebox'
import { type CourtOrderDecision, courtOrderDecisions, decideCourtOrder } from '../../../modules/people/index.ts'
import type { Trx } from '../../../platform/db/index.ts'
import { Refusal } from '../../../platform/errors/index.ts'
import { besideField } from '../../components/beside-field.ts'
import { invalid, page, redirectTo } from '../../page.ts'
import { CourtOrderView } from './court-order.view.tsx'
import { findLinkOfPupil, type LinkOfPupil } from './find-link.ts'
import { nameOf } from './say-people.ts'

const url = '/schools/:school/people/pupils/:id/links/:link/court-order'

/** IMP-14: a person decides about a link that the MIS flagged, on evidence that is kept. */
export const courtOrderPage = page({
  method: 'GET',
  url,
  permission: 'court-order.decide',
  async handle({ db, school, params }) {
    const shown = await db.inSchool(school.id, (trx) => load(trx, { schoolId: school.id, params }))
    return <CourtOrderView {...shown} />
  },
})

export const takeCourtOrder = page({
  method: 'POST',
  url,
  permission: 'court-order.decide',
  body: Type.Object({ decision: Type.String({ default: '' }), evidence: Type.String({ default: '' }) }),
  async handle({ db, school, actor, clock, params, body: { decision, evidence } }) {
    if (decision !== 'released' && decision !== 'kept') {
      throw new Refusal('decision-missing', 'Choose whether the link is released or stays held.')
    }
    const { of } = await db.inSchool(school.id, async (trx) => {
      const found = await load(trx, { schoolId: school.id, params })
      const linkId = found.of.link.id
      await decideCourtOrder(trx, { schoolId: school.id, actor, clock, linkId, decision, evidence })
      return found
    })
    const decided = decision === 'released' ? 'is not held any more' : 'stays held'
    const words = of.link.restricted ? `${decided}; ${nameOf(of.link.adult)} stays restricted` : decided
    const back = `/schools/${school.slug}/people/pupils/${of.pupil.id}`
    return redirectTo(back, `The link between ${nameOf(of.link.adult)} and ${of.pupil.forename} ${words}.`)
  },
  async onRefusal({ db, school, params, refusal, typed }) {
    if (refusal.code !== 'reason-missing' && refusal.code !== 'decision-missing') throw refusal
    const shown = await db.inSchool(school.id, (trx) => load(trx, { schoolId: school.id, params }))
    const field = refusal.code === 'decision-missing' ? 'decision' : 'evidence'
    return invalid(<CourtOrderView {...shown} errors={{ [field]: besideField(refusal) }} typed={typed} />)
  },
})

async function load(
  trx: Trx,
  at: { schoolId: string; params: { id: string; link: string } },
): Promise<{ of: LinkOfPupil; decisions: CourtOrderDecision[] }> {
  const of = await findLinkOfPupil(trx, at)
  const pair = { schoolId: at.schoolId, pupilId: of.pupil.id, adultId: of.link.adultId }
  return { of, decisions: await courtOrderDecisions(trx, pair) }
}
