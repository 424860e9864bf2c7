import Type from 'typebox'
import { pickContact, type SnapshotContact, snapshotContactsOf } from '../../../modules/importing/index.ts'
import { type Family, findFamily, isPrimeNow } from '../../../modules/people/index.ts'
import type { Trx } from '../../../platform/db/index.ts'
import { Refusal } from '../../../platform/errors/index.ts'
import { besideField } from '../../components/beside-field.ts'
import { readId } from '../../frame/parse.ts'
import { invalid, page, redirectTo } from '../../page.ts'
import { LinkPickedView } from './link-picked.view.tsx'
import { isHeld } from './link-state.view.tsx'
import { nameOf } from './say-people.ts'

const url = '/schools/:school/people/pupils/:id/pick'

/** LNK-2: staff choose one of the contacts that the MIS holds for the pupil. */
export const linkPickedPage = page({
  method: 'GET',
  url,
  permission: 'links.change',
  async handle({ db, school, params }) {
    const shown = await db.inSchool(school.id, (trx) => load(trx, school.id, readId(params.id)))
    const hasPrime = shown.family.links.some(isPrimeNow)
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
      const held = link && isHeld(link) ? ' The link is held, because the MIS flags a court order.' : ''
      return `${link ? nameOf(link.adult) : 'The contact'} is linked to ${pupil.forename}.${held}`
    })
    return redirectTo(`/schools/${school.slug}/people/pupils/${pupilId}`, words)
  },
  async onRefusal({ db, school, params, refusal, typed }) {
    const field = fieldOf[refusal.code]
    if (!field) throw refusal
    const shown = await db.inSchool(school.id, (trx) => load(trx, school.id, readId(params.id)))
    return invalid(<LinkPickedView {...shown} typed={typed} errors={{ [field]: besideField(refusal) }} />)
  },
})

/** The field a refusal speaks of. */
const fieldOf: Record<string, string> = {
  'reason-missing': 'reason',
  'no-such-contact': 'contact',
  'contact-missing': 'contact',
  'linked-already': 'contact',
  restricted: 'contact',
}

async function load(
  trx: Trx,
  schoolId: string,
  pupilId: string,
): Promise<{ family: Family; contacts: SnapshotContact[] }> {
  const family = await findFamily(trx, schoolId, pupilId)
  return { family, contacts: await snapshotContactsOf(trx, { schoolId, pupilId }) }
}
