import { Type } from 'typebox'
import {
  endOtherSessions,
  endSession,
  findOwnSignIn,
  listPasskeys,
  listSessions,
} from '../../modules/accounts/index.ts'
import { languageOf, wordsIn } from '../family/language.ts'
import { accountPage, redirectTo } from '../page.ts'
import { SecurityView } from './security.view.tsx'
import { securityWords } from './security.words.ts'

export const securityPage = accountPage({
  method: 'GET',
  url: '/account/security',
  async handle({ db, clock, signedIn, request }) {
    const accountId = signedIn.account.id
    const sessions = await listSessions(db, { accountId, clock })
    const passkeys = await listPasskeys(db, { accountId })
    const own = await findOwnSignIn(db, { accountId })
    return <SecurityView {...{ signedIn, sessions, passkeys, own, language: languageOf({ request }) }} />
  },
})

export const endOneSession = accountPage({
  method: 'POST',
  url: '/account/security/sessions/end',
  body: Type.Object({ session: Type.String({ format: 'uuid' }) }),
  async handle({ db, signedIn, body, request }) {
    // The account goes with the id, so nobody ends a session that is not theirs.
    await endSession(db, { id: body.session, accountId: signedIn.account.id })
    return redirectTo('/account/security', wordsIn(securityWords, languageOf({ request })).ended)
  },
})

export const endTheOtherSessions = accountPage({
  method: 'POST',
  url: '/account/security/sessions/end-others',
  async handle({ db, signedIn, request }) {
    await endOtherSessions(db, { accountId: signedIn.account.id, tokenHash: signedIn.tokenHash })
    return redirectTo('/account/security', wordsIn(securityWords, languageOf({ request })).endedOthers)
  },
})
