import type { Clock } from '../../platform/clock/index.ts'
import type { Db, Trx } from '../../platform/db/index.ts'
import { type Actor, recordAct } from '../audit/index.ts'
import { adultsOfAccount } from './account-adults.store.ts'
import { type Account, accountMadeAt, setRecordFrom } from './accounts.store.ts'
import type { ProvedChannel } from './channels.store.ts'
import { schoolIdsOf } from './roles.store.ts'
import type { SignInChange } from './rules/messages.words.ts'
import { recordOpensAfter } from './rules/record-opens-after.ts'
import { schoolToWriteFrom, tellOfChange } from './telling.ts'

/** Somebody who changes how they sign in, after they proved who they are a few minutes ago. */
export type Changing = { account: Account; language: string; clock: Clock }

/**
 * S-17: carries out a change of how somebody signs in. In one transaction the record tier shuts for a day and every proved channel is
 * told; then each school of the person has it in the journal. `alsoTo`: what the account no longer has after the change.
 */
export async function changeSignIn(
  db: Db,
  { account, language, clock }: Changing,
  {
    change,
    alsoTo = [],
    work,
  }: {
    change: SignInChange
    alsoTo?: readonly Pick<ProvedChannel, 'kind' | 'value'>[]
    work(trx: Trx): Promise<void>
  },
): Promise<void> {
  const school = await schoolToWriteFrom(db, account.id)
  const carryOut = async (trx: Trx) => {
    await work(trx)
    await pauseRecord(trx, { accountId: account.id, clock })
    if (school) await tellOfChange(trx, { school, accountId: account.id, change, alsoTo, language, clock })
  }
  await (school ? db.inSchool(school.id, carryOut) : db.inInstance(carryOut))
  await journalAtEachSchool(db, {
    accountId: account.id,
    account,
    act: `account.${change.replaceAll(' ', '-')}-changed`,
    clock,
  })
}

/** S-17: the record tier stays shut for a day; not for an account that was made just now. */
export async function pauseRecord(trx: Trx, { accountId, clock }: { accountId: string; clock: Clock }): Promise<void> {
  const madeAt = await accountMadeAt(trx, accountId)
  const from = recordOpensAfter({ madeAt, now: clock.now() })
  if (from) await setRecordFrom(trx, { id: accountId, from })
}

/** The person themself, or an administrator. */
type By = { account: Pick<Account, 'name'> } | { actor: Actor }

/** In the journal of every school of the person: where they work as staff, elsewhere as family. */
export async function journalAtEachSchool(
  db: Db,
  { accountId, act, clock, ...by }: { accountId: string; act: string; clock: Clock } & By,
): Promise<void> {
  const { work, home } = await db.inInstance(async (trx) => ({
    work: await schoolIdsOf(trx, accountId),
    home: (await adultsOfAccount(trx, accountId)).map(({ schoolId }) => schoolId),
  }))
  for (const schoolId of new Set([...work, ...home])) {
    const kind = work.includes(schoolId) ? ('staff' as const) : ('family' as const)
    const actor = 'actor' in by ? by.actor : { kind, accountId, name: by.account.name }
    const entry = { schoolId, actor, act, subject: { kind: 'account', id: accountId } }
    await db.inSchool(schoolId, (trx) => recordAct(trx, entry, clock.now()))
  }
}
