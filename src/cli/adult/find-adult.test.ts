import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { ImportScene } from '../../modules/importing/testing.ts'
import { Refusal } from '../../platform/errors/index.ts'
import { findAdultOf } from './find-adult.ts'

describe('which adult a command means', () => {
  let scene: ImportScene
  before(async () => {
    scene = await ImportScene.open()
    await scene.import([
      { name: 'Ann Hassan', title: 'Mrs' },
      { name: 'Bea Khan', id: '1', pupil: 'Sol Khan' },
      { name: 'Bea Khan', id: '2', pupil: 'Tom Khan' },
    ])
  })
  after(() => scene.close())
  const find = (adult: string) => scene.db.inSchool(scene.school.id, (trx) => findAdultOf(trx, scene.school.id, adult))

  it('finds by full name and by id', async () => {
    const ann = await find('ann HASSAN')
    assert.equal(ann.surname, 'Hassan')
    assert.equal((await find(ann.id)).id, ann.id)
  })
  for (const [what, words] of [
    ['nobody', /no adult “nobody”/],
    ['Bea Khan', /more than one adult.*Sol Khan/],
    ['', /no adult/],
    ['00000000-0000-7000-8000-000000000000', /no such adult/],
  ] as const)
    it(`refuses “${what}” in words`, async () => {
      await assert.rejects(find(what), (error) => error instanceof Refusal && words.test(error.words))
    })
})
