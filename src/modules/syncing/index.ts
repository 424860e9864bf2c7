/**
 * Syncing: what comes from the MIS while nobody sits at the screen (IMP-23): pushed files, a watched folder, a schedule. What
 * arrives goes the same way as files of a page: snapshot, decide, plan, apply.
 */

export { type Credential, credentialsOf as listCredentials } from './credentials.store.ts'
export {
  endCredential,
  findCredential,
  findCredentialByTokenIfAny,
  makeCredential,
  refuseName as refuseCredentialName,
} from './credentials.ts'
export { watchedFolderOf } from './folder.ts'
export type { Notice } from './notices.store.ts'
export type { SyncParts } from './parts.ts'
export { pushAddressOf, readPushScript } from './push-scripts.ts'
export { findPushedRun, findRun, receivePushedFiles, wakeSync } from './receiving.ts'
export { patternOfTime, timeOfPattern } from './rules/next-time.ts'
export { latestRuns, type SyncRun, type SyncState } from './runs.store.ts'
export { type Schedule, scheduleOf as findScheduleIfAny } from './schedules.store.ts'
export { askWondeNow, endWonde, setUpWonde, wondeRegions } from './schedules.ts'
export { ageOfSync, findNotices } from './staleness.ts'
export { noticesThatMustNotGo } from './telling.ts'
export { type SyncWorker, startSyncWorker, workAtDeskOf } from './worker.ts'
