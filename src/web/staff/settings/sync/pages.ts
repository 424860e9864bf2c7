import type { Page } from '../../../page.ts'
import { endCredentialPage, makeCredentialPage, takeCredentialAway } from './credentials.tsx'
import { pushScriptPage, saveSync, syncPage } from './sync.tsx'
import { askWondePage, endWondePage, saveWonde, takeWondeAway, wondePage } from './wonde.tsx'

export const syncPages: readonly Page[] = [
  syncPage,
  saveSync,
  pushScriptPage,
  makeCredentialPage,
  endCredentialPage,
  takeCredentialAway,
  wondePage,
  saveWonde,
  askWondePage,
  endWondePage,
  takeWondeAway,
]
