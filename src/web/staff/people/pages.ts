import type { Page } from '../../page.ts'
import { adultPage, openPointPage } from './adult.tsx'
import { courtOrderPage, takeCourtOrder } from './court-order.tsx'
import { duplicatePages } from './duplicates/list.tsx'
import { linkActPages } from './link-acts.tsx'
import { linkByHandPage, takeLinkByHand } from './link-by-hand.tsx'
import { linkPickedPage, takeLinkPicked } from './link-picked.tsx'
import { peoplePage } from './list.tsx'
import { memberPage } from './member.tsx'
import { optInPage, optOutPage, takeOptIn, takeOptOut } from './opt-out.tsx'
import { adultPreferencesPage, takeAdultPreferences } from './preferences.tsx'
import { pupilPage } from './pupil.tsx'
import { restrictionPage, takeRestriction } from './restriction.tsx'
import { restrictionsPage } from './restrictions.tsx'

/** People: found, listed, looked at one by one, and changed by hand. */
export const peoplePages: readonly Page[] = [
  peoplePage,
  ...duplicatePages,
  pupilPage,
  linkByHandPage,
  takeLinkByHand,
  linkPickedPage,
  takeLinkPicked,
  ...linkActPages,
  courtOrderPage,
  takeCourtOrder,
  restrictionPage,
  takeRestriction,
  restrictionsPage,
  adultPage,
  openPointPage,
  adultPreferencesPage,
  takeAdultPreferences,
  optOutPage,
  takeOptOut,
  optInPage,
  takeOptIn,
  memberPage,
]
