export { copyInto, readInBatches } from './copy.ts'
export { listPendingMigrations, openDatabase } from './open.ts'
export type { Database } from './schema.generated.ts'
export type { Db, Trx } from './types.ts'
