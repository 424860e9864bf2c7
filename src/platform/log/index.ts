import { pino } from 'pino'

export type Log = {
  debug(facts: object, words?: string): void
  info(facts: object, words?: string): void
  warn(facts: object, words?: string): void
  error(facts: object, words?: string): void
}

/**
 * A log of JSON lines on standard error, so that a command's own output stays clean on standard output.
 * Never log a contact point, a name or a token: log the id of the row.
 */
export function openLog(level: string): Log {
  return pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime }, pino.destination({ fd: 2, sync: true }))
}

/** A log that writes nothing, for tests. */
export const silentLog: Log = { debug() {}, info() {}, warn() {}, error() {} }
