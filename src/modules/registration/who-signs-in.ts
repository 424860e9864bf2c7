import type { Trx } from '../../platform/db/index.ts'
import { someoneSignsInWith } from '../accounts/index.ts'
import type { RegistrationRow } from './registrations.store.ts'

/**
 * LET-11: whether to ask "is this you?": both channels are proved, one of them belongs to somebody's sign-in, and who registers has
 * not said yet that they are somebody else. Asked only of who proved the channel, so it tells strangers nothing.
 */
export async function asksWhoItIs(trx: Trx, registration: RegistrationRow): Promise<boolean> {
  const { state, apart, email, mobile } = registration
  if (state !== 'proved' || apart) return false
  return someoneSignsInWith(
    trx,
    [email, mobile].filter((value) => value !== null),
  )
}
