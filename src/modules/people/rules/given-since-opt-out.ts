import { isErasedByOptOut, type OptOutChannel } from './opted-out.ts'

type Row = Record<string, unknown>
/** A row of a table before and after a merge. */
type Change = { table: string; before: Row | null; after: Row | null }

/**
 * OPT-2: whether an opt-out of before a merge would come back with its undoing beside an email or number that the person gave since.
 * It would have to be erased, and nobody asked for that.
 */
export function givenSinceAnOptOut(changes: readonly Change[], now: readonly { table: string; row: Row }[]): boolean {
  const points = changes.filter(({ table }) => table === 'contact_points')
  const remembered = new Set(points.map(({ before, after }) => (after ?? before)?.id))
  const given = now.flatMap(({ table, row }) =>
    table === 'contact_points' && row.ended_at === null && !remembered.has(row.id) ? [row] : [],
  )
  const comingBack = changes.flatMap(({ table, before, after }) =>
    table === 'opt_outs' && before !== null && after === null ? [before] : [],
  )
  return comingBack.some((optOut) =>
    given.some((point) => point.adult_id === optOut.adult_id && isErasedByOptOut([channelOf(optOut)], kindOf(point))),
  )
}

const channelOf = ({ channel }: Row) => channel as OptOutChannel
const kindOf = (point: Row) => ({ kind: String(point.kind), smsCapable: point.sms_capable === true })
