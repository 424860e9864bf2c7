import type { Page } from '../page.ts'
import { firstPasskeyChallenge, newPage, takeFirstPasskey, takeNewPassword } from './new.tsx'
import { passkeyChallenge, takePasskey } from './passkey.tsx'
import { provePage, recoverPage, takeCodesAgain, takeName, takeProofs } from './recover.tsx'
import { secondFactorPage, sendSecondCode, takeSecondFactor } from './second-factor.tsx'
import { signInPage, signOutPage, takeOneClick, takePassword } from './sign-in.tsx'

/** Signing in and out, and setting a way to sign in, for families and staff. */
export const signInPages: readonly Page[] = [
  signInPage,
  takePassword,
  secondFactorPage,
  takeSecondFactor,
  sendSecondCode,
  passkeyChallenge,
  takePasskey,
  takeOneClick,
  signOutPage,
  recoverPage,
  takeName,
  provePage,
  takeProofs,
  takeCodesAgain,
  newPage,
  takeNewPassword,
  firstPasskeyChallenge,
  takeFirstPasskey,
]
