import Type from 'typebox'
import { withdrawFromRestricted } from '../../../modules/messaging/index.ts'
import { liftRestriction, placeRestriction, type Restriction, restrictionsOf } from '../../../modules/people/index.ts'
import { closeWaysInToRestricted } from '../../../modules/registration/index.ts'
import type { Trx } from '../../../platform/db/index.ts'
import { besideField } from '../../components/beside-field.ts'
import { type Fields, invalid, page, redirectTo } from '../../page.ts'
import { type AlikeBeside, findAlikeBeside } from './alike-beside.ts'
import { findLinkEverOfPupil, type LinkOfPupil } from './find-link.ts'
import { RestrictionView } from './restriction.view.tsx'
import { nameOf } from './say-people.ts'

const url = '/schools/:school/people/pupils/:id/links/:link/restriction'
const text = Type.String({ default: '' })

/** VIS-2: what restricts an adult for a child and on what evidence, and the one act that places or lifts it; of a link that has ended too. */
export const restrictionPage = page({
  method: 'GET',
  url,
  permission: 'restriction.decide',
  async handle({ db, school, actor, clock, params }) {
    const shown = await db.inSchool(school.id, (trx) => load(trx, { schoolId: school.id, params }))
    const today = clock.today()
    return <RestrictionView {...shown} today={today} typed={{ seenBy: actor.name, seenOn: today }} />
  },
})

export const takeRestriction = page({
  method: 'POST',
  url,
  permission: 'restriction.decide',
  body: Type.Object({ act: text, evidence: text, seenBy: text, seenOn: text, reviewOn: text, reason: text }),
  async handle({ db, school, actor, clock, params, body: { act, reason, ...evidence } }) {
    const said = await db.inSchool(school.id, async (trx) => {
      const of = await findLinkEverOfPupil(trx, { schoolId: school.id, params })
      const by = { schoolId: school.id, actor, clock, linkId: of.link.id }
      if (act === 'lift') await liftRestriction(trx, { ...by, reason })
      else await placeRestriction(trx, { ...by, ...evidence, close: [withdrawFromRestricted, closeWaysInToRestricted] })
      return { words: sayDone(of, act), pupilId: of.pupil.id }
    })
    return redirectTo(`/schools/${school.slug}/people/pupils/${said.pupilId}`, said.words)
  },
  async onRefusal({ db, school, clock, params, refusal, typed }) {
    const field = fieldOf(refusal.code, typed)
    if (!field) throw refusal
    const shown = await db.inSchool(school.id, (trx) => load(trx, { schoolId: school.id, params }))
    const errors = { [field]: besideField(refusal) }
    return invalid(<RestrictionView {...shown} today={clock.today()} typed={typed} errors={errors} />)
  },
})

/** The field a refusal speaks of; none for those about what stands. */
function fieldOf(code: string, { act }: Fields): string | undefined {
  if (code === 'reason-missing') return act === 'lift' ? 'reason' : 'evidence'
  return { 'seen-by-missing': 'seenBy', 'seen-on-wrong': 'seenOn', 'review-on-wrong': 'reviewOn' }[code]
}

function sayDone({ link, pupil }: LinkOfPupil, act: string): string {
  const name = nameOf(link.adult)
  if (act === 'lift') return `${name} is not restricted for ${pupil.forename} any more.`
  return `${name} is restricted for ${pupil.forename}. Letters of ${pupil.forename} that were out open nothing any more: print new ones for the other adults.`
}

async function load(
  trx: Trx,
  at: { schoolId: string; params: { id: string; link: string } },
): Promise<{ of: LinkOfPupil; restrictions: Restriction[]; alike: AlikeBeside[] }> {
  const of = await findLinkEverOfPupil(trx, at)
  const pair = { pupilId: of.pupil.id, adultId: of.link.adultId }
  const alike = await findAlikeBeside(trx, { schoolId: at.schoolId, of })
  return { of, restrictions: await restrictionsOf(trx, at.schoolId, pair), alike }
}
