import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { lettersForPupil, type PupilForLetters, placesLeft } from './which-letters.ts'

const adult = (id: string, homeKey: string | null, registered = false) => ({ id, homeKey, registered })
const letters = (pupil: Partial<PupilForLetters>, eachAdult = false) =>
  lettersForPupil({ registered: 0, keepApart: false, adults: [], ...pupil }, { limit: 4, eachAdult })
const single = (adultId: string) => ({ kind: 'single-adult' as const, adultId })

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
    assert.deepEqual(letters(pupil), [{ kind: 'family', places: 3 }])
  })

  it('is one sheet where no address is known', () => {
    assert.deepEqual(letters({ adults: [adult('ann', null)] }), [{ kind: 'family', places: 4 }])
  })

  it('is a sheet for each adult where homes are apart', () => {
    const pupil = { registered: 1, adults: [adult('ann', 'here'), adult('bob', 'there'), adult('cat', 'there', true)] }
    assert.deepEqual(letters(pupil), [single('ann'), single('bob')])
  })

  it('is a sheet for the adult at home where another is held by a court order, and none for a name without an address', () => {
    const adults = [adult('ann', 'here'), adult('bob', null)]
    assert.deepEqual(letters({ keepApart: true, adults }), [single('ann')])
    assert.deepEqual(letters({ keepApart: true, adults: [adult('bob', null)] }), [])
  })

  it('is a sheet for each adult where somebody asks for that', () => {
    const adults = [adult('ann', 'home'), adult('bob', 'home'), adult('cat', null), adult('dan', 'home', true)]
    assert.deepEqual(letters({ adults }, true), [single('ann'), single('bob'), single('cat')])
  })

  it('is none where every place is taken', () => {
    assert.deepEqual(letters({ registered: 4, adults: [adult('ann', 'home')] }), [])
  })
})
