import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { ImportScene } from '../../src/modules/importing/testing.ts'
import { naiveImport } from './naive-import.ts'
import { walk } from './walk.ts'

describe('IMP-5 IMP-7 IMP-22 OPT-2 LET-1 LET-2 a school walked at random keeps what people own', () => {
  let scenes: ImportScene[] = []
  before(async () => {
    scenes = await Promise.all([ImportScene.open(), ImportScene.open()])
  })
  after(() => Promise.all(scenes.map((scene) => scene.close())))

  it('overwrites nothing of a person or the school in 10,000 steps', async () => {
    const seeds = Array.from({ length: 200 }, (_, index) => index + 1).values()
    let steps = 0
    await Promise.all(
      scenes.map(async (scene) => {
        for (const seed of seeds) {
          steps += (await walk(scene, { seed, length: 50 })).steps.length
        }
      }),
    )
    assert.equal(steps, 10_000)
  })

  it('would notice: an import that simply updates is found out within 100 steps', async () => {
    const [scene] = scenes
    if (!scene) throw new Error('no scene')
    for (const seed of [1, 2, 3])
      await assert.rejects(walk(scene, { seed, length: 100, import: naiveImport }), /seed \d+, step \d+/)
  })
})
