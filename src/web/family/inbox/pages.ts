import type { Page } from '../../page.ts'
import { inboxItemPage, inboxPage, openInboxPage } from './inbox.tsx'

/** What a person was sent. */
export const inboxPages: readonly Page[] = [openInboxPage, inboxPage, inboxItemPage]
