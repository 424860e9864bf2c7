import { writeFileSync } from 'node:fs'
import { inProject } from '../paths/index.ts'
import { generateTypes } from './generate-types.ts'
import { testDatabase } from './testing.ts'

// `npm run db:types`
const db = await testDatabase()
writeFileSync(inProject('src/platform/db/schema.generated.ts'), await db.asOwner(generateTypes))
await db.close()
