import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { ImportScene } from '../../src/modules/importing/testing.ts'
import { isHarmful, measureBrakes, type Rate, shareHeld } from './measure.ts'

describe('IMP-10 how often the brake holds', () => {
  let scene: ImportScene
  let rates: Rate[]
  before(async () => {
    scene = await ImportScene.open()
    rates = await measureBrakes(scene, 1)
  })
  after(() => scene.close())

  const missed = (of: Rate[]) => of.flatMap(({ kind, odd }) => odd.map((what) => `${kind}: ${what}`))

  it('at least 99 of 100 harmful files', (test) => {
    const harmful = rates.filter(isHarmful)
    test.diagnostic(`held ${(shareHeld(harmful) * 100).toFixed(1)}% of harmful files`)
    assert.ok(shareHeld(harmful) >= 0.99, missed(harmful).join('\n'))
  })

  it('at most one of 100 new school years or ordinary days', (test) => {
    const harmless = rates.filter((rate) => !isHarmful(rate))
    test.diagnostic(`held ${(shareHeld(harmless) * 100).toFixed(1)}% of new school years and ordinary days`)
    assert.ok(shareHeld(harmless) <= 0.01, missed(harmless).join('\n'))
  })
})
