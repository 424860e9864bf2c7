import type { Changing } from '../../modules/accounts/index.ts'
import { type Language, languageOf } from '../family/language.ts'
import { ProveAgain } from '../frame/errors.ts'
import type { AccountContext } from '../page.ts'

/** S-17: who changes how they sign in has proved who they are a few minutes ago; others are asked for it first. */
export function changingOf({
  signedIn,
  request,
  clock,
}: Pick<AccountContext, 'signedIn' | 'request' | 'clock'>): Changing & { language: Language } {
  if (!signedIn.isFresh) throw new ProveAgain()
  return { account: signedIn.account, language: languageOf({ request }), clock }
}
