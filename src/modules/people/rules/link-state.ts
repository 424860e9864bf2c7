/**
 * What a link is worth today. Ended links grant nothing and receive nothing (LNK-6), restricted ones neither (VIS-3); held ones wait for a
 * person (IMP-14).
 */
export type LinkState = 'current' | 'held: court order flagged' | 'restricted' | 'ended'

export type CourtOrder = {
  /** The flag of the MIS; absent from the source means unknown, never no (IMP-13). */
  flag: 'yes' | 'no' | 'unknown'
  flaggedAt: Date | null
  decision: 'released' | 'kept' | null
  decidedAt: Date | null
}

/** A flag holds the link until a person released it *after* it was raised; a person's own hold stands whatever the MIS says (IMP-14). */
export function stateOfLink(link: { endedOn: string | null; courtOrder: CourtOrder; restricted: boolean }): LinkState {
  if (link.endedOn !== null) return 'ended'
  if (link.restricted) return 'restricted'
  return isHeld(link.courtOrder) ? 'held: court order flagged' : 'current'
}

/** LNK-7: whether the link makes its adult a prime adult of the pupil today. Who is restricted is nobody's (VIS-3); a held one still is. */
export const isPrimeNow = (link: { prime: boolean; endedOn: string | null; restricted: boolean }): boolean =>
  link.prime && link.endedOn === null && !link.restricted

/** Whether a flag or a person's own hold keeps the link closed, whatever else does (VIS-3): that stands once a restriction is lifted. */
export const isHeldBeside = (link: { endedOn: string | null; courtOrder: CourtOrder }): boolean =>
  link.endedOn === null && isHeld(link.courtOrder)

function isHeld({ flag, flaggedAt, decision, decidedAt }: CourtOrder): boolean {
  if (decision === 'kept') return true
  if (flag !== 'yes') return false
  if (decision !== 'released' || decidedAt === null) return true
  return flaggedAt !== null && decidedAt < flaggedAt
}
