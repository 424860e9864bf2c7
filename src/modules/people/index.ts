/** People: members, adults, links, contact points, groups, opt-outs, restrictions. */

export { insertMisId } from './adults.store.ts'
export { type BlockedPoint, blockedPoints } from './blocked.store.ts'
export { forgetOldValues } from './contact-values.store.ts'
export type { DayCoverage, YearCoverage } from './coverage.store.ts'
export { coverageSince, writeCoverage } from './coverage.store.ts'
export { coverageNow, noteCoverage } from './coverage.ts'
export { findPupilsOfAdults } from './duplicates.store.ts'
export type { SuggestedPair } from './duplicates.ts'
export { adultsDecidedOthers, compareAdults, decideNotSame, mostSuggested, suggestDuplicates } from './duplicates.ts'
export { membersById } from './families.store.ts'
export type { ClassCount, Found } from './find.store.ts'
export {
  classes,
  countRegisteredAdults,
  housesOfSchool,
  membersWhere,
  pupilsByReferences,
  registeredMembers,
} from './find.store.ts'
export type { GroupOfSchool } from './groups.ts'
export {
  addToGroup,
  deleteOwnGroup,
  findGroup,
  findOwnGroupNamed,
  groupsOfSchool,
  makeOwnGroup,
  pupilsOfGroup,
  removeFromGroup,
  renameOwnGroup,
} from './groups.ts'
export { type FlaggedContactOf, holdWhoIsFlagged } from './hold-who-is-flagged.ts'
export { issuesAmong } from './issues.store.ts'
export type { DataIssue } from './issues.ts'
export { dismissIssue, findIssue, listIssues, raiseIssue, settleIssue } from './issues.ts'
export { joinRegisteredAdult } from './joining.ts'
export type { TypedAdult } from './linking.ts'
export { linkAdultByHand, linkPickedAdult, refuseRestricted, takeAdultFromMis } from './linking.ts'
export type { CourtOrderDecision } from './links.store.ts'
export { courtOrderDecisions } from './links.store.ts'
export { convertLinksToMis, decideCourtOrder, endLink, findFamily, setPrime } from './links.ts'
export type { Merge } from './merges.store.ts'
export { findMergedIntoIfAny, listMerges, mergeAdults, undoMerge, whichIsKept } from './merging.ts'
export type { ForgetContactPoints } from './opt-outs.ts'
export { eraseDetailsOfMis, findAdult, liftOptOut, optOutAdult } from './opt-outs.ts'
export { type HeldOfAdult, heldOfAdult } from './own-details.store.ts'
export {
  isSharedChannel,
  linkOwnChild,
  type OwnAct,
  removedByThePerson,
  removeOwnLink,
  takeOwnChannel,
  takeOwnName,
} from './own-details.ts'
export type { ExportedAdult, ExportedMember, HomeCounts } from './people.ts'
export {
  countsForHome,
  exportPeople,
  findPupilsOf,
  findStaffMember,
  groupsOfMember,
  loadAdultPoints,
  loadAdults,
  loadChildren,
  loadFamilies,
  loadLinks,
  loadMemberPoints,
  loadPersons,
  recordOutcomeOfContact,
  reopenContactPoint,
  searchPeople,
} from './people.ts'
export type {
  Adult,
  ContactPoint,
  Family,
  Flag,
  Link,
  Member,
  MemberRole,
  MemberStatus,
  Origin,
  Person,
} from './people.types.ts'
export { type ProvedAt, pointToProvedChannel, whoProvedChannel } from './proved-channels.store.ts'
export type { RegisterAs, Registrant } from './registering.ts'
export { findAdultsWithDetails, registerAdult } from './registering.ts'
export { registerMember } from './registering-members.ts'
export type { CloseToRestricted, Evidence, RestrictedPair } from './restricting.ts'
export { liftRestriction, placeRestriction } from './restricting.ts'
export { type Restriction, restrictionsOf } from './restrictions.store.ts'
export { channelOfPoint, isWorkingChannel } from './rules/channel-of-point.ts'
export type { GroupRule } from './rules/fits-rule.ts'
export { foldName } from './rules/fold-name.ts'
export type { CourtOrder, LinkState } from './rules/link-state.ts'
export { isPrimeNow, stateOfLink } from './rules/link-state.ts'
export type { OptOutChannel } from './rules/opted-out.ts'
export { hasOptedOut, isErasedByOptOut } from './rules/opted-out.ts'
export { isPlaceholder, type ParsedPoint, type PointKind, type ReadingOptions } from './rules/parsed-point.ts'
export { readEmails } from './rules/read-emails.ts'
export { readPhones } from './rules/read-phones.ts'
