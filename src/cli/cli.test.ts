import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { describe, it } from 'node:test'
import { fixedClock } from '../platform/clock/index.ts'
import { readConfig } from '../platform/config/index.ts'
import { Refusal } from '../platform/errors/index.ts'
import { silentLog } from '../platform/log/index.ts'
import { inProject } from '../platform/paths/index.ts'
import { type App, type Command, defineCommand } from './command.ts'
import { commandsAsMarkdown } from './help.ts'
import { leaveOutCommand } from './import/leave-out.ts'
import { commands } from './index.ts'
import { runCommand } from './run.ts'

const never = () => Promise.reject(new Error('not part of this test'))
const app: App = {
  config: readConfig({}),
  clock: fixedClock('2026-11-21T09:00:00Z'),
  log: silentLog,
  database: never,
  startWeb: never,
  startWorker: never,
  prepareDemo: never,
  untilStopped: never,
}

const paint = defineCommand({
  name: 'door paint',
  summary: 'Paint a door',
  arguments: 'DOOR',
  options: {
    colour: { type: 'string', words: 'which colour', required: true, choices: ['red', 'green'] },
    twice: { type: 'boolean', words: 'two coats' },
  },
  async run(_app, { values, positionals: [door] }) {
    if (door === 'locked') throw new Refusal('door.locked', 'That door is locked.')
    if (door === 'rotten') throw new Error('it fell off')
    return { data: { door, ...values }, words: `${door} is ${values.colour}` }
  },
})

const run = (...args: string[]) => runOneOf([paint], args)

async function runOneOf(known: Command[], args: string[]) {
  const printed = { out: '', error: '' }
  const streams = { out: (text: string) => (printed.out += text), error: (text: string) => (printed.error += text) }
  return { code: await runCommand(known, app, args, streams), ...printed }
}

describe('IMP-9 import leave-out', () => {
  for (const [entries, words] of [
    ['12,abc', /“abc” is no number of a change/],
    ['12,,13', /“” is no number/],
    ['', /Say which/],
  ] as const)
    it(`leaves nothing out that was typed otherwise than meant: ${JSON.stringify(entries)}`, async () => {
      const typed = ['import', 'leave-out', 'plan', '--school', 'hill', '--entries', entries]
      const { code, error } = await runOneOf([leaveOutCommand], typed)
      assert.notEqual(code, 0)
      assert.match(error, words)
    })
})

describe('a command', () => {
  it('prints its words, or its data as JSON', async () => {
    assert.deepEqual(await run('door', 'paint', 'front', '--colour', 'red'), {
      code: 0,
      out: 'front is red',
      error: '',
    })
    const { out } = await run('door', 'paint', 'front', '--colour', 'red', '--twice', '--json')
    assert.deepEqual(JSON.parse(out), { door: 'front', colour: 'red', twice: true })
  })

  it('ends with 1 and its reason when it is refused', async () => {
    assert.deepEqual(await run('door', 'paint', 'locked', '--colour=red'), {
      code: 1,
      out: '',
      error: 'That door is locked.',
    })
  })

  it('ends with 2, an id and no stack trace when something went wrong inside', async () => {
    const { code, error } = await run('door', 'paint', 'rotten', '--colour=red')
    assert.equal(code, 2)
    assert.match(error, /fault [0-9a-f]{8}\): it fell off/)
    assert.doesNotMatch(error, /at .*\.js/)
  })

  for (const [what, args, words] of [
    ['an option that is missing', ['front'], /--colour is missing. Usage: gatehouse door paint DOOR --colour VALUE/],
    ['a value it does not know', ['front', '--colour=blue'], /must be one of red, green/],
    ['an option it does not know', ['front', '--colour=red', '--color=red'], /Unknown option '--color'/],
    ['an argument that is missing', ['--colour=red'], /DOOR is missing/],
    ['an argument too many', ['front', 'back', '--colour=red'], /"back" is one word too many/],
  ] as const) {
    it(`refuses ${what}`, async () => {
      const { code, error } = await run('door', 'paint', ...args)
      assert.equal(code, 1)
      assert.match(error, words)
    })
  }

  it('explains itself, alone and in the list', async () => {
    assert.match((await run('door', 'paint', '--help')).out, /Paint a door\.\n\n {2}gatehouse door paint DOOR/)
    assert.match((await run('--help')).out, /door paint {2}Paint a door/)
    assert.deepEqual((await run('window')).code, 1)
    assert.match((await run('door')).error, /takes one of: door paint/)
  })
})

describe('the commands', () => {
  it('stand in docs/cli.md as they are (npm run docs:cli)', () => {
    assert.equal(readFileSync(inProject('docs/cli.md'), 'utf8'), commandsAsMarkdown(commands))
  })
})
