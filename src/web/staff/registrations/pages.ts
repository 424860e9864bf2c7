import type { Page } from '../../page.ts'
import { alikePage, takeAlike } from './alike.tsx'
import { askPage, takeAsk } from './ask.tsx'
import { claimPage, takeClaim } from './claim.tsx'
import { correctionsFile, correctionsPage, takeTell } from './corrections.tsx'
import { registrationsPage } from './work.tsx'

/** What families who register themselves leave for a person to do. */
export const registrationPages: readonly Page[] = [
  registrationsPage,
  claimPage,
  takeClaim,
  alikePage,
  takeAlike,
  askPage,
  takeAsk,
  correctionsPage,
  correctionsFile,
  takeTell,
]
