import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { isRightUpn } from './check-upn.ts'

describe('IMP-16 the check letter of a UPN', () => {
  for (const upn of ['H801200001001', 'B801200005001', 'G80120000101A', ' h801200001001 '])
    it(`fits ${upn}`, () => assert.equal(isRightUpn(upn), true))
  for (const upn of ['Z801200001001', 'H801200001002', 'H80120000100', 'I801200001001', '', 'none'])
    it(`does not fit ${upn || 'nothing'}`, () => assert.equal(isRightUpn(upn), false))
})
