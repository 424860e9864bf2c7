import type { WebApp } from './app.ts'
import type { Page } from './page.ts'
import { staffPages } from './staff/pages.ts'

/** Every page of the instance. */
export function pagesOf(_app: WebApp): Page[] {
  return [...staffPages]
}
