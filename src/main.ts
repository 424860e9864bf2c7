import { type App, commands, exitCodeOf, runCommand } from './cli/index.ts'
import { systemClock } from './platform/clock/index.ts'
import { readConfig } from './platform/config/index.ts'
import { type Db, openDatabase } from './platform/db/index.ts'
import { openLog } from './platform/log/index.ts'
import { startWeb } from './web/index.ts'

// Everything is wired here, by hand.

const streams = {
  out: (text: string) => void process.stdout.write(`${text}\n`),
  error: (text: string) => void process.stderr.write(`${text}\n`),
}

async function main(args: string[]): Promise<number> {
  const config = readConfig()
  const log = openLog(config.logLevel)
  let opened: Promise<Db> | null = null
  const app: App = {
    config,
    clock: systemClock,
    log,
    database() {
      opened ??= openDatabase(config, log)
      return opened
    },
    startWeb: (db, { demo }) => startWeb({ db, clock: systemClock, config, log, demo }),
    startWorker: async () => ({ close: async () => {} }),
    prepareDemo: async () => [],
    untilStopped,
  }
  try {
    return await runCommand(commands, app, args, streams)
  } finally {
    const db = await (opened as Promise<Db> | null)?.catch(() => null)
    await db?.close()
  }
}

function untilStopped(): Promise<void> {
  return new Promise((resolve) => {
    process.once('SIGINT', () => resolve())
    process.once('SIGTERM', () => resolve())
  })
}

process.exitCode = await main(process.argv.slice(2)).catch((error) =>
  exitCodeOf(error, { debug: Boolean(process.env.GATEHOUSE_DEBUG), streams }),
)
