import type { Page } from '../page.ts'
import { auditPage } from './audit/audit.tsx'
import { homePage } from './home/home.tsx'
import { messagePages } from './messages/pages.ts'
import { settingsPages } from './settings/pages.ts'
import { simulatedPhonesPages } from './simulated-phones/pages.ts'

/** Every page of a school for its staff, by noun. A new page is one folder and one line here. */
export const staffPages: readonly Page[] = [
  homePage,
  ...messagePages,
  ...settingsPages,
  auditPage,
  ...simulatedPhonesPages,
]
