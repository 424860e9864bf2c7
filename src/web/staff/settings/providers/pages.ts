import type { Page } from '../../../page.ts'
import {
  addProvider,
  changeProvider,
  newProviderPage,
  providerPage,
  providersPage,
  removeProviderPage,
  tryProviderPage,
} from './providers.tsx'

export const providerPages: readonly Page[] = [
  providersPage,
  newProviderPage,
  addProvider,
  providerPage,
  changeProvider,
  tryProviderPage,
  removeProviderPage,
]
