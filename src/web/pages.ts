import { changePasswordPage, passwordPage } from './account/password.tsx'
import { endOneSession, endTheOtherSessions, securityPage } from './account/security.tsx'
import type { WebApp } from './app.ts'
import { ownSchoolPage, takeOwnSchool } from './demo/own-school.tsx'
import { componentsPage } from './dev/components.tsx'
import { myPages } from './family/my/pages.ts'
import { registerPages } from './family/register/pages.ts'
import { importHooks } from './hooks/imports.ts'
import { textReceiptHooks } from './hooks/text-receipts.ts'
import type { Page } from './page.ts'
import { healthPage, startPage } from './root/start.tsx'
import { setUpPages } from './set-up/set-up.tsx'
import {
  newPasskeyChallenge,
  passkeyChallenge,
  takeAwayPasskey,
  takeNewPasskey,
  takePasskey,
} from './sign-in/passkey.tsx'
import { secondFactorPage, takeSecondFactor } from './sign-in/second-factor.tsx'
import { signInPage, signOutPage, takeOneClick, takePassword } from './sign-in/sign-in.tsx'
import { staffPages } from './staff/pages.ts'

/** Pages that stand outside the schools. */
const instancePages: readonly Page[] = [
  startPage,
  healthPage,
  signInPage,
  takePassword,
  secondFactorPage,
  takeSecondFactor,
  passkeyChallenge,
  takePasskey,
  takeOneClick,
  signOutPage,
  ...setUpPages,
  securityPage,
  passwordPage,
  changePasswordPage,
  endOneSession,
  endTheOtherSessions,
  newPasskeyChallenge,
  takeNewPasskey,
  takeAwayPasskey,
  ...registerPages,
  ...myPages,
  ...textReceiptHooks,
  ...importHooks,
]

/** Every page of the instance. */
export function pagesOf({ demo }: Pick<WebApp, 'demo'>): Page[] {
  return [...instancePages, ...staffPages, ...(demo ? [componentsPage, ownSchoolPage, takeOwnSchool] : [])]
}
