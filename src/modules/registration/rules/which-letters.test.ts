import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { lettersForPupil, placesLeft } from './which-letters.ts'

const adult = (id: string, homeKey: string | null, registered = false) => ({ id, homeKey, registered })

describe('LET-1 places', () => {
  for (const [limit, registered, left] of [
    [4, 0, 4],
    [4, 3, 1],
    [4, 4, 0],
    [2, 3, 0],
  ] as const) {
    it(`${registered} of ${limit} registered leave ${left}`, () =>
      assert.equal(placesLeft({ limit, registered }), left))
  }
})

describe('LET-8 which letters a pupil gets', () => {
  it('is one sheet with all free places where everybody lives together', () => {
    const pupil = { registered: 1, adults: [adult('ann', 'home', true), adult('bob', 'home')] }
    assert.deepEqual(lettersForPupil(pupil, 4), [{ kind: 'family', places: 3 }])
  })

  it('is one sheet where no address is known', () => {
    assert.deepEqual(lettersForPupil({ registered: 0, adults: [adult('ann', null)] }, 4), [
      { kind: 'family', places: 4 },
    ])
  })

  it('is a sheet for each adult where homes are apart', () => {
    const pupil = { registered: 1, adults: [adult('ann', 'here'), adult('bob', 'there'), adult('cat', 'there', true)] }
    assert.deepEqual(lettersForPupil(pupil, 4), [
      { kind: 'single-adult', adultId: 'ann' },
      { kind: 'single-adult', adultId: 'bob' },
    ])
  })

  it('is none where every place is taken', () => {
    assert.deepEqual(lettersForPupil({ registered: 4, adults: [adult('ann', 'home')] }, 4), [])
  })
})
