import { sql } from 'kysely'
import type { Trx } from '../../platform/db/index.ts'

/**
 * Changes the role within an open transaction. As `import` PostgreSQL itself refuses every write to a row whose origin is
 * not `mis` (IMP-5); as `app` the journal is written and what a rule lets the program change for the school.
 */
export async function actAs(trx: Trx, role: 'app' | 'import'): Promise<void> {
  await sql`set local role ${sql.id(`gatehouse_${role}`)}`.execute(trx)
}
