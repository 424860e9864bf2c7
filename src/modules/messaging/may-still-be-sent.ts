import type { Db } from '../../platform/db/index.ts'
import { loadFamilies } from '../people/index.ts'
import { choicesNow, purposeOf, usualKind } from '../preferences/index.ts'
import { messagesByIds, verdictsOfDeliveries } from './messages.store.ts'
import type { MessageContent } from './messaging.types.ts'
import { whyNotAnyMore } from './rules/may-still-be-sent.ts'

export type RowsToCheck = {
  schoolId: string
  rows: readonly { id: string; messageId: string; channel: 'sms' | 'email'; toAddress: string }[]
}

/**
 * DLV-2: looks at links, opt-outs, choices and contact points again just before hand-over. The answer holds the rows that must
 * not go, with the reason. `main.ts` connects it to delivery.
 */
export async function mayStillBeSent(db: Db, question: RowsToCheck): Promise<Map<string, { reason: string }>> {
  const { schoolId, rows } = question
  return db.inSchool(schoolId, async (trx) => {
    const verdicts = await verdictsOfDeliveries(trx, { schoolId, deliveryIds: rows.map(({ id }) => id) })
    const messages = await messagesByIds(trx, { schoolId, ids: [...new Set(rows.map(({ messageId }) => messageId))] })
    const kinds = new Map(messages.map(({ id, content }) => [id, content.kind]))
    const adultIds = [...new Set(verdicts.flatMap(({ adultId }) => adultId ?? []))]
    const choiceOf = await choicesNow(trx, { schoolId, adultIds })
    const naming = new Set(messages.filter(({ content }) => namesChildren(content)).map(({ id }) => id))
    const pupilIds = [...new Set(verdicts.map(({ pupilId }) => pupilId))]
    const families = new Map(
      (await loadFamilies(trx, { schoolId, pupilIds })).map((family) => [family.pupil.id, family]),
    )
    const byDelivery = Map.groupBy(verdicts, ({ deliveryId }) => deliveryId)
    const refused = new Map<string, { reason: string }>()
    for (const row of rows) {
      const kind = kinds.get(row.messageId) ?? usualKind
      const pairs = (byDelivery.get(row.id) ?? []).flatMap(({ pupilId, adultId }) => {
        const family = families.get(pupilId)
        if (!family || adultId === null) return []
        const link = family.links.find((each) => each.adultId === adultId && each.state !== 'ended')
        return [
          {
            pupilStatus: family.pupil.status,
            linkState: link?.state ?? null,
            adult: link?.adult ?? null,
            choice: choiceOf(adultId, kind),
          },
        ]
      })
      const { channel, toAddress: address } = row
      const reason = whyNotAnyMore({
        channel,
        address,
        purpose: purposeOf(kind),
        namesChildren: naming.has(row.messageId),
        pairs,
      })
      if (reason !== null) refused.set(row.id, { reason })
    }
    return refused
  })
}

/** In the body, or in the subject, which stands in the list of a mailbox before anybody opens anything. */
const namesChildren = ({ subject, body }: MessageContent): boolean => /\{\{\s*children/i.test(`${subject} ${body}`)
