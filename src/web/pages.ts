import type { WebApp } from './app.ts'
import { componentsPage } from './dev/components.tsx'
import type { Page } from './page.ts'
import { staffPages } from './staff/pages.ts'

/** Every page of the instance. */
export function pagesOf({ demo }: Pick<WebApp, 'demo'>): Page[] {
  return [...staffPages, ...(demo ? [componentsPage] : [])]
}
