import { accountPages } from './account/pages.ts'
import type { WebApp } from './app.ts'
import { ownSchoolPage, takeOwnSchool } from './demo/own-school.tsx'
import { postedLetters, simulatedPostPage } from './demo/simulated-post.tsx'
import { componentsPage } from './dev/components.tsx'
import { inboxPages } from './family/inbox/pages.ts'
import { myPages } from './family/my/pages.ts'
import { preferencesPages } from './family/preferences/pages.ts'
import { registerPages } from './family/register/pages.ts'
import { importHooks } from './hooks/imports.ts'
import { textReceiptHooks } from './hooks/text-receipts.ts'
import type { Page } from './page.ts'
import { healthPage, startPage } from './root/start.tsx'
import { setUpPages } from './set-up/set-up.tsx'
import { signInPages } from './sign-in/pages.ts'
import { staffPages } from './staff/pages.ts'

/** Pages that stand outside the schools. */
const instancePages: readonly Page[] = [
  startPage,
  healthPage,
  ...signInPages,
  ...setUpPages,
  ...accountPages,
  ...registerPages,
  ...preferencesPages,
  ...inboxPages,
  ...myPages,
  ...textReceiptHooks,
  ...importHooks,
]

const demoPages: readonly Page[] = [componentsPage, ownSchoolPage, takeOwnSchool, simulatedPostPage, postedLetters]

/** Every page of the instance. */
export function pagesOf({ demo }: Pick<WebApp, 'demo'>): Page[] {
  return [...instancePages, ...staffPages, ...(demo ? demoPages : [])]
}
