/** Sign-in, sessions, roles and the permission table (SEC-1 to SEC-5). Accounts belong to the instance, roles to a school. */
export type { Account, Session, StaffMember, Workplace } from './accounts.store.ts'
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
