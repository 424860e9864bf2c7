/**
 * The journal (SEC-6): who did what, when, about whom. Append-only, written in the caller's transaction,
 * each entry chained to the one before it by SHA-256 so that an altered journal shows.
 */
export type { Actor, AuditEntry, AuditFilter } from './audit.ts'
export {
  commandActor,
  familyActor,
  holdJournal,
  listEntries,
  recordAct,
  recordActs,
  systemActor,
  verifyChain,
} from './audit.ts'
