import {
  closeAccountCommand,
  listAccountsCommand,
  recoverAccountCommand,
  showAccountCommand,
  signOutAccountCommand,
} from './account/account.ts'
import { optInAdultCommand, optOutAdultCommand } from './adult/opt-out.ts'
import type { Command } from './command.ts'
import { addToGroupCommand, deleteGroupCommand, removeFromGroupCommand } from './group/change.ts'
import { createGroupCommand } from './group/create.ts'
import { listGroupsCommand } from './group/list.ts'
import { applyImportCommand } from './import/apply.ts'
import { leaveOutCommand } from './import/leave-out.ts'
import { listImportsCommand } from './import/list.ts'
import { planImportCommand } from './import/plan.ts'
import { undoImportCommand } from './import/undo.ts'
import { demo } from './instance/demo.ts'
import { doctor } from './instance/doctor.ts'
import { migrate } from './instance/migrate.ts'
import { serve } from './instance/serve.ts'
import { worker } from './instance/worker.ts'
import {
  lettersStatusCommand,
  printLettersCommand,
  registrationStatusCommand,
  resetLettersCommand,
} from './letters/letters.ts'
import { sampleLettersCommand } from './letters/sample.ts'
import { addLinkCommand } from './link/add.ts'
import {
  convertLinkCommand,
  endLinkCommand,
  holdLinkCommand,
  primeLinkCommand,
  releaseLinkCommand,
} from './link/change.ts'
import { pickLinkCommand } from './link/pick.ts'
import { liftRestrictionCommand, restrictLinkCommand } from './link/restrict.ts'
import { previewMessageCommand } from './message/preview.ts'
import { reportMessageCommand } from './message/report.ts'
import { sendMessageCommand } from './message/send.ts'
import { exportPeopleCommand } from './people/export.ts'
import { findPeopleCommand } from './people/find.ts'
import { mergePeopleCommand, notSamePeopleCommand, unmergePeopleCommand } from './people/merge.ts'
import { createSchoolCommand } from './school/create.ts'
import { listSchoolsCommand } from './school/list.ts'
import { setSchoolCommand } from './school/set.ts'
import { inviteStaffCommand } from './staff/invite.ts'
import { listStaffCommand } from './staff/list.ts'
import { removeStaffCommand } from './staff/remove.ts'
import { addCredentialCommand, endCredentialCommand, listCredentialsCommand } from './sync/credentials.ts'
import { syncNowCommand, syncStatusCommand, watchFolderCommand } from './sync/sync.ts'
import { endWondeCommand, setUpWondeCommand } from './sync/wonde.ts'

export type { App, Running } from './command.ts'
export { exitCodeOf, runCommand } from './run.ts'

/** Every command, in the order in which help lists them. A new one is added here. */
export const commands: Command[] = [
  demo,
  serve,
  worker,
  migrate,
  doctor,
  inviteStaffCommand,
  listStaffCommand,
  removeStaffCommand,
  listAccountsCommand,
  showAccountCommand,
  signOutAccountCommand,
  closeAccountCommand,
  recoverAccountCommand,
  createSchoolCommand,
  setSchoolCommand,
  listSchoolsCommand,
  planImportCommand,
  applyImportCommand,
  leaveOutCommand,
  undoImportCommand,
  listImportsCommand,
  syncStatusCommand,
  syncNowCommand,
  watchFolderCommand,
  setUpWondeCommand,
  endWondeCommand,
  addCredentialCommand,
  listCredentialsCommand,
  endCredentialCommand,
  exportPeopleCommand,
  findPeopleCommand,
  mergePeopleCommand,
  notSamePeopleCommand,
  unmergePeopleCommand,
  listGroupsCommand,
  createGroupCommand,
  addToGroupCommand,
  removeFromGroupCommand,
  deleteGroupCommand,
  addLinkCommand,
  pickLinkCommand,
  primeLinkCommand,
  endLinkCommand,
  convertLinkCommand,
  releaseLinkCommand,
  holdLinkCommand,
  restrictLinkCommand,
  liftRestrictionCommand,
  optOutAdultCommand,
  optInAdultCommand,
  printLettersCommand,
  resetLettersCommand,
  lettersStatusCommand,
  registrationStatusCommand,
  sampleLettersCommand,
  previewMessageCommand,
  sendMessageCommand,
  reportMessageCommand,
]
