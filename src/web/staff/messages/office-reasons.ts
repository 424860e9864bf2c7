/**
 * Why a link is not used, a court order (IMP-14) or a restriction (VIS-3), is for those who may see the people: whether it kept a copy back
 * when the message was made, as the rule says, or stopped it later, as the reason says.
 */
export function isForTheOffice({ rule, reason }: { rule: string | null; reason: string | null }): boolean {
  return rule === 'IMP-14' || rule === 'VIS-3' || /^(held|restricted) since\b/.test(reason ?? '')
}
