import type { Db } from '../../platform/db/index.ts'
import { textsByIds } from './worker.store.ts'

export type DeliveryText = { subject: string | null; body: string }
export type TextCache = ReturnType<typeof textCache>

const textsKept = 500

/** The texts sent lately: a newsletter is read once, not once for each family. */
export function textCache(db: Db) {
  const kept = new Map<string, DeliveryText>()
  return {
    async textsOf(schoolId: string, rows: readonly { textId: string }[]): Promise<Map<string, DeliveryText>> {
      const wanted = new Set(rows.map((row) => row.textId))
      const ids = [...wanted].filter((id) => !kept.has(id))
      const found = new Map<string, DeliveryText>()
      for (const id of wanted) {
        const text = kept.get(id)
        if (text) found.set(id, text)
      }
      if (ids.length === 0) return found
      const read = await db.asDeliveryWorker((trx) => textsByIds(trx, { schoolId, ids }))
      for (const { id, subject, body } of read) {
        found.set(id, { subject, body })
        kept.set(id, { subject, body })
      }
      for (const oldest of kept.keys()) {
        if (kept.size <= textsKept) break
        kept.delete(oldest)
      }
      return found
    },
  }
}
