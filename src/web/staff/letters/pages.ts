import type { Page } from '../../page.ts'
import { lettersPage, printBatch, takeUnfreeze } from './letters.tsx'
import { lettersOfPupilPage, printForPupil, takeReset } from './pupil.tsx'

/** Security letters: who registered, printing, what was printed, frozen letters, and the letters of one pupil. */
export const letterPages: readonly Page[] = [
  lettersPage,
  printBatch,
  takeUnfreeze,
  lettersOfPupilPage,
  printForPupil,
  takeReset,
]
