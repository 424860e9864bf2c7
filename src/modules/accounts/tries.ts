import { createHash } from 'node:crypto'
import type { Clock } from '../../platform/clock/index.ts'
import type { Db } from '../../platform/db/index.ts'
import { forgetAfterSeconds, waitAfterWrongTries } from './rules/wait-after-wrong-tries.ts'
import { lockTries, setTries } from './tries.store.ts'

/**
 * SEC-3: counts a try before it is looked at, so that many at once are not free; returns the seconds to wait, 0 when it may be looked
 * at.
 */
export async function chargeTry(db: Db, { key, clock }: { key: Buffer; clock: Clock }): Promise<number> {
  return db.inInstance(async (trx) => {
    const now = clock.now()
    const { wrong, lastAt } = await lockTries(trx, { key, now })
    const since = (now.getTime() - lastAt.getTime()) / 1000
    const counted = since > forgetAfterSeconds ? 0 : wrong
    const wait = Math.ceil(waitAfterWrongTries(counted) - since)
    if (wait > 0) return wait
    await setTries(trx, { key, wrong: counted + 1, now })
    return 0
  })
}

export function keyOfTries(parts: (string | null)[]): Buffer {
  return createHash('sha256').update(JSON.stringify(parts)).digest()
}
