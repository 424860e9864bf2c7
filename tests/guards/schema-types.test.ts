import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { describe, it } from 'node:test'
import { generateTypes } from '../../src/platform/db/generate-types.ts'
import { testDatabase } from '../../src/platform/db/testing.ts'
import { inProject } from '../../src/platform/paths/index.ts'

describe('schema.generated.ts', () => {
  it('says what the migrations make (npm run db:types)', async () => {
    const db = await testDatabase()
    const generated = await db.asOwner(generateTypes)
    await db.close()
    assert.equal(readFileSync(inProject('src/platform/db/schema.generated.ts'), 'utf8'), generated)
  })
})
