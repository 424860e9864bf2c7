import { may } from '../../../modules/accounts/index.ts'
import { Tabs } from '../../components/lists.tsx'
import { useFrame } from '../../frame/frame.ts'

export type SettingsTab = 'school' | 'providers' | 'sync' | 'staff' | 'families-told'

/** The pages of the settings. */
export function SettingsTabs({ current }: { current: SettingsTab }) {
  const { school, actor } = useFrame()
  const here = `/schools/${school?.slug}/settings`
  const tabs = [
    { key: 'school', words: 'School and rules', href: here, open: may(actor?.roles ?? [], 'settings.change') },
    {
      key: 'providers',
      words: 'Providers',
      href: `${here}/providers`,
      open: may(actor?.roles ?? [], 'settings.change'),
    },
    { key: 'sync', words: 'Sync', href: `${here}/sync`, open: may(actor?.roles ?? [], 'sync.manage') },
    {
      key: 'families-told',
      words: 'What families were told',
      href: `${here}/families-told`,
      open: may(actor?.roles ?? [], 'settings.change'),
    },
    { key: 'staff', words: 'Staff', href: `${here}/staff`, open: may(actor?.roles ?? [], 'staff.manage') },
  ]
  return (
    <Tabs
      label="Settings"
      tabs={tabs.filter(({ open }) => open).map(({ key, words, href }) => ({ words, href, current: key === current }))}
    />
  )
}
