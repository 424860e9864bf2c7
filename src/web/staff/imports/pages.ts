import type { Page } from '../../page.ts'
import { changeoverPage, giveLinksPage } from './changeover.tsx'
import { columnsPage, takeColumns } from './columns.tsx'
import { comparePlansPage } from './compare.tsx'
import { howToExportPage } from './how-to-export.tsx'
import { importsPage } from './list.tsx'
import { newImportPage, takeFiles } from './new.tsx'
import { applyPlanPage, planAgainPage, planPage, throwAwayPlanPage, undoRunPage } from './plan.tsx'
import { leaveOutPage, notePlanPage } from './plan-leave-out.tsx'
import { planPupilPage } from './plan-pupil.tsx'
import { forgetFiles, readAgain, uploadPage } from './upload.tsx'

export const importPages: readonly Page[] = [
  importsPage,
  newImportPage,
  takeFiles,
  howToExportPage,
  uploadPage,
  readAgain,
  forgetFiles,
  columnsPage,
  takeColumns,
  changeoverPage,
  giveLinksPage,
  comparePlansPage,
  planPage,
  planPupilPage,
  leaveOutPage,
  notePlanPage,
  applyPlanPage,
  throwAwayPlanPage,
  planAgainPage,
  undoRunPage,
]
