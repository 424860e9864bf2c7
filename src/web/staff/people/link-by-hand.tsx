import Type from 'typebox'
import { flaggedContactOf } from '../../../modules/importing/index.ts'
import { findFamily, holdWhoIsFlagged, isPrimeNow, linkAdultByHand } from '../../../modules/people/index.ts'
import type { Refusal } from '../../../platform/errors/index.ts'
import { besideField } from '../../components/beside-field.ts'
import type { FieldErrors } from '../../components/fields.tsx'
import { readId } from '../../frame/parse.ts'
import { type Fields, invalid, page, redirectTo } from '../../page.ts'
import { LinkByHandView } from './link-by-hand.view.tsx'

const url = '/schools/:school/people/pupils/:id/link'
const words = Type.String({ default: '' })
const flag = Type.Union([Type.Literal('yes'), Type.Literal('no'), Type.Literal('unknown')], { default: 'unknown' })

/** LNK-2: an adult whose details staff type, with the reason. */
export const linkByHandPage = page({
  method: 'GET',
  url,
  permission: 'links.change',
  async handle({ db, school, params }) {
    const family = await db.inSchool(school.id, (trx) => findFamily(trx, school.id, readId(params.id)))
    const hasPrime = family.links.some(isPrimeNow)
    return <LinkByHandView family={family} typed={hasPrime ? {} : { prime: 'yes' }} />
  },
})

export const takeLinkByHand = page({
  method: 'POST',
  url,
  permission: 'links.change',
  body: Type.Object({
    title: words,
    forename: words,
    surname: words,
    relationship: words,
    phone: words,
    email: words,
    parentalResponsibility: flag,
    livesWith: flag,
    prime: Type.Boolean({ default: false }),
    reason: words,
  }),
  async handle({ db, school, actor, clock, params, body }) {
    const { reason, ...adult } = body
    const pupilId = readId(params.id)
    const { pupil, isHeld } = await db.inSchool(school.id, async (trx) => {
      const of = { schoolId: school.id, pupilId, clock }
      const { linkId } = await linkAdultByHand(trx, { ...of, actor, adult, reason })
      const isHeld = await holdWhoIsFlagged(trx, { ...of, linkId, flaggedContactOf })
      return { ...(await findFamily(trx, school.id, pupilId)), isHeld }
    })
    const name = `${adult.forename} ${adult.surname}`
    const held = isHeld ? ' The link is held, because the MIS flags a court order: somebody has to decide.' : ''
    return redirectTo(
      `/schools/${school.slug}/people/pupils/${pupilId}`,
      `${name} is linked to ${pupil.forename}.${held}`,
    )
  },
  async onRefusal({ db, school, params, refusal, typed }) {
    const family = await db.inSchool(school.id, (trx) => findFamily(trx, school.id, readId(params.id)))
    return invalid(<LinkByHandView family={family} typed={typed} errors={errorsOf(refusal, typed)} />)
  },
})

/** The field a refusal speaks of. */
function errorsOf(refusal: Refusal, typed: Fields): FieldErrors {
  switch (refusal.code) {
    case 'reason-missing':
      return { reason: besideField(refusal) }
    case 'name-missing':
      return { [typed.forename ? 'surname' : 'forename']: besideField(refusal) }
    case 'adult-linked-already':
    case 'restricted':
      return { surname: besideField(refusal) }
    case 'contact-point-unusable':
      return { [speaksOf(refusal.words, String(typed.email ?? '')) ? 'email' : 'phone']: besideField(refusal) }
    default:
      throw refusal
  }
}

/** A refusal about a detail begins with the detail in quotation marks. */
function speaksOf(words: string, detail: string): boolean {
  const [, quoted = ''] = /^“([^”]*)”/.exec(words) ?? []
  return quoted !== '' && detail.includes(quoted.trim())
}
