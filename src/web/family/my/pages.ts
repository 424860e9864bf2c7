import type { Page } from '../../page.ts'
import { addPage, confirmPage, takeAdd, takeConfirm } from './add-child.tsx'
import { askedPage, askPage, takeAsk } from './ask.tsx'
import { codePage, emailPages, mobilePages, takeCode } from './change.tsx'
import { dataFile, dataPage } from './data.tsx'
import { detailsPage, namePage, takeName, takeWrong, wrongPage } from './details.tsx'
import { choicesPage, myPage, openMyPage, takeChoice } from './my.tsx'
import { removePage, takeRemoval } from './remove.tsx'
import { keepPage, takeKeep } from './sign-in.tsx'

/** The person's own pages: signed in with an account, or for the notices tier by a signed link. */
export const myPages: readonly Page[] = [
  myPage,
  askPage,
  takeAsk,
  askedPage,
  choicesPage,
  takeChoice,
  detailsPage,
  wrongPage,
  takeWrong,
  namePage,
  takeName,
  ...emailPages,
  ...mobilePages,
  codePage,
  takeCode,
  removePage,
  takeRemoval,
  addPage,
  takeAdd,
  confirmPage,
  takeConfirm,
  keepPage,
  takeKeep,
  dataPage,
  dataFile,
  openMyPage,
]
