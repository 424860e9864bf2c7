/** Sign-in, sessions, roles and the permission table (SEC-1 to SEC-5). Accounts belong to the instance, roles to a school. */

export type { AdultAtSchool } from './account-adults.store.ts'
export {
  findAccountOfAdultIfAny,
  giveAccountToAdult,
  joinAdultToAccount,
  listAdultsOfAccount,
} from './account-adults.ts'
export type { Account } from './accounts.store.ts'
export { type DemoRole, demoRoles, startDemoSession } from './demo.ts'
export {
  acceptInvitation,
  findInvitation,
  type Invitation,
  inviteStaff,
  makeFirstAdministratorLink,
  type SetUp,
} from './invitations.ts'
export { changeOwnPassword, type PasswordChange, signsInWithPassword } from './own-password.ts'
export type { Passkey } from './passkeys.store.ts'
export { addPasskey, askForPasskey, listPasskeys, offerPasskey, removePasskey, signInWithPasskey } from './passkeys.ts'
export type { StaffMember, Workplace } from './roles.store.ts'
export { shortestPassword } from './rules/password-rule.ts'
export {
  isRole,
  may,
  type Permission,
  permissionTable,
  type Role,
  roleNames,
  roles,
  rolesThatMay,
} from './rules/permissions.ts'
export type { Tier } from './rules/session-life.ts'
export { totpAddress, totpCode, totpSecretInWords } from './rules/totp.ts'
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
export { markBrowser, proveSecondFactor, type SignInOutcome, signInWithPassword } from './sign-in.ts'
export { addStaff, listStaff, listWorkplaces, removeStaff } from './staff.ts'
