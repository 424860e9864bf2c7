import { parseArgs } from 'node:util'
import { Refusal } from '../platform/errors/index.ts'
import type { Command } from './command.ts'

export type Input = { help: boolean; json: boolean; values: Record<string, unknown>; positionals: string[] }

/** Reads what stands after the command's name. Refuses what the command does not know, in words. */
export function parseInput(command: Command, args: string[]): Input {
  const { values, positionals } = parse(command, args)
  const { help = false, json = false, ...rest } = values
  if (help) return { help: true, json: false, values: {}, positionals: [] }
  checkPositionals(command, positionals)
  return { help: false, json: Boolean(json), values: checkValues(command, rest), positionals }
}

/** How the command is typed, e.g. `gatehouse school create NAME --slug SLUG [--json]`. */
export function usageOf(command: Command): string {
  const options = Object.entries(command.options).map(([name, { type, required, value = 'VALUE', multiple }]) => {
    const typed = `--${name}${type === 'boolean' ? '' : ` ${value}`}`
    return `${required ? typed : `[${typed}]`}${multiple ? '…' : ''}`
  })
  return ['gatehouse', command.name, command.arguments, ...options, '[--json]'].filter(Boolean).join(' ')
}

function parse(command: Command, args: string[]): { values: Record<string, unknown>; positionals: string[] } {
  const options = Object.entries(command.options).map(([name, { type, multiple = false }]) => [
    name,
    { type, multiple },
  ])
  try {
    return parseArgs({
      args,
      allowPositionals: true,
      options: { ...Object.fromEntries(options), help: { type: 'boolean', short: 'h' }, json: { type: 'boolean' } },
    })
  } catch (error) {
    if (error instanceof TypeError) throw wrongUse(command, error.message.split('. ')[0] ?? error.message)
    throw error
  }
}

function checkPositionals(command: Command, given: string[]): void {
  const words = command.arguments?.split(' ') ?? []
  const wanted = words.filter((word) => !word.startsWith('['))
  const missing = wanted[given.length]
  if (missing) throw wrongUse(command, `${missing} is missing`)
  if (given.length > words.length && !words.at(-1)?.includes('…')) {
    throw wrongUse(command, `"${given[words.length]}" is one word too many`)
  }
}

function checkValues(command: Command, given: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(command.options).map(([name, { type, required, multiple, choices }]) => {
      const value = given[name]
      if (value === undefined && required) throw wrongUse(command, `--${name} is missing`)
      if (value !== undefined && choices && ![value].flat().every((each) => choices.includes(String(each)))) {
        throw wrongUse(command, `--${name} is "${value}" and must be one of ${choices.join(', ')}`)
      }
      return [name, value ?? (type === 'boolean' ? false : multiple ? [] : undefined)]
    }),
  )
}

function wrongUse(command: Command, what: string): Refusal {
  return new Refusal('cli.usage', `${what}. Usage: ${usageOf(command)}`)
}
