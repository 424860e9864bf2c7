import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { isProved, type Proved } from './is-proved.ts'

const at = new Date('2026-11-22T09:00:00Z')
const nothing = { emailProvedAt: null, mobileProvedAt: null, savedCodeAt: null }

describe('SEC-1 S-16 whether a way to sign in may be set', () => {
  for (const [words, proved, may] of [
    ['nothing proved', { kind: 'recovery', ...nothing }, false],
    ['the mailbox alone, which a couple may share', { kind: 'recovery', ...nothing, emailProvedAt: at }, false],
    ['the phone alone', { kind: 'own link', ...nothing, mobileProvedAt: at }, false],
    ['both', { kind: 'recovery', ...nothing, emailProvedAt: at, mobileProvedAt: at }, true],
    ['the saved code', { kind: 'recovery', ...nothing, savedCodeAt: at }, true],
    ['a registration that kept one of the two it proved', { kind: 'registered', ...nothing, mobileProvedAt: at }, true],
    ['a registration that kept neither', { kind: 'registered', ...nothing }, false],
  ] as [string, Proved, boolean][]) {
    it(`${words}: ${may ? 'yes' : 'no'}`, () => assert.equal(isProved(proved), may))
  }
})
