import { type CutShort, cutShort } from './cut-short.ts'
import type { ImportSettings } from './decision.ts'
import { expectedLeavers, type NewYear } from './new-school-year.ts'
import { type Compared, slippedColumns } from './slipped-columns.ts'

export type Held = { rule: 'IMP-10'; reason: string }

export type PlanSize = {
  linksStanding: number
  linksEnding: number
  pupilsOnRoll: number
  pupilsLeaving: number
  staffHere: number
  staffLeaving: number
  /** Rows with a contact, and those of them whose person id is empty, where the file has such a column. */
  contactRows: number
  contactRowsWithoutId: number
  hasContactIds: boolean
  rowsRead: number
  rowsRejected: number
  /** How much of what stands the file says otherwise, column by column. */
  compared: Compared[]
  /** Court order flags of the links that stand, and how many of them the file takes back. */
  flags: { standing: number; takenBack: number }
  cut: CutShort
  /** The file moves the school into its next year. */
  newYear: NewYear | null
}

/** IMP-10: why a plan waits for an administrator, or null when it may be applied as it is. */
export function heldByBrake(size: PlanSize, settings: ImportSettings): Held | null {
  const reasons = [
    tooManyEnds(size, settings),
    tooManyLeavers(size, settings),
    tooManyStaffLeaving(size, settings),
    blankIds(size),
    tooManyRejected(size, settings),
    ...slippedColumns(size.compared, oddShare(settings)),
    flagsTakenBack(size),
    // At the end of a school year the last of a list in classes leave together.
    size.newYear ? null : cutShort(size.cut),
  ].filter((reason) => reason !== null)
  return reasons.length === 0 ? null : { rule: 'IMP-10', reason: reasons.join(' ') }
}

/** More than so large a share of a kind of value changing at once is odd: twice the share at which links may end. */
export const oddShare = ({ brakeLinksShare }: ImportSettings) => brakeLinksShare * 2

function tooManyEnds({ linksStanding, linksEnding }: PlanSize, { brakeLinksShare }: ImportSettings): string | null {
  if (linksEnding === 0 || linksEnding <= linksStanding * brakeLinksShare) return null
  return `It would end ${linksEnding} of ${linksStanding} links, more than ${percent(brakeLinksShare)}.`
}

/** Those who leave with the top year are expected; whoever else leaves counts. */
function tooManyLeavers(
  { pupilsOnRoll, pupilsLeaving, newYear }: PlanSize,
  { brakeLeaversShare }: ImportSettings,
): string | null {
  const leaving = pupilsLeaving - expectedLeavers(newYear)
  if (leaving <= 0 || leaving <= pupilsOnRoll * brakeLeaversShare) return null
  const beside = newYear ? ` beside the ${newYear.leaving} of the top year` : ''
  return `It would mark ${leaving} of ${pupilsOnRoll} pupils as leavers${beside}, more than ${percent(brakeLeaversShare)}.`
}

const fewStaff = 5

/** A staff room changes more from one list to the next than a roll does, and a few always come and go. */
function tooManyStaffLeaving({ staffHere, staffLeaving }: PlanSize, settings: ImportSettings): string | null {
  const share = settings.brakeLeaversShare * 2
  if (staffLeaving < fewStaff || staffLeaving <= staffHere * share) return null
  return `It would mark ${staffLeaving} of ${staffHere} members of staff as leavers, more than ${percent(share)}.`
}

/** SIMS blanks the ids when the person who ran the report lacks a permission, and still runs. */
function blankIds({ hasContactIds, contactRows, contactRowsWithoutId }: PlanSize): string | null {
  if (!hasContactIds || contactRowsWithoutId * 2 <= contactRows) return null
  return `The person id is empty in ${contactRowsWithoutId} of ${contactRows} contact rows. In SIMS this happens when a permission is missing (Third Party Reporter): ask for it and export again.`
}

const fewRejected = 10

/** Rows that fit nobody come from columns that were sorted or moved apart; a school that is empty has nothing to lose by them. */
function tooManyRejected({ rowsRead, rowsRejected, pupilsOnRoll }: PlanSize, settings: ImportSettings): string | null {
  if (pupilsOnRoll === 0 || rowsRejected < fewRejected || rowsRejected <= rowsRead * oddShare(settings)) return null
  return `${rowsRejected} of ${rowsRead} rows could not be used, far more than usual.`
}

const fewFlags = 3

/** So few links are flagged that no share of all links shows it: where the flags go together, another column stands in their place. */
function flagsTakenBack({ flags: { standing, takenBack } }: PlanSize): string | null {
  if (takenBack < fewFlags || takenBack * 2 <= standing) return null
  return `It would take back ${takenBack} of ${standing} court order flags, so their links would be held no more: the column may be another one than before.`
}

const percent = (share: number): string => `${Math.round(share * 1000) / 10}%`
