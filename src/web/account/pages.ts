import type { Page } from '../page.ts'
import { newPasskeyChallenge, takeAwayPasskey, takeNewPasskey } from './passkeys.tsx'
import { changePasswordPage, passwordPage } from './password.tsx'
import { appPage, takeApp, takeAwayApp, takeCard, takeRecoveryCode, takeSentCodes } from './second-steps.tsx'
import { endOneSession, endTheOtherSessions, securityPage } from './security.tsx'

/** One's own sign-in, for whoever is signed in. */
export const accountPages: readonly Page[] = [
  securityPage,
  endOneSession,
  endTheOtherSessions,
  passwordPage,
  changePasswordPage,
  newPasskeyChallenge,
  takeNewPasskey,
  takeAwayPasskey,
  appPage,
  takeApp,
  takeAwayApp,
  takeSentCodes,
  takeCard,
  takeRecoveryCode,
]
