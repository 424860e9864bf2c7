import type { Clock } from '../../platform/clock/index.ts'
import type { Trx } from '../../platform/db/index.ts'
import { accountById, isNameTaken, setSignInName } from './accounts.store.ts'
import { pauseRecord } from './changing.ts'
import { deleteOtherChannels, insertChannel } from './channels.store.ts'

/**
 * S-17: the person proved a new email or mobile, in a transaction of their school. Codes go there from now on and to the one before no
 * more; where they sign in by that kind of name, the new one is the name, unless it is somebody else's. The record tier stays shut for a
 * day. The caller tells old and new.
 */
export async function takeProvedChannel(
  trx: Trx,
  taking: { accountId: string; kind: 'email' | 'mobile'; value: string; clock: Clock },
): Promise<void> {
  const { accountId, kind, value, clock } = taking
  const account = await accountById(trx, accountId)
  if (!account) return
  await insertChannel(trx, { accountId, kind, value, provedAt: clock.now() })
  await deleteOtherChannels(trx, { accountId, kind, value })
  const isTaken = await isNameTaken(trx, { kind, value }, { butFor: accountId })
  if (account[kind] !== null && !isTaken) await setSignInName(trx, { id: accountId, kind, value })
  await pauseRecord(trx, { accountId, clock })
}
