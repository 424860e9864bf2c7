import Type from 'typebox'
import { pickContact, type SnapshotContact, snapshotContactsOf } from '../../../modules/importing/index.ts'
import { type Family, findFamily } from '../../../modules/people/index.ts'
import type { Trx } from '../../../platform/db/index.ts'
import { Refusal } from '../../../platform/errors/index.ts'
import { besideField } from '../../components/beside-field.ts'
import { readId } from '../../frame/parse.ts'
import { invalid, page, redirectTo } from '../../page.ts'
import { LinkPickedView } from './link-picked.view.tsx'
import { nameOf } from './say-people.ts'

const url = '/schools/:school/people/pupils/:id/pick'

/** LNK-2: staff choose one of the contacts that the MIS holds for the pupil. */
export const linkPickedPage = page({
  method: 'GET',
  url,
  permission: 'links.change',
  async handle({ db, school, params }) {
    const shown = await db.inSchool(school.id, (trx) => load(trx, school.id, readId(params.id)))
    const hasPrime = shown.family.links.some(({ prime, endedOn }) => prime && endedOn === null)
    return <LinkPickedView {...shown} typed={hasPrime ? {} : { prime: 'yes' }} />
  },
})

export const takeLinkPicked = page({
  method: 'POST',
  url,
  permission: 'links.change',
  body: Type.Object({
    contact: Type.String({ default: '' }),
    prime: Type.Boolean({ default: false }),
    reason: Type.String({ default: '' }),
  }),
  async handle({ db, school, actor, clock, params, body }) {
    if (body.contact === '') throw new Refusal('contact-missing', 'Choose the contact to link.')
    const pupilId = readId(params.id)
    const words = await db.inSchool(school.id, async (trx) => {
      const { contact: contactKey, ...more } = body
      const { linkId } = await pickContact(trx, { schoolId: school.id, pupilId, contactKey, ...more, actor, clock })
      const { pupil, links } = await findFamily(trx, school.id, pupilId)
      const link = links.find(({ id }) => id === linkId)
      const held = link?.state === 'current' ? '' : ' The link is held, because the MIS flags a court order.'
      return `${link ? nameOf(link.adult) : 'The contact'} is linked to ${pupil.forename}.${held}`
    })
    return redirectTo(`/schools/${school.slug}/people/pupils/${pupilId}`, words)
  },
  async onRefusal({ db, school, params, refusal, typed }) {
    const field = { 'reason-missing': 'reason', 'no-such-contact': 'contact', 'contact-missing': 'contact' }[
      refusal.code
    ]
    if (!field && refusal.code !== 'linked-already') throw refusal
    const shown = await db.inSchool(school.id, (trx) => load(trx, school.id, readId(params.id)))
    return invalid(<LinkPickedView {...shown} typed={typed} errors={{ [field ?? 'contact']: besideField(refusal) }} />)
  },
})

async function load(
  trx: Trx,
  schoolId: string,
  pupilId: string,
): Promise<{ family: Family; contacts: SnapshotContact[] }> {
  const family = await findFamily(trx, schoolId, pupilId)
  return { family, contacts: await snapshotContactsOf(trx, { schoolId, pupilId }) }
}
