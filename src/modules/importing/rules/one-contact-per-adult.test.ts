import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { FileContact } from './decide-pupil.ts'
import { oneContactPerAdult } from './one-contact-per-adult.ts'

const contact = (key: string, facts: Partial<FileContact> = {}): FileContact => ({
  contactKey: key,
  adultId: 'ann',
  title: null,
  forename: 'Ann',
  surname: 'Hassan',
  relationship: null,
  priority: 2,
  parentalResponsibility: 'unknown',
  courtOrder: 'no',
  livesWith: 'unknown',
  optedOut: false,
  ...facts,
})

describe('IMP-22 two records of the MIS that are one adult here', () => {
  it('are one contact of the child: rung first, held and opted out where either is', () => {
    const one = contact('51', { priority: 2, courtOrder: 'yes', optedOut: true, relationship: 'Mother' })
    const other = contact('52', { priority: 1, livesWith: 'yes' })
    const joined = contact('52', { ...other, courtOrder: 'yes', optedOut: true, relationship: 'Mother' })
    assert.deepEqual(oneContactPerAdult([one, other]), [joined])
    assert.deepEqual(oneContactPerAdult([other, one]), [joined])
  })
  it('leave everybody else alone, in their order', () => {
    const others = [
      contact('60', { adultId: null }),
      contact('61', { adultId: null }),
      contact('62', { adultId: 'bob' }),
    ]
    assert.deepEqual(oneContactPerAdult(others), others)
  })
})
