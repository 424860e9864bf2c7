/** Sign-in, sessions, roles and the permission table (SEC-1 to SEC-5). Accounts belong to the instance, roles to a school. */

export type { AdultAtSchool } from './account-adults.store.ts'
export {
  endSessionsOfAdult,
  findAccountOfAdultIfAny,
  hasProved,
  isCleared,
  joinAdultToAccount,
  listAdultsOfAccount,
  someoneSignsInWith,
} from './account-adults.ts'
export type { Account } from './accounts.store.ts'
export type { AccountRow } from './administering.store.ts'
export { clearSignIn, closeAccount, findAccount, listAccounts, signOutEverywhere } from './administering.ts'
export type { Changing } from './changing.ts'
export type { ProvedChannel } from './channels.store.ts'
export { type DemoPerson, listDemoPeople, makeDemoParent, startDemoSession } from './demo.ts'
export {
  acceptInvitation,
  findInvitation,
  type Invitation,
  inviteStaff,
  makeFirstAdministratorLink,
  type SetUp,
} from './invitations.ts'
export type { Opening } from './openings.store.ts'
export {
  findOpening,
  openForAdult,
  openRecovery,
  proveOpening,
  sendOpeningCodes,
  type TypedProofs,
} from './openings.ts'
export { takeProvedChannel } from './own-channels.ts'
export {
  changeOwnPassword,
  type PasswordChange,
  type PasswordOutcome,
} from './own-password.ts'
export {
  addPasskey,
  chooseSentCodes,
  findOwnSignIn,
  makeCard,
  makeRecoveryCode,
  type OwnSignIn,
  removeApp,
  removePasskey,
  setApp,
} from './own-sign-in.ts'
export type { Passkey } from './passkeys.store.ts'
export { askForPasskey, listPasskeys, offerPasskey, signInWithPasskey } from './passkeys.ts'
export type { StaffMember, Workplace } from './roles.store.ts'
export { isProved } from './rules/is-proved.ts'
export { type PasswordProblem, shortestAlone, shortestPassword } from './rules/password-rule.ts'
export { isRole, may, type Permission, type Role, roleNames, roles, rolesThatMay } from './rules/permissions.ts'
export { showPrintedCode } from './rules/printed-code.ts'
export type { Tier } from './rules/session-life.ts'
export { totpAddress, totpCode, totpSecretInWords } from './rules/totp.ts'
export { appSecretOf } from './sealed-totp.ts'
export type { SecondFactors } from './second-factors.ts'
export type { Session } from './sessions.store.ts'
export {
  endOtherSessions,
  endSession,
  findRoles,
  findSignedInIfAny,
  listSessions,
  type SignedIn,
  signOut,
  startSession,
} from './sessions.ts'
export { findNameToBe, type NewWay, type SecondStep, secondSteps, setSignIn } from './setting-a-sign-in.ts'
export {
  findSecondFactorsIfAny,
  markBrowser,
  proveSecondFactor,
  sendSecondFactor,
  signInWithPassword,
} from './sign-in.ts'
export { addStaff, listStaff, listWorkplaces, removeStaff } from './staff.ts'
export { resetStaffSignIn } from './staff-sign-in.ts'
export { accountMessagesThatMustNotGo } from './telling.ts'
export { writeToStaff } from './writing-to-staff.ts'
