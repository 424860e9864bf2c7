import type { Page } from '../../page.ts'
import { agreePage, takeAgreement } from './agree.tsx'
import { donePage } from './done.tsx'
import { keepSignIn } from './keep.tsx'
import { knownPage, takeApart } from './known.tsx'
import { provePage, takeCodes, takeSendAgain } from './prove.tsx'
import { registerPage, scannedPage, takeLetter } from './start.tsx'
import { takeYou, youPage } from './you.tsx'

/** LET-9: registering with a security letter, page by page, for whoever holds one. */
export const registerPages: readonly Page[] = [
  registerPage,
  scannedPage,
  takeLetter,
  youPage,
  takeYou,
  provePage,
  takeCodes,
  takeSendAgain,
  agreePage,
  takeAgreement,
  donePage,
  keepSignIn,
  knownPage,
  takeApart,
]
