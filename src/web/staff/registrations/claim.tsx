import Type from 'typebox'
import { flaggedContactOf, forgetContactPoints } from '../../../modules/importing/index.ts'
import { type ClaimDecision, decideClaim, findClaim } from '../../../modules/registration/index.ts'
import { Refusal } from '../../../platform/errors/index.ts'
import { besideField } from '../../components/beside-field.ts'
import { NotAllowed } from '../../frame/errors.ts'
import { readId } from '../../frame/parse.ts'
import { invalid, page, redirectTo } from '../../page.ts'
import { permissionToAddBeside } from './add-beside.ts'
import { ClaimView } from './claim.view.tsx'

const url = '/schools/:school/registrations/claims/:id'

/** LET-13: what was typed and what is held, side by side, and the three answers. */
export const claimPage = page({
  method: 'GET',
  url,
  permission: 'claims.decide',
  async handle({ db, school, params }) {
    const claim = await db.inSchool(school.id, (trx) => findClaim(trx, { schoolId: school.id, id: readId(params.id) }))
    return <ClaimView claim={claim} />
  },
})

export const takeClaim = page({
  method: 'POST',
  url,
  permission: 'claims.decide',
  body: Type.Object({ decision: Type.String({ default: '' }), reason: Type.String({ default: '' }) }),
  async handle({ app, db, school, actor, clock, params, body: { decision, reason } }) {
    if (!isDecision(decision)) throw new Refusal('decision-missing', 'Choose what is to happen.')
    const claimId = readId(params.id)
    const siteAddress = app.config.publicUrl
    const by = { school, actor, clock, hash: app.keyedHash, siteAddress, forget: forgetContactPoints, flaggedContactOf }
    const name = await db.inSchool(school.id, async (trx) => {
      const claim = await findClaim(trx, { schoolId: school.id, id: claimId })
      const beside = permissionToAddBeside(claim)
      if (beside && decision === 'own adult') NotAllowed.unless(actor, beside)
      await decideClaim(trx, { ...by, claimId, decision, reason })
      return `${claim.typed.forename} ${claim.typed.surname}`
    })
    return redirectTo(`/schools/${school.slug}/registrations`, `${name}: ${said[decision]}`)
  },
  async onRefusal({ db, school, params, refusal, typed }) {
    if (refusal.code === 'claim.decided') throw refusal
    const claim = await db.inSchool(school.id, (trx) => findClaim(trx, { schoolId: school.id, id: readId(params.id) }))
    const field = refusal.code === 'reason-missing' ? 'reason' : 'decision'
    return invalid(<ClaimView claim={claim} errors={{ [field]: besideField(refusal) }} typed={typed} />)
  },
})

const said: Record<ClaimDecision, string> = {
  'same person': 'linked as the same person.',
  'own adult': 'linked with a record of their own.',
  refused: 'nobody was linked, and what was typed is forgotten.',
}

const isDecision = (text: string): text is ClaimDecision => text in said
