import type { Page } from '../../page.ts'
import { saveSettings, settingsPage } from './settings.tsx'
import { inviteStaffPage, removeStaffPage, staffPage, takeStaffAway } from './staff.tsx'

export const settingsPages: readonly Page[] = [
  settingsPage,
  saveSettings,
  staffPage,
  inviteStaffPage,
  removeStaffPage,
  takeStaffAway,
]
