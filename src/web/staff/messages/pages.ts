import type { Page } from '../../page.ts'
import { checkPage, discardPage, everybodyPage, plainPunctuationPage, sendPage } from './check.tsx'
import { countPage, draftPage, newMessagePage, saveDraftPage, saveNewMessagePage } from './compose.tsx'
import { messagesPage } from './list.tsx'
import { decideNotKnownPage, notKnownPage } from './not-known.tsx'
import { paperPage, reportCsvPage, reportPage, resendPage, stopPage } from './report.tsx'

/** Messages, in the order of their life: written, checked, sent, followed. */
export const messagePages: readonly Page[] = [
  messagesPage,
  newMessagePage,
  saveNewMessagePage,
  countPage,
  draftPage,
  saveDraftPage,
  checkPage,
  everybodyPage,
  plainPunctuationPage,
  discardPage,
  sendPage,
  reportPage,
  stopPage,
  resendPage,
  paperPage,
  reportCsvPage,
  notKnownPage,
  decideNotKnownPage,
]
