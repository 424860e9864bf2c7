import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { foldCaption, foldName } from './fold-name.ts'

describe('IMP-12 names are compared folded', () => {
  for (const [name, folded] of [
    ["O'Brien", 'obrien'],
    ['Al-Hassan', 'alhassan'],
    ['Siân Łęcka', 'sianlecka'],
    ['St. John 2', 'stjohn2'],
  ] as const)
    it(`folds ${name}`, () => assert.equal(foldName(name), folded))
})

describe('IMP-16 captions are compared folded', () => {
  for (const caption of ['Mobile number', 'Mobile_x0020_number', 'MOBILE_x005F_x0020_NUMBER', 'mobile_number'])
    it(`knows ${caption}`, () => assert.equal(foldCaption(caption), 'mobilenumber'))
})
