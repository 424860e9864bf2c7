import type { Clock } from '../../platform/clock/index.ts'
import type { SecretBox } from '../../platform/crypto/index.ts'
import type { Db } from '../../platform/db/index.ts'
import type { Log } from '../../platform/log/index.ts'

/** What working at a desk stands on; `main.ts` gives it. */
export type SyncParts = {
  db: Db
  clock: Clock
  log: Log
  dataFolder: string
  /** Where each school's watched folder stands, by its slug. */
  inboxFolder: string
  /** How people reach this instance: for links in emails. */
  publicUrl: string
  secretBox: SecretBox
  /** Hosts inside the operator's network to which a connection may go all the same (decision 24). */
  privateTargets: readonly string[]
  /** How long a second of waiting for the other side lasts; shorter in tests. */
  secondMs?: number
}
