import { after, before, describe, it } from 'node:test'
import fc from 'fast-check'
import { ImportScene } from '../../src/modules/importing/testing.ts'
import { anyHistory, walkHistory } from './histories.ts'

describe('IMP-6 IMP-16 what an import passes over is what would have come out the same', () => {
  let scene: ImportScene
  before(async () => {
    scene = await ImportScene.open()
  })
  after(() => scene.close())

  it('whatever happens from one day to the next', async () => {
    const walk = fc.asyncProperty(anyHistory, (history) => walkHistory(scene, history))
    // Always the same histories: `npm run prove:passing-over` walks others.
    await fc.assert(walk, { seed: 1, numRuns: 20, endOnFailure: true })
  })
})
