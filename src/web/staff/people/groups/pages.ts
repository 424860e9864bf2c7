import type { Page } from '../../../page.ts'
import { deleteGroupPage, takeDeleteGroup } from './delete.tsx'
import { addPupilsPage, groupPage, removePupilPage } from './group.tsx'
import { groupsPage } from './list.tsx'
import { newGroupPage, takeNewGroup } from './new.tsx'
import { renameGroupPage, takeRenameGroup } from './rename.tsx'

/** Groups: those of the MIS to look at, the school's own to make and fill (IMP-20). */
export const groupPages: readonly Page[] = [
  groupsPage,
  newGroupPage,
  takeNewGroup,
  groupPage,
  addPupilsPage,
  removePupilPage,
  renameGroupPage,
  takeRenameGroup,
  deleteGroupPage,
  takeDeleteGroup,
]
