import type { Clock } from '../platform/clock/index.ts'
import type { Config } from '../platform/config/index.ts'
import type { Db } from '../platform/db/index.ts'
import type { Log } from '../platform/log/index.ts'

/** A running part of the program. */
export type Running = { close(): Promise<void> }

/** What `main.ts` hands to every command. */
export type App = {
  config: Config
  clock: Clock
  log: Log
  /** The open, migrated database; opened at the first call and closed when the command is done. */
  database(): Promise<Db>
  /** The parts that commands start but, by the arrows between folders, may not import. */
  startWeb(db: Db, options: { demo: boolean }): Promise<Running & { url: string }>
  startWorker(db: Db): Promise<Running>
  /** Makes the demo school when there is none. Gives the lines to print about it: how to sign in and what to try. */
  prepareDemo(db: Db): Promise<string[]>
  /** Resolves when the process is asked to stop. */
  untilStopped(): Promise<void>
}

export type Option = {
  type: 'string' | 'boolean'
  /** What it does, for --help and docs/cli.md. */
  words: string
  /** What stands for the value in the usage, e.g. SLUG. */
  value?: string
  required?: boolean
  multiple?: boolean
  choices?: readonly string[]
}

type Options = Record<string, Option>

type ValueOf<O extends Option> = O extends { type: 'boolean' }
  ? boolean
  : O extends { multiple: true }
    ? string[]
    : O extends { required: true }
      ? string
      : string | undefined

type Values<O extends Options> = { -readonly [K in keyof O]: ValueOf<O[K]> }

/** What a command found or did: `data` is printed by --json, `words` without it. Exit code 1 means refused. */
export type Output = { data?: unknown; words?: string; exitCode?: 0 | 1 }

export type Command = {
  /** As typed after `gatehouse`, e.g. `school create`. */
  name: string
  /** One line, for the list of commands. */
  summary: string
  /** The arguments without dashes, e.g. `NAME`; the last may end in `…` for one or more. */
  arguments?: string
  /** More about it, in sentences. */
  details?: string
  options: Options
  run(app: App, input: { values: Record<string, unknown>; positionals: string[] }): Promise<Output>
}

/** Declares a command, so that `values` has the types that its options promise. Every command takes --json and --help. */
export function defineCommand<const O extends Options>(
  command: Omit<Command, 'run' | 'options'> & {
    options: O
    run(app: App, input: { values: Values<O>; positionals: string[] }): Promise<Output>
  },
): Command {
  // `parseInput` has checked the values against the options before they come here.
  return {
    ...command,
    run: (app, { values, positionals }) => command.run(app, { values: values as Values<O>, positionals }),
  }
}
