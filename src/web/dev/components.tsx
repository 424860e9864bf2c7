import { publicPage } from '../page.ts'
import { ComponentsView } from './components.view.tsx'

/** Every part in all its states, for whoever writes pages. Only where the process runs as the demo. */
export const componentsPage = publicPage({
  method: 'GET',
  url: '/dev/components',
  handle: () => <ComponentsView />,
})
