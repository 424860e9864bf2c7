import type { Page } from '../../page.ts'
import { coveragePage } from './coverage.tsx'
import { dataIssuesPage } from './list.tsx'
import { setAsidePage, takeSetAside } from './set-aside.tsx'

/** Data issues: seen, mended elsewhere, or set aside. */
export const dataIssuePages: readonly Page[] = [dataIssuesPage, coveragePage, setAsidePage, takeSetAside]
