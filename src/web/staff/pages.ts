import type { Page } from '../page.ts'
import { auditPage } from './audit/audit.tsx'
import { dataIssuePages } from './data-issues/pages.ts'
import { homePage } from './home/home.tsx'
import { importPages } from './imports/pages.ts'
import { letterPages } from './letters/pages.ts'
import { messagePages } from './messages/pages.ts'
import { groupPages } from './people/groups/pages.ts'
import { peoplePages } from './people/pages.ts'
import { registrationPages } from './registrations/pages.ts'
import { settingsPages } from './settings/pages.ts'
import { simulatedPhonesPages } from './simulated-phones/pages.ts'

/** Every page of a school for its staff, by noun. A new page is one folder and one line here. */
export const staffPages: readonly Page[] = [
  homePage,
  ...importPages,
  ...messagePages,
  ...peoplePages,
  ...groupPages,
  ...letterPages,
  ...dataIssuePages,
  ...registrationPages,
  ...settingsPages,
  auditPage,
  ...simulatedPhonesPages,
]
