import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { readRelationship, sayRelationship } from './relationship.words.ts'

describe('LET-9 who somebody is to a child, in their language', () => {
  for (const [language, typed, kept, shown] of [
    ['ar', 'أم', 'Mother', 'أم'],
    ['ur', ' نانی ', 'Grandmother', 'دادی'],
    ['pl', 'Opiekunka', 'Carer', 'Opiekun'],
    ['cy', 'Taid', 'Grandfather', 'Tad-cu'],
    ['en', 'Mum', 'Mum', 'Mum'],
    ['en', 'Brat', 'Brat', 'Brat'],
    ['ar', 'صديقة العائلة', 'صديقة العائلة', 'صديقة العائلة'],
  ] as const) {
    it(`keeps ${typed.trim()} as ${kept}`, () => {
      assert.equal(readRelationship(language, typed), kept)
      assert.equal(sayRelationship(language, kept), shown)
    })
  }
})
