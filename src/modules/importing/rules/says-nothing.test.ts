import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { saysNothing } from './says-nothing.ts'

describe('IMP-16 what offices type for nothing says nothing', () => {
  for (const text of [
    '',
    ' ',
    '-',
    '--',
    '–',
    '?',
    'n/a',
    'N/A',
    'NA',
    'n.a.',
    '#N/A',
    'none',
    'Unknown',
    'not known',
    'TBC',
  ])
    it(`${JSON.stringify(text)}: nothing`, () => assert.equal(saysNothing(text), true))
  for (const text of ['0', '1', '-1', 'no', 'x', 'soon', 'Nana', '20/07/2026', 'as above'])
    it(`${JSON.stringify(text)}: something`, () => assert.equal(saysNothing(text), false))
})
