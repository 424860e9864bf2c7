import { Type } from 'typebox'
import {
  endOtherSessions,
  endSession,
  listPasskeys,
  listSessions,
  signsInWithPassword,
} from '../../modules/accounts/index.ts'
import { accountPage, redirectTo } from '../page.ts'
import { SecurityView } from './security.view.tsx'

export const securityPage = accountPage({
  method: 'GET',
  url: '/account/security',
  async handle({ db, clock, signedIn }) {
    const accountId = signedIn.account.id
    const sessions = await listSessions(db, { accountId, clock })
    const passkeys = await listPasskeys(db, { accountId })
    const hasPassword = await signsInWithPassword(db, { accountId })
    const { account, sessionId: here } = signedIn
    return <SecurityView {...{ account, here, sessions, passkeys, hasPassword }} />
  },
})

export const endOneSession = accountPage({
  method: 'POST',
  url: '/account/security/sessions/end',
  body: Type.Object({ session: Type.String({ format: 'uuid' }) }),
  async handle({ db, signedIn, body }) {
    // The account goes with the id, so nobody ends a session that is not theirs.
    await endSession(db, { id: body.session, accountId: signedIn.account.id })
    return redirectTo('/account/security', 'Signed out there.')
  },
})

export const endTheOtherSessions = accountPage({
  method: 'POST',
  url: '/account/security/sessions/end-others',
  async handle({ db, signedIn }) {
    await endOtherSessions(db, { accountId: signedIn.account.id, tokenHash: signedIn.tokenHash })
    return redirectTo('/account/security', 'You are signed in here only.')
  },
})
