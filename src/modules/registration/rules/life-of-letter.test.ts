import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { lifeOfLetter } from './life-of-letter.ts'

describe('LET-6 a letter works to the end of the day that is printed on it', () => {
  for (const [when, today, days, timeZone, expiresOn, expiresAt] of [
    ['in winter', '2026-11-22', 30, 'Europe/London', '2026-12-22', '2026-12-22T23:59:59.999Z'],
    ['in summer', '2026-06-01', 30, 'Europe/London', '2026-07-01', '2026-07-01T22:59:59.999Z'],
    ['on the day the clocks go back', '2026-10-20', 5, 'Europe/London', '2026-10-25', '2026-10-25T23:59:59.999Z'],
    ['on the day they go forward', '2026-03-28', 1, 'Europe/London', '2026-03-29', '2026-03-29T22:59:59.999Z'],
    ['west of here', '2026-06-30', 1, 'America/St_Johns', '2026-07-01', '2026-07-02T02:29:59.999Z'],
  ] as const)
    it(when, () =>
      assert.deepEqual(lifeOfLetter({ today, days, timeZone }), { expiresOn, expiresAt: new Date(expiresAt) }),
    )
})
