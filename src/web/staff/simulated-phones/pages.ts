import type { Page } from '../../page.ts'
import { pressOnPhone, replyFromPhone, simulatedPhonesPage } from './simulated-phones.tsx'

export const simulatedPhonesPages: readonly Page[] = [simulatedPhonesPage, pressOnPhone, replyFromPhone]
