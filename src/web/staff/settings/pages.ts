import type { Page } from '../../page.ts'
import { changeNotice, familiesToldPage, recordTelling } from './families-told.tsx'
import { providerPages } from './providers/pages.ts'
import { saveSettings, settingsPage } from './settings.tsx'
import { inviteStaffPage, removeStaffPage, resetStaffPage, staffPage, takeSignInAway, takeStaffAway } from './staff.tsx'
import { syncPages } from './sync/pages.ts'

export const settingsPages: readonly Page[] = [
  settingsPage,
  saveSettings,
  staffPage,
  inviteStaffPage,
  removeStaffPage,
  takeStaffAway,
  resetStaffPage,
  takeSignInAway,
  familiesToldPage,
  recordTelling,
  changeNotice,
  ...providerPages,
  ...syncPages,
]
