import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { ImportScene, office } from '../../modules/importing/testing.ts'
import { searchPeople } from '../../modules/people/index.ts'
import { readConfig } from '../../platform/config/index.ts'
import { silentLog } from '../../platform/log/index.ts'
import { type App, commands, runCommand } from '../index.ts'

describe('IMP-22 gatehouse people merge, not-same and unmerge', () => {
  let scene: ImportScene
  before(async () => {
    scene = await ImportScene.open()
    const ann = { name: 'Ann Hassan', id: '51', mobile: '07700 900001' }
    await scene.import([ann, { ...ann, id: '52', pupil: 'Idris Hassan' }])
  })
  after(() => scene.close())

  async function run(...args: string[]): Promise<{ code: number; out: string; error: string }> {
    const said = { out: '', error: '' }
    const streams = {
      out(text: string) {
        said.out += text
      },
      error(text: string) {
        said.error += text
      },
    }
    const notHere = () => Promise.reject(new Error('not in this test'))
    const others = { startWeb: notHere, startWorker: notHere, prepareDemo: notHere, untilStopped: notHere }
    const parts = { config: readConfig({}), clock: scene.clock, log: silentLog, database: async () => scene.db }
    const app: App = { ...parts, ...others }
    const code = await runCommand(commands, app, [...args, '--school', scene.school.slug], streams).catch((error) => {
      said.error += error.message
      return 1
    })
    return { code, ...said }
  }
  const anns = async () => {
    const search = { schoolId: scene.school.id, text: 'Ann Hassan' }
    const found = await scene.db.inSchool(scene.school.id, (trx) => searchPeople(trx, search))
    return found.filter(({ kind }) => kind === 'adult').map(({ id }) => id)
  }

  it('says which are meant where a name fits two, and merges and takes back by id', async () => {
    const [one = '', other = ''] = await anns()
    const named = await run('people', 'merge', 'Ann Hassan', other, '--reason', 'asked')
    assert.match(named.error, /more than one adult; use the id/)
    const dry = await run('people', 'merge', one, other, '--reason', 'asked', '--dry-run')
    assert.match(dry.out, /Would make Ann Hassan one with Ann Hassan/)
    assert.equal((await anns()).length, 2)
    const merged = await run('people', 'merge', one, other, '--reason', 'asked')
    assert.equal(merged.code, 0, merged.error)
    assert.equal((await anns()).length, 1)
    const [, merge = ''] = /unmerge ([0-9a-f-]{36})/.exec(merged.out) ?? []
    assert.match((await run('people', 'unmerge', merge, '--dry-run')).out, /can be taken back/)
    assert.equal((await run('people', 'unmerge', merge)).code, 0)
    assert.equal((await anns()).length, 2)
  })

  it('remembers that two are not the same', async () => {
    const [one = '', other = ''] = await anns()
    assert.match((await run('people', 'not-same', one, other, '--dry-run')).out, /Would remember/)
    assert.match((await run('people', 'not-same', one, other)).out, /two people/)
  })

  it('IMP-9 leaves a pupil out of a plan that waits, by admission number', async () => {
    const plan = await scene.plan('Adno,Forename,Surname,DOB,Reg\n77,Kit,Mercer,24/05/2016,6 Oak\n')
    assert.match((await run('import', 'leave-out', plan.id, '--pupil', '77', '--dry-run')).out, /It would be 1 change/)
    assert.match((await run('import', 'leave-out', plan.id, '--pupil', '077')).out, /Done: 1 change/)
    assert.match((await run('import', 'leave-out', plan.id, '--pupil', '88')).error, /says nothing of a pupil/)
    assert.match((await run('import', 'leave-out', plan.id)).error, /Say which/)
    assert.ok(
      (await scene.entries(plan)).some(({ leftOut, leftOutBy }) => leftOut === 'chosen' && leftOutBy !== office.name),
    )
  })
})
