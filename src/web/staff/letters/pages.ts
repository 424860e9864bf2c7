import type { Page } from '../../page.ts'
import { bothWaysPage } from './both-ways.tsx'
import { crestPicture, designPage, takeCrest, takeCrestAway } from './design.tsx'
import { lettersPage, takeUnfreeze } from './letters.tsx'
import { lettersOfMemberPage, printForMember, resetForMember } from './member.tsx'
import { choosePage, printBatch, printProgress } from './print.tsx'
import { printedPage } from './printed.tsx'
import { lettersOfPupilPage, printForPupil, resetForPupil, takeHomeLanguage } from './pupil.tsx'
import { remindByLetter, remindByMessage, remindPage } from './remind.tsx'
import { previewPage, restoreText, saveText, textPage } from './text.tsx'

/** Security letters: who registered, printing, what was printed, frozen letters, and the letters of one pupil. */
export const letterPages: readonly Page[] = [
  lettersPage,
  printBatch,
  printProgress,
  choosePage,
  printedPage,
  designPage,
  crestPicture,
  takeCrest,
  takeCrestAway,
  textPage,
  previewPage,
  saveText,
  restoreText,
  takeUnfreeze,
  lettersOfPupilPage,
  printForPupil,
  resetForPupil,
  takeHomeLanguage,
  lettersOfMemberPage,
  printForMember,
  resetForMember,
  bothWaysPage,
  remindPage,
  remindByLetter,
  remindByMessage,
]
