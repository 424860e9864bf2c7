import type { Clock } from '../../platform/clock/index.ts'
import type { Db, Trx } from '../../platform/db/index.ts'
import { newId } from '../../platform/ids/index.ts'
import { systemActor } from '../audit/index.ts'
import { listSchools } from '../schools/index.ts'
import { joinAdultToAccount } from './account-adults.ts'
import { accountByEmail, insertAccount, noSecrets } from './accounts.store.ts'
import { roleNames } from './rules/permissions.ts'
import { startSession } from './sessions.ts'
import { addStaff } from './staff.ts'

/** The people as whom the demo can be tried. They have no password: the one click is their only way in. */
const demoStaff = {
  office: { name: 'Sam Okafor', email: 'sam@demo.example' },
  administrator: { name: 'Ruth Adeyemi', email: 'ruth@demo.example' },
  head: { name: 'Helen Marsh', email: 'helen@demo.example' },
} as const
const parentsEmail = 'parent@demo.example'

type DemoStaffRole = keyof typeof demoStaff
export type DemoPerson = { role: DemoStaffRole | 'parent'; name: string; roleName: string }

const staff: DemoPerson[] = Object.entries(demoStaff).map(([role, { name }]) => ({
  role: role as DemoStaffRole,
  name,
  roleName: roleNames[role as DemoStaffRole],
}))

/** As whom one may go in by a click: three of the staff, and a parent where the demo has one. */
export async function listDemoPeople(db: Db): Promise<DemoPerson[]> {
  const parent = await db.inInstance((trx) => accountByEmail(trx, parentsEmail))
  return parent ? [...staff, { role: 'parent', name: parent.name, roleName: 'parent' }] : staff
}

/** Gives an adult of the demo a sign-in, in a transaction of the school. */
export async function makeDemoParent(
  trx: Trx,
  parent: { schoolId: string; adultId: string; name: string; clock: Clock },
): Promise<void> {
  const { name, clock, ...adult } = parent
  const accountId = newId()
  await insertAccount(trx, { ...noSecrets, id: accountId, email: parentsEmail, name, createdAt: clock.now() })
  await joinAdultToAccount(trx, { ...adult, accountId, clock })
}

/** Signs in as a person of the demo: staff at every school of the instance. Only the demo's web side, on loopback, may call this. */
export async function startDemoSession(
  db: Db,
  { role, browser, clock }: { role: DemoPerson['role']; browser: string; clock: Clock },
): Promise<string> {
  const accountId = role === 'parent' ? await parentIfAny(db) : await workEverywhere(db, { role, clock })
  if (!accountId) throw new Error('the demo has nobody like that yet')
  return db.inInstance((trx) => startSession(trx, { accountId, stage: 'signed in', browser, clock }))
}

async function parentIfAny(db: Db): Promise<string | null> {
  return (await db.inInstance((trx) => accountByEmail(trx, parentsEmail)))?.id ?? null
}

async function workEverywhere(db: Db, { role, clock }: { role: DemoStaffRole; clock: Clock }): Promise<string | null> {
  let accountId: string | null = null
  for (const school of await listSchools(db))
    accountId = await addStaff(db, { school, roles: [role], ...demoStaff[role], actor: systemActor, clock })
  return accountId
}
