import type { Page } from '../../page.ts'
import { myPage, openMyPage, takeChoice } from './my.tsx'

/** What the school holds of somebody who registered, and their choices; reached by a signed link. */
export const myPages: readonly Page[] = [openMyPage, myPage, takeChoice]
