import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { startOfDay } from './day.ts'

describe('when a day begins', () => {
  for (const [day, zone, instant] of [
    ['2026-11-21', 'Europe/London', '2026-11-21T00:00:00.000Z'],
    ['2026-07-01', 'Europe/London', '2026-06-30T23:00:00.000Z'],
    ['2026-07-01', 'America/St_Johns', '2026-07-01T02:30:00.000Z'],
  ] as const) {
    it(`${day} in ${zone}`, () => assert.equal(startOfDay(day, zone).toISOString(), instant))
  }
})
