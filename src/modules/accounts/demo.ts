import type { Clock } from '../../platform/clock/index.ts'
import type { Db } from '../../platform/db/index.ts'
import { systemActor } from '../audit/index.ts'
import { listSchools } from '../schools/index.ts'
import { roleNames } from './rules/permissions.ts'
import { startSession } from './sessions.ts'
import { addStaff } from './staff.ts'

/** The people as whom the demo can be tried. They have no password: the one click is their only way in. */
const demoPeople = {
  office: { name: 'Sam Okafor', email: 'sam@demo.example' },
  administrator: { name: 'Ruth Adeyemi', email: 'ruth@demo.example' },
} as const

export type DemoRole = keyof typeof demoPeople

export const demoRoles = Object.entries(demoPeople).map(([role, { name }]) => ({
  role: role as DemoRole,
  name,
  roleName: roleNames[role as DemoRole],
}))

/** Signs in as a person of the demo, at every school of the instance. Only the demo's web side, on loopback, may call this. */
export async function startDemoSession(
  db: Db,
  { role, browser, clock }: { role: DemoRole; browser: string; clock: Clock },
): Promise<string> {
  let accountId: string | null = null
  for (const school of await listSchools(db)) {
    accountId = await addStaff(db, { school, roles: [role], ...demoPeople[role], actor: systemActor, clock })
  }
  if (!accountId) throw new Error('the demo has no school yet')
  const signedIn = accountId
  return db.inInstance((trx) => startSession(trx, { accountId: signedIn, stage: 'signed in', browser, clock }))
}
