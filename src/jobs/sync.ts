import { type SyncParts, startSyncWorker } from '../modules/syncing/index.ts'

/** Reads what comes from the MIS by itself until closed; closing lets what is under way end first (IMP-23). */
export function startSyncing(parts: SyncParts): { close(): Promise<void> } {
  const worker = startSyncWorker(parts)
  return { close: worker.stop }
}
