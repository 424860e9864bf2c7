import type { Page } from '../page.ts'
import { homePage } from './home/home.tsx'
import { messagePages } from './messages/pages.ts'

/** Every page of a school for its staff, by noun. A new page is one folder and one line here. */
export const staffPages: readonly Page[] = [homePage, ...messagePages]
