import { withdrawFromRestricted } from '../../modules/messaging/index.ts'
import { type Evidence, liftRestriction, placeRestriction } from '../../modules/people/index.ts'
import { closeWaysInToRestricted } from '../../modules/registration/index.ts'
import { findSchoolBySlug } from '../../modules/schools/index.ts'
import type { Clock } from '../../platform/clock/index.ts'
import type { Trx } from '../../platform/db/index.ts'
import { commandActor } from '../actor.ts'
import { type App, defineCommand, type Output } from '../command.ts'
import { findLinkEverOf, linkOptions } from './find-link.ts'

const day = { type: 'string', value: 'DAY', required: true } as const

/** VIS-2, VIS-3: also where the link has ended. */
export const restrictLinkCommand = defineCommand({
  name: 'link restrict',
  summary: 'Shut an adult out from a pupil in one act, on evidence, until somebody lifts it',
  details:
    'At once no message about the pupil goes to the adult, they are signed out everywhere, every security letter of the pupil that is out stops working, and no import and no registration brings them back. Print new letters for the other adults. The link may have ended.',
  options: {
    ...linkOptions,
    evidence: { type: 'string', value: 'TEXT', required: true, words: 'which order or paper was seen' },
    'seen-by': { type: 'string', value: 'NAME', required: true, words: 'who saw it' },
    'seen-on': { ...day, words: 'on which day it was seen, such as 2026-11-21' },
    'review-on': { ...day, words: 'on which day it is to be looked at again' },
  },
  run(app, { values }) {
    const { evidence, 'seen-by': seenBy, 'seen-on': seenOn, 'review-on': reviewOn } = values
    const seen: Evidence = { evidence, seenBy, seenOn, reviewOn }
    const close = [withdrawFromRestricted, closeWaysInToRestricted]
    return changeRestriction(app, values, {
      done: 'is restricted',
      change: (trx, by) => placeRestriction(trx, { ...by, ...seen, close }),
    })
  },
})

export const liftRestrictionCommand = defineCommand({
  name: 'link lift',
  summary: 'Lift the restriction of an adult for a pupil',
  details: 'The link is worth again what it was. Nothing that was taken back or closed opens by itself.',
  options: {
    ...linkOptions,
    reason: { type: 'string', value: 'TEXT', required: true, words: 'what the decision rests on' },
  },
  run(app, { values }) {
    return changeRestriction(app, values, {
      done: 'is not restricted any more',
      change: (trx, by) => liftRestriction(trx, { ...by, reason: values.reason }),
    })
  },
})

type Of = { school: string; pupil: string; adult: string; 'dry-run': boolean }
type By = { schoolId: string; linkId: string; actor: ReturnType<typeof commandActor>; clock: Clock; dryRun: boolean }

async function changeRestriction(
  app: App,
  of: Of,
  { done, change }: { done: string; change: (trx: Trx, by: By) => Promise<void> },
): Promise<Output> {
  const db = await app.database()
  const { id: schoolId } = await findSchoolBySlug(db, of.school)
  return db.inSchool(schoolId, async (trx) => {
    const { family, link, adultName } = await findLinkEverOf(trx, { schoolId, pupil: of.pupil, adult: of.adult })
    const { pupil } = family
    const data = { pupil: pupil.id, adult: link.adultId, link: link.id }
    const words = `${adultName} ${done} for ${pupil.forename} ${pupil.surname}.`
    const dryRun = of['dry-run']
    await change(trx, { schoolId, linkId: link.id, actor: commandActor(), clock: app.clock, dryRun })
    return { data, words: dryRun ? `If done: ${words} Nothing was changed.` : words }
  })
}
