import type { Page } from '../../page.ts'
import { preferencesPage, takePreferences, whichPreferencesPage } from './preferences.tsx'

/** What a person wants to get, at each school. */
export const preferencesPages: readonly Page[] = [whichPreferencesPage, preferencesPage, takePreferences]
