import { statfsSync, statSync } from 'node:fs'
import { checkHealth, listPendingMigrations } from '../../platform/db/index.ts'
import { Refusal } from '../../platform/errors/index.ts'
import { type App, defineCommand } from '../command.ts'

type Finding = { check: string; ok: boolean; found: string }

export const doctor = defineCommand({
  name: 'doctor',
  summary: 'Look at this machine and the database, and say what is wrong',
  details: 'Ends with exit code 1 when something is wrong. Changes nothing, except that the database is started.',
  options: {},
  async run(app) {
    const findings = [checkNode(), ...checkFolder(app), ...(await checkDatabase(app))]
    return {
      data: findings,
      words: findings.map(({ check, ok, found }) => `${ok ? 'ok   ' : 'WRONG'}  ${check}: ${found}`).join('\n'),
      exitCode: findings.every(({ ok }) => ok) ? 0 : 1,
    }
  },
})

function checkNode(): Finding {
  const ok = Number(process.versions.node.split('.')[0]) >= 24
  return { check: 'Node', ok, found: `${process.version}${ok ? '' : ', and 24 or newer is needed'}` }
}

function checkFolder({ config }: App): Finding[] {
  const folder = statSync(config.dataFolder, { throwIfNoEntry: false })
  if (!folder) return [{ check: 'data folder', ok: true, found: `${config.dataFolder} (not made yet)` }]
  const othersMayWrite = (folder.mode & 0o022) !== 0
  const { bavail, bsize } = statfsSync(config.dataFolder)
  const freeGigabytes = (bavail * bsize) / 1e9
  return [
    {
      check: 'data folder',
      ok: !othersMayWrite,
      found: `${config.dataFolder}${othersMayWrite ? ' may be written by other users; take that right away' : ''}`,
    },
    {
      check: 'disk',
      ok: freeGigabytes >= 1,
      found: `${freeGigabytes.toFixed(1)} GB free${freeGigabytes >= 1 ? '' : ', and at least 1 GB is needed'}`,
    },
  ]
}

async function checkDatabase(app: App): Promise<Finding[]> {
  try {
    const pending = await listPendingMigrations(app.config, app.log)
    const migrations: Finding = {
      check: 'migrations',
      ok: pending.length === 0,
      found: pending.length === 0 ? 'all done' : `${pending.length} to be run; "gatehouse migrate" runs them`,
    }
    if (!migrations.ok) return [migrations]
    const { version, tablesWithoutTenancy, ownedByRuntime } = await checkHealth(await app.database())
    return [
      {
        check: 'database',
        ok: true,
        found: `PostgreSQL ${version}, ${app.config.databaseUrl ? 'a server' : 'embedded'}`,
      },
      migrations,
      nothingIn('tables that do not keep schools apart', tablesWithoutTenancy),
      nothingIn('tables that belong to the running program', ownedByRuntime),
    ]
  } catch (error) {
    if (error instanceof Refusal) return [{ check: 'database', ok: false, found: error.words }]
    throw error
  }
}

function nothingIn(check: string, names: string[]): Finding {
  return { check, ok: names.length === 0, found: names.join(', ') || 'none' }
}
