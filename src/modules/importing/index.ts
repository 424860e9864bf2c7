/** Importing: MIS files → records → plan → apply → undo. */

export { applyPlan, asksWhetherFamiliesKnow, forgetContactPoints } from './applying.ts'
export type { ChangedSince } from './changed-since.store.ts'
export type { Changeover, PupilChangeover } from './changeover.ts'
export { changeoverOf } from './changeover.ts'
export { entriesOnlyIn } from './comparing.store.ts'
export { type CorrectionForMis, correctionsAsTable, listCorrections, tellDataManager } from './corrections.ts'
export { countFirstContacts } from './first-contacts.store.ts'
export { flaggedContactOf } from './flagged-contact.ts'
export { FORMAT_NAMES, type FormatName } from './formats/format.ts'
export { wordsOfFormat } from './formats/formats.ts'
export { type WondeList, wondeFirstLine, wondeLastLine, wondeLine } from './formats/wonde.ts'
export { countLeftOut as countEntriesLeftOut } from './leaving-out.store.ts'
export { type LeftOut, leaveOut, takeAgain } from './leaving-out.ts'
export { pickContact, type SnapshotContact, snapshotContactsOf } from './picking.ts'
export { plainFileName } from './plain-file-name.ts'
export { entriesOf, type StoredEntry } from './plan-entries.store.ts'
export { notesOfPlan, type PlanNote } from './plan-notes.store.ts'
export { longestNote, notePlan } from './plan-notes.ts'
export {
  type ClassOfPlan,
  classesOfPlan,
  entriesOfClass,
  entriesOfPupil,
  type PlanKey,
  rulesOfPlan,
  type Shown,
  type Sought,
} from './plan-pages.store.ts'
export { findPlan, lastRun, listPlans, planImport, throwAwayPlan } from './planning.ts'
export type { Changes, Plan } from './plans.store.ts'
export type { Mapping } from './reading/inspect-files.ts'
export { type ListedColumns, listColumns, mappingFields } from './reading/list-columns.ts'
export { rejectedOf } from './rejected-rows.store.ts'
export type { Held } from './rules/brakes.ts'
export type { InMis, Today } from './rules/branch-of-pupil.ts'
export { mayBeChosen } from './rules/left-out.ts'
export { whoComesNameless } from './rules/who-comes-nameless.ts'
export { isUndoable, undoRun, whatChangedSince } from './undoing.ts'
export { listMappings, type SavedMapping, type Upload } from './uploads.store.ts'
export {
  filesOfUpload,
  findUpload,
  findUploadOfPlanIfAny,
  forgetUpload,
  isBrokenOff,
  keepUpload,
  listUnplanned,
  planUpload,
  saveMapping,
  tidyUploads,
} from './uploads.ts'
