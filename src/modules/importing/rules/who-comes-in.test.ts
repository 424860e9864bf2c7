import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { defaultSettings, type SchoolSettings } from '../../schools/index.ts'
import { comesIn } from './who-comes-in.ts'

type Contact = Parameters<typeof comesIn>[0]
const mother: Contact = { priority: 1, parentalResponsibility: 'yes', relationship: 'Mother', optedOut: false }
const grandmother: Contact = { ...mother, priority: 3, parentalResponsibility: 'no', relationship: 'Grandparent' }

const table: [string, Partial<SchoolSettings>, Contact, boolean, string][] = [
  ['IMP-4 priority 1 is the usual strategy', {}, mother, true, 'IMP-2'],
  ['IMP-3 a lower priority stays out', {}, grandmother, false, 'IMP-3'],
  ['IMP-3 unless the school switches lower priorities on', { lowerPriorities: true }, grandmother, true, 'IMP-3'],
  ['IMP-3 no priority is a lower one', {}, { ...mother, priority: null }, false, 'IMP-3'],
  ['IMP-4 priorities 1 to N', { strategy: 'priorities', priorityUpTo: 3 }, grandmother, true, 'IMP-4'],
  ['IMP-4 priorities 1 to N, and no further', { strategy: 'priorities', priorityUpTo: 2 }, grandmother, false, 'IMP-4'],
  [
    'IMP-4 everyone with parental responsibility',
    { strategy: 'parental responsibility' },
    { ...mother, priority: 4 },
    true,
    'IMP-4',
  ],
  [
    'IMP-13 unknown parental responsibility is not yes',
    { strategy: 'parental responsibility' },
    { ...mother, parentalResponsibility: 'unknown' },
    false,
    'IMP-4',
  ],
  [
    'IMP-4 named relationships, however written',
    { strategy: 'relationships', relationships: ['grandparent'] },
    grandmother,
    true,
    'IMP-4',
  ],
  [
    'IMP-4 an opt-out beats every strategy',
    { strategy: 'parental responsibility' },
    { ...mother, optedOut: true },
    false,
    'OPT-2',
  ],
  ['IMP-15 a doctor is not family', { lowerPriorities: true }, { ...mother, relationship: 'Doctor' }, false, 'IMP-15'],
  [
    'IMP-15 unless the school names the relationship',
    { nonFamilyRelationships: ['doctor'] },
    { ...mother, relationship: 'Doctor' },
    true,
    'IMP-2',
  ],
  [
    'IMP-4 an exclusion beats naming',
    { nonFamilyRelationships: ['Doctor'] },
    { ...mother, relationship: 'Doctor', optedOut: true },
    false,
    'OPT-2',
  ],
]

describe('IMP-4 who comes in', () => {
  for (const [name, settings, contact, comes, rule] of table) {
    it(name, () => {
      const verdict = comesIn(contact, { ...defaultSettings, ...settings })
      assert.deepEqual([verdict.in, verdict.rule], [comes, rule])
      assert.notEqual(verdict.reason, '')
    })
  }
})
