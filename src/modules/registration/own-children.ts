import type { Db } from '../../platform/db/index.ts'
import { Refusal } from '../../platform/errors/index.ts'
import { newId } from '../../platform/ids/index.ts'
import { type ForgetContactPoints, listIssues, optOutAdult, raiseIssue, removeOwnLink } from '../people/index.ts'
import { type Acting, actorOf, type OwnDetails, withOwn } from './own-details.ts'
import { tellOfRemoval } from './own-notices.ts'

/** LNK-6: ends the person's own link to a child, at once. With `erase`, their email and number are erased too (OPT-2). */
export function removeOwnChild(
  db: Db,
  removing: Acting & { linkId: string; erase: boolean; forget: ForgetContactPoints },
): Promise<void> {
  const { schoolId, adultId, linkId, erase, forget, clock } = removing
  return withOwn(db, removing, async (trx, own) => {
    const child = own.children.find(({ link }) => link.id === linkId)
    if (!child) throw new Refusal('own-link.no-such-child', 'This child is not linked to you. Nothing was changed.')
    const actor = actorOf(own, removing)
    await removeOwnLink(trx, { schoolId, adultId, actor, clock, link: child.link })
    if (!erase) return tellOfRemoval(trx, { own, forename: child.pupil.forename, clock })
    const reason = 'chosen when removing their own link'
    await optOutAdult(trx, { schoolId, adultId, channel: 'all', reason, actor, clock, forget })
  })
}

const kind = 'family says otherwise'
const mostOpen = 5
const longest = 1000

/** LET-13: what the person says is wrong goes to the office, beside what is held of them. False when nothing was said. */
export async function sayWhatIsWrong(db: Db, saying: Acting & { typed: string }): Promise<boolean> {
  const { schoolId, adultId, clock } = saying
  const typed = saying.typed.trim().replaceAll(/\s+/g, ' ').slice(0, longest)
  if (typed === '') return false
  await withOwn(db, saying, async (trx, own) => {
    const open = (await listIssues(trx, schoolId, { kind })).filter((issue) => issue.adultId === adultId)
    if (open.length >= mostOpen)
      throw new Refusal(
        'own-details.said-enough',
        'The school has several notes of yours already, and comes back to you. This one was not sent.',
      )
    const pupilId = own.children[0]?.pupil.id ?? null
    const key = `${kind}|${adultId}|${newId()}`
    await raiseIssue(trx, { schoolId, key, kind, pupilId, adultId, detail: bothSides(typed, own), clock })
  })
  return true
}

/** Emails and numbers stay with the adult alone, so that an opt-out erases them whole (OPT-2). */
function bothSides(typed: string, { adult, children }: OwnDetails): string {
  const links = children.map(
    ({ link, pupil }) =>
      `${link.relationship ?? 'adult'} of ${pupil.forename} ${pupil.surname} (${pupil.registrationGroup ?? 'no class'})`,
  )
  return `Says: “${typed}” Held: ${[`${adult.forename} ${adult.surname}`, ...links].join(', ')}.`
}
