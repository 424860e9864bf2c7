import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { systemActor } from '../../modules/audit/index.ts'
import { report } from '../../modules/importing/testing.ts'
import { createSchool } from '../../modules/schools/index.ts'
import { fixedClock } from '../../platform/clock/index.ts'
import { readConfig } from '../../platform/config/index.ts'
import { type TestDb, testDatabase } from '../../platform/db/testing.ts'
import { silentLog } from '../../platform/log/index.ts'
import { type App, commands, runCommand } from '../index.ts'

describe('IMP-23 gatehouse sync and gatehouse credential', () => {
  let db: TestDb
  let clock = fixedClock('2026-11-21T09:00:00Z')
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse-cli-sync-'))
  before(async () => {
    db = await testDatabase()
    await createSchool(db, { name: 'Hill Primary', slug: 'hill', actor: systemActor, clock })
  })
  after(async () => {
    await db.close()
    rmSync(folder, { recursive: true, force: true })
  })

  const run = async (...args: string[]) => {
    let out = ''
    const streams = {
      out(text: string) {
        out += text
      },
      error(text: string) {
        out += text
      },
    }
    const notHere = () => Promise.reject(new Error('not in this test'))
    const app: App = {
      config: readConfig({ GATEHOUSE_URL: 'https://gate.example', GATEHOUSE_DATA: folder }),
      clock,
      log: silentLog,
      database: async () => db,
      startWeb: notHere,
      startWorker: notHere,
      prepareDemo: notHere,
      untilStopped: notHere,
    }
    await runCommand(commands, app, [...args, '--school', 'hill'], streams).catch((error) => {
      out += error.message
    })
    return out
  }

  it('make, list and end credentials; a dry run makes none', async () => {
    assert.match(await run('credential', 'add', 'SIMS server', '--dry-run'), /Nothing was made/)
    const made = await run('credential', 'add', 'SIMS server')
    assert.match(made, /https:\/\/gate\.example\/hooks\/imports\/hill[\s\S]*gatehouse_[\w-]{43}/)
    assert.match(
      await run('credential', 'add', 'SIMS server', '--dry-run'),
      /There is a credential “SIMS server” already/,
    )
    assert.match(await run('credential', 'list'), /SIMS server .*last used never/)
    assert.match(await run('credential', 'end', 'SIMS server', '--dry-run'), /Nothing was changed/)
    assert.match(await run('credential', 'end', 'SIMS server'), /opens nothing any more/)
    assert.match(await run('credential', 'end', 'SIMS server'), /No credential “SIMS server” stands/)
  })

  it('watch the folder, and read it now', async () => {
    assert.match(await run('sync', 'watch', 'on', '--dry-run'), /watched \(nothing was changed\)/)
    assert.match(await run('sync', 'watch', 'perhaps'), /takes yes or no/)
    assert.match(await run('sync', 'watch', 'on'), /inbox\/hill is watched/)
    mkdirSync(join(folder, 'inbox', 'hill'), { recursive: true })
    writeFileSync(join(folder, 'inbox', 'hill', 'contacts.csv'), report(['Amira Hassan']))
    await run('sync', 'now')
    clock = fixedClock('2026-11-21T09:00:05Z')
    assert.match(await run('sync', 'now', '--dry-run'), /Last success: none yet/)
    assert.match(await run('sync', 'now'), /waits {2}contacts\.csv {2}This school looks at every plan/)
    assert.equal(readdirSync(join(folder, 'inbox', 'hill', 'processed')).length, 1)
    assert.match(await run('sync', 'status'), /! contacts\.csv came from Watched folder, set up by/)
  })

  it('set up Wonde with a token from a file, and end it', async () => {
    const token = join(folder, 'token')
    writeFileSync(token, 'very-secret\n')
    const set = ['sync', 'wonde', '--wonde-school', 'A193', '--at', '02:15']
    assert.match(await run(...set), /Type the token/)
    assert.match(await run(...set, '--dry-run'), /Type the token/, 'a dry run refuses what would be refused')
    assert.match(await run('sync', 'end-wonde', '--dry-run'), /No schedule stands/)
    assert.match(await run(...set, '--token-file', join(folder, 'nowhere')), /cannot be read/)
    assert.match(await run(...set, '--token-file', token, '--dry-run'), /Nothing was changed/)
    assert.match(await run(...set, '--token-file', token, '--days', 'school days'), /2026-11-23T02:15/)
    assert.ok(!(await run('sync', 'status', '--json')).includes('very-secret'))
    assert.match(await run('sync', 'end-wonde'), /is ended/)
    assert.match(await run('sync', 'end-wonde'), /No schedule stands/)
  })
})
