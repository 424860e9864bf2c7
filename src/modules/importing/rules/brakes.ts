import type { ImportSettings } from './decision.ts'

export type Held = { rule: 'IMP-10'; reason: string }

export type PlanSize = {
  linksStanding: number
  linksEnding: number
  pupilsOnRoll: number
  pupilsLeaving: number
  /** Rows with a contact, and those of them whose person id is empty, where the file has such a column. */
  contactRows: number
  contactRowsWithoutId: number
  hasContactIds: boolean
}

/** IMP-10: why a plan waits for an administrator, or null when it may be applied as it is. */
export function heldByBrake(size: PlanSize, settings: ImportSettings): Held | null {
  const reasons = [tooManyEnds(size, settings), tooManyLeavers(size, settings), blankIds(size)].filter(
    (reason) => reason !== null,
  )
  return reasons.length === 0 ? null : { rule: 'IMP-10', reason: reasons.join(' ') }
}

function tooManyEnds({ linksStanding, linksEnding }: PlanSize, { brakeLinksShare }: ImportSettings): string | null {
  if (linksEnding === 0 || linksEnding <= linksStanding * brakeLinksShare) return null
  return `It would end ${linksEnding} of ${linksStanding} links, more than ${percent(brakeLinksShare)}.`
}

function tooManyLeavers(
  { pupilsOnRoll, pupilsLeaving }: PlanSize,
  { brakeLeaversShare }: ImportSettings,
): string | null {
  if (pupilsLeaving === 0 || pupilsLeaving <= pupilsOnRoll * brakeLeaversShare) return null
  return `It would mark ${pupilsLeaving} of ${pupilsOnRoll} pupils as leavers, more than ${percent(brakeLeaversShare)}.`
}

/** SIMS blanks the ids when the person who ran the report lacks a permission, and still runs. */
function blankIds({ hasContactIds, contactRows, contactRowsWithoutId }: PlanSize): string | null {
  if (!hasContactIds || contactRowsWithoutId * 2 <= contactRows) return null
  return `The person id is empty in ${contactRowsWithoutId} of ${contactRows} contact rows. In SIMS this happens when a permission is missing (Third Party Reporter): ask for it and export again.`
}

const percent = (share: number): string => `${Math.round(share * 1000) / 10}%`
