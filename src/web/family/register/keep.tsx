import { openSignInAfterRegistering } from '../../../modules/registration/index.ts'
import { writeCookie } from '../../../platform/http/index.ts'
import { publicPage, redirectTo } from '../../page.ts'
import { openingCookie } from '../../sign-in/opening.ts'
import { wordsIn } from '../language.ts'
import { backToStart, holdingOf } from './holding.ts'
import { keepWords } from './keep.words.ts'
import { registerLanguageOf } from './language.ts'

/** The last step, for who wants it: a way to sign in. What was proved a minute ago need not be proved again. */
export const keepSignIn = publicPage({
  method: 'POST',
  url: '/register/sign-in',
  async handle(context) {
    const done = await openSignInAfterRegistering(context.db, holdingOf(context))
    const words = wordsIn(keepWords, registerLanguageOf(context))
    if (done.outcome === 'has a sign-in') return redirectTo('/sign-in', { kind: 'warn', words: words.hasOne })
    if (done.outcome !== 'opened') return redirectTo('/register/done', { kind: 'warn', words: words.nothing })
    writeCookie(context.reply, openingCookie, done.token)
    return redirectTo('/sign-in/new')
  },
  onRefusal: backToStart,
})
