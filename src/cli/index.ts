import type { Command } from './command.ts'
import { demo } from './instance/demo.ts'
import { doctor } from './instance/doctor.ts'
import { migrate } from './instance/migrate.ts'
import { serve } from './instance/serve.ts'
import { worker } from './instance/worker.ts'
import { previewMessageCommand } from './message/preview.ts'
import { reportMessageCommand } from './message/report.ts'
import { sendMessageCommand } from './message/send.ts'
import { inviteStaffCommand } from './staff/invite.ts'
import { listStaffCommand } from './staff/list.ts'
import { removeStaffCommand } from './staff/remove.ts'

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
  previewMessageCommand,
  sendMessageCommand,
  reportMessageCommand,
]
