import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { nameToGreet } from './name-to-greet.ts'

describe('the greeting', () => {
  const names = [
    ['Ruth Adeyemi', 'Ruth'],
    ['Mrs Head', 'Mrs Head'],
    ['Dr. Siân Llŷr', 'Dr. Siân Llŷr'],
    ['Drew Jones', 'Drew'],
    ['Ruth', 'Ruth'],
    ['', ''],
  ] as const
  for (const [name, greeted] of names)
    it(`greets “${name}” as “${greeted}”`, () => assert.equal(nameToGreet(name), greeted))
})
