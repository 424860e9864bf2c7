import { buildConnector } from 'undici'
import type { Outbound } from './index.ts'

/** For undici: checks the address that is really connected to, so that a name cannot point elsewhere after it was saved (SEC-7). */
export function guardedConnector(outbound: Outbound): buildConnector.connector {
  const connect = buildConnector({ lookup: outbound.lookup, timeout: 10_000 })
  return (options, callback) => {
    try {
      outbound.assertAddressAllowed(options.hostname)
    } catch (error) {
      callback(error instanceof Error ? error : new Error(String(error)), null)
      return
    }
    connect(options, callback)
  }
}
