import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { isSessionAlive, type SessionStage } from './session-life.ts'

const now = new Date('2026-11-21T12:00:00Z')
const minutesAgo = (minutes: number) => new Date(now.getTime() - minutes * 60_000)

describe('SEC-2 how long a staff session lives', () => {
  for (const [stage, created, seen, alive] of [
    ['signed in', 5, 1, true],
    ['signed in', 300, 59, true],
    ['signed in', 300, 60, false],
    ['signed in', 719, 0, true],
    ['signed in', 720, 0, false],
    ['second factor due', 9, 9, true],
    ['second factor due', 10, 0, false],
  ] as [SessionStage, number, number, boolean][]) {
    it(`${stage}, ${created} min old, used ${seen} min ago: ${alive ? 'alive' : 'over'}`, () => {
      assert.equal(isSessionAlive({ stage, createdAt: minutesAgo(created), lastSeenAt: minutesAgo(seen) }, now), alive)
    })
  }
})
