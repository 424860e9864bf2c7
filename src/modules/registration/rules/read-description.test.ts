import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { readDescription } from './read-description.ts'
import { sayVerdict } from './say-verdict.ts'

const typed = {
  forename: ' Fatima ',
  surname: 'Al-Hassan',
  relationship: 'Mother',
  email: 'Fatima@Example.org',
  mobile: '07700 900 123',
}

describe('LET-9 who somebody says they are', () => {
  it('is kept in its normal form', () => {
    assert.deepEqual(readDescription(typed).description, {
      forename: 'Fatima',
      surname: 'Al-Hassan',
      relationship: 'Mother',
      email: 'fatima@example.org',
      mobile: '+447700900123',
    })
  })

  for (const [field, text] of [
    ['forename', ''],
    ['forename', '<script>'],
    ['surname', '1234'],
    ['relationship', ' '],
    ['email', 'fatima'],
    ['email', 'a@example.org; b@example.org'],
    ['mobile', '020 7946 0000'],
    ['mobile', '12'],
    ['mobile', ''],
  ] as const) {
    it(`asks again for ${field} “${text}”`, () => {
      assert.deepEqual(Object.keys(readDescription({ ...typed, [field]: text }).errors ?? {}), [field])
    })
  }
})

describe('LET-2 what is said of a code that opens nothing any more', () => {
  for (const verdict of ['used', 'full', 'expired', 'left'] as const) {
    it(`sends to the office: ${verdict}`, () => assert.match(sayVerdict(verdict, 'the office'), /ask the office/))
  }
  it('is the same for a letter that is too old and for a pupil who left', () =>
    assert.equal(sayVerdict('expired', 'the office'), sayVerdict('left', 'the office')))
})
