import { userInfo } from 'node:os'
import { type Actor, commandActor as actorOf } from '../modules/audit/index.ts'

/** Whoever runs the command, for the journal. */
export function commandActor(): Actor {
  return actorOf(`${userInfo().username} (command line)`)
}
