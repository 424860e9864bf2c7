import { convertLinksToMis, decideCourtOrder, endLink, type Link, setPrime } from '../../modules/people/index.ts'
import { findSchoolBySlug } from '../../modules/schools/index.ts'
import type { Trx } from '../../platform/db/index.ts'
import { Refusal } from '../../platform/errors/index.ts'
import { commandActor } from '../actor.ts'
import { type Command, defineCommand } from '../command.ts'
import { findLinkOf, linkOptions } from './find-link.ts'

type Change = {
  name: string
  summary: string
  details?: string
  /** Said when it is done, after the adult's name. */
  done: (values: { off: boolean }) => string
  needsReason: boolean
  change: (trx: Trx, to: Parameters<typeof endLink>[1] & { link: Link; off: boolean }) => Promise<void>
}

/** The commands that change one link differ only in what they do to it. */
function changeLinkCommand({ name, summary, details, done, needsReason, change }: Change): Command {
  return defineCommand({
    name,
    summary,
    ...(details ? { details } : {}),
    options: {
      ...linkOptions,
      off: { type: 'boolean', words: name === 'link prime' ? 'make non-prime instead' : 'not used by this command' },
      reason: { type: 'string', value: 'TEXT', words: needsReason ? 'why, and on what evidence (needed)' : 'why' },
    },
    async run(app, { values }) {
      const db = await app.database()
      const school = await findSchoolBySlug(db, values.school)
      if (needsReason && !values.reason?.trim())
        throw new Refusal('reason-missing', 'This needs --reason. Nothing was changed.')
      return db.inSchool(school.id, async (trx) => {
        const { family, link, adultName } = await findLinkOf(trx, {
          schoolId: school.id,
          pupil: values.pupil,
          adult: values.adult,
        })
        const data = { pupil: family.pupil.id, adult: link.adultId, link: link.id }
        const words = `${adultName}, linked to ${family.pupil.forename} ${family.pupil.surname}, ${done({ off: values.off })}.`
        if (values['dry-run']) return { data, words: `If done: ${words} Nothing was changed.` }
        const by = { schoolId: school.id, actor: commandActor(), clock: app.clock }
        await change(trx, { ...by, linkId: link.id, reason: values.reason ?? '', link, off: values.off })
        return { data, words }
      })
    },
  })
}

export const primeLinkCommand = changeLinkCommand({
  name: 'link prime',
  summary: 'Make a linked adult prime for this pupil, or not',
  done: ({ off }) => (off ? 'is not prime any more' : 'is prime'),
  needsReason: false,
  change: (trx, to) => setPrime(trx, { ...to, prime: !to.off }),
})

export const endLinkCommand = changeLinkCommand({
  name: 'link end',
  summary: 'End a link; nothing is deleted, and an import does not bring it back',
  done: () => 'is not linked any more',
  needsReason: true,
  change: endLink,
})

export const convertLinkCommand = changeLinkCommand({
  name: 'link convert',
  summary: 'Give a link made by hand into the care of the MIS',
  details: 'From the next import on it follows the MIS, and ends if the MIS does not hold it.',
  done: () => 'is maintained by the MIS from now on',
  needsReason: false,
  change: (trx, to) => convertLinksToMis(trx, { ...to, linkIds: [to.linkId] }),
})

export const releaseLinkCommand = changeLinkCommand({
  name: 'link release',
  summary: 'Decide that a link held for a court-order flag may be used',
  done: () => 'is not held any more',
  needsReason: true,
  change: (trx, to) => decideCourtOrder(trx, { ...to, decision: 'released', evidence: to.reason }),
})

export const holdLinkCommand = changeLinkCommand({
  name: 'link hold',
  summary: 'Decide that a link flagged for a court order stays held',
  done: () => 'stays held',
  needsReason: true,
  change: (trx, to) => decideCourtOrder(trx, { ...to, decision: 'kept', evidence: to.reason }),
})
