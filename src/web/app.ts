import type { OpenDelivery } from '../modules/delivery/index.ts'
import type { Clock } from '../platform/clock/index.ts'
import type { Config } from '../platform/config/index.ts'
import type { KeyedHash, SecretBox } from '../platform/crypto/index.ts'
import type { Db } from '../platform/db/index.ts'
import type { Log } from '../platform/log/index.ts'

/** What the pages stand on, wired by hand in `main.ts`. */
export type WebApp = {
  db: Db
  clock: Clock
  config: Config
  log: Log
  /** Seals what must be had back, such as the secrets of authenticator apps. */
  secretBox: SecretBox
  /** Hashes the codes of letters and of proofs, which are only compared. */
  keyedHash: KeyedHash
  /** The providers and the doors by which receipts come in. */
  delivery: OpenDelivery
  /** The process runs as the demo: one-click sign-in on loopback, the component page, a note on every page. */
  demo: boolean
  /** Tells the delivery worker, if it runs in this process, that something is due. */
  wakeDelivery?: () => void
}
