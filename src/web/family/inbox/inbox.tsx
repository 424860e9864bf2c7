import Type from 'typebox'
import { inboxItemIfAny, inboxOfAdult } from '../../../modules/messaging/index.ts'
import type { OwnDetails } from '../../../modules/registration/index.ts'
import type { Db } from '../../../platform/db/index.ts'
import { NoSuchPage } from '../../frame/errors.ts'
import { publicPage } from '../../page.ts'
import { sayOver } from '../my/ask.tsx'
import { openOwnLink } from '../my/my.tsx'
import { findOwnAt, findWho, languageOfWho } from '../my/who.ts'
import { InboxView, ItemView, type ShownItem } from './inbox.view.tsx'
import { readPlaceIfAny, sayPlace } from './place.ts'

const pageSize = 10

/** As it stands in emails: opens the inbox without an account, and leaves the address (SEC-2). */
export const openInboxPage = publicPage({
  method: 'GET',
  url: '/my/:token/messages',
  handle: (context) => openOwnLink(context, '/my/messages'),
  onRefusal: sayOver,
})

/** VIS-5: what the person was sent, of every school that they are an adult of. */
export const inboxPage = publicPage({
  method: 'GET',
  url: '/my/messages',
  query: Type.Object({ before: Type.String({ default: '' }) }),
  async handle(context) {
    const who = await findWho(context)
    const before = readPlaceIfAny(context.query.before)
    // One more than is shown tells whether there is another page. Places of all schools are in one order.
    const found = await Promise.all(who.own.map((own) => itemsAt(context.db, own, before)))
    const items = found.flat().sort(newestFirst)
    const shown = items.slice(0, pageSize)
    const last = shown.at(-1)
    const next = last && items.length > pageSize ? sayPlace(last) : null
    return (
      <InboxView
        who={who}
        items={shown}
        language={await languageOfWho(context, who)}
        next={next}
        isFirst={before === null}
      />
    )
  },
  onRefusal: sayOver,
})

export const inboxItemPage = publicPage({
  method: 'GET',
  url: '/my/at/:school/messages/:place',
  async handle(context) {
    const { who, own } = await findOwnAt(context)
    const place = readPlaceIfAny(context.params.place)
    if (!place) throw new NoSuchPage()
    const item = await context.db.inSchool(own.school.id, (trx) => inboxItemIfAny(trx, { ...asked(own), ...place }))
    if (!item) throw new NoSuchPage()
    return <ItemView who={who} item={{ ...item, school: own.school }} language={await languageOfWho(context, who)} />
  },
  onRefusal: sayOver,
})

function itemsAt(db: Db, own: OwnDetails, before: ReturnType<typeof readPlaceIfAny>): Promise<ShownItem[]> {
  return db.inSchool(own.school.id, async (trx) => {
    const items = await inboxOfAdult(trx, { ...asked(own), before, limit: pageSize + 1 })
    return items.map((item) => ({ ...item, school: own.school }))
  })
}

const asked = ({ school, adult, children }: OwnDetails) => ({
  schoolId: school.id,
  adultId: adult.id,
  children: new Map(children.map(({ pupil }) => [pupil.id, pupil.forename])),
})

function newestFirst(one: ShownItem, other: ShownItem): number {
  return other.sentAt.getTime() - one.sentAt.getTime() || (one.deliveryId < other.deliveryId ? 1 : -1)
}
