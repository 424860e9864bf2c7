import { randomBytes } from 'node:crypto'
import { Refusal } from '../platform/errors/index.ts'
import type { App, Command } from './command.ts'
import { helpOn, listCommands } from './help.ts'
import { parseInput } from './parse-input.ts'

/** Where a command's output goes; a test passes its own. */
export type Streams = { out(text: string): void; error(text: string): void }

/** Runs the command that the arguments name and gives the exit code: 0 done, 1 refused, 2 fault. */
export async function runCommand(commands: Command[], app: App, args: string[], streams: Streams): Promise<number> {
  try {
    const command = findCommandIfAny(commands, args)
    if (!command) return refuseUnknown(commands, args, streams)
    const input = parseInput(command, args.slice(command.name.split(' ').length))
    if (input.help) {
      streams.out(helpOn(command))
      return 0
    }
    const { data, words, exitCode = 0 } = await command.run(app, input)
    if (input.json) streams.out(JSON.stringify(data ?? null, null, 2))
    else if (words) streams.out(words)
    return exitCode
  } catch (error) {
    return exitCodeOf(error, { debug: app.config.debug, streams })
  }
}

/** The one place where an error becomes an exit code. */
export function exitCodeOf(error: unknown, { debug, streams }: { debug: boolean; streams: Streams }): 1 | 2 {
  if (error instanceof Refusal) {
    streams.error(error.words)
    return 1
  }
  const id = randomBytes(4).toString('hex')
  const reason = error instanceof Error ? error.message : String(error)
  streams.error(`Something went wrong inside Gatehouse (fault ${id}): ${reason}`)
  if (debug && error instanceof Error) streams.error(error.stack ?? '')
  else streams.error('Set GATEHOUSE_DEBUG=1 and run it again to see where.')
  return 2
}

function findCommandIfAny(commands: Command[], args: string[]): Command | null {
  const isNamed = ({ name }: Command) => name.split(' ').every((word, at) => args[at] === word)
  return commands.find(isNamed) ?? null
}

function refuseUnknown(commands: Command[], args: string[], streams: Streams): number {
  const [first] = args
  if (first === undefined || ['--help', '-h', 'help'].includes(first)) {
    streams.out(listCommands(commands))
    return 0
  }
  const ofNoun = commands.filter(({ name }) => name.startsWith(`${first} `))
  if (ofNoun.length === 0) streams.error(`There is no command "${first}".\n\n${listCommands(commands)}`)
  else if (args.includes('--help')) streams.out(listCommands(ofNoun))
  else streams.error(`"gatehouse ${first}" takes one of: ${ofNoun.map(({ name }) => name).join(', ')}.`)
  return ofNoun.length > 0 && args.includes('--help') ? 0 : 1
}
