export type { WebApp } from './app.ts'
export { buildWeb, startWeb } from './build-web.ts'
export { pagesOf } from './pages.ts'
