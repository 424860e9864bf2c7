import type { Command } from './command.ts'
import { usageOf } from './parse-input.ts'

/** What `gatehouse --help` prints. */
export function listCommands(commands: Command[]): string {
  const width = Math.max(...commands.map(({ name }) => name.length))
  const lines = commands.map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}`)
  return [
    'Gatehouse, the gateway between a school and its families.',
    '',
    ...lines,
    '',
    'Help on one command: gatehouse COMMAND --help',
  ].join('\n')
}

/** What `gatehouse COMMAND --help` prints. */
export function helpOn(command: Command): string {
  const options = [
    ...Object.entries(command.options).map(([name, { value = 'VALUE', type, words, choices }]) => [
      `--${name}${type === 'boolean' ? '' : ` ${value}`}`,
      choices ? `${words} (${choices.join(', ')})` : words,
    ]),
    ['--json', 'print the result as JSON'],
    ['--help', 'print this'],
  ]
  const width = Math.max(...options.map(([option = '']) => option.length))
  return [
    `${command.summary}.`,
    '',
    `  ${usageOf(command)}`,
    '',
    ...(command.details ? [command.details, ''] : []),
    ...options.map(([option = '', words]) => `  ${option.padEnd(width)}  ${words}`),
  ].join('\n')
}

/** The text of docs/cli.md. */
export function commandsAsMarkdown(commands: Command[]): string {
  const sections = commands.map((command) => `## gatehouse ${command.name}\n\n\`\`\`\n${helpOn(command)}\n\`\`\`\n`)
  return [
    '# The command line',
    '',
    'Made by `npm run docs:cli` from the commands. Do not edit.',
    '',
    'Every command ends with exit code 0 when it is done, 1 when it was refused (the reason is on standard error), and 2',
    'when something went wrong inside. Each takes `--help`, and `--json` prints its result as JSON on standard output.',
    '',
    ...sections,
  ].join('\n')
}
