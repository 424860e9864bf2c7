/** What was proved of an opening so far. */
export type Proved = {
  kind: 'registered' | 'own link' | 'recovery'
  emailProvedAt: Date | null
  mobileProvedAt: Date | null
  savedCodeAt: Date | null
}

/**
 * S-16: whether a way to sign in may be set: both channels were proved, or the saved code was typed. A registration proved both a
 * minute ago, though only those are kept by which the person wants to be written to.
 */
export function isProved({ kind, emailProvedAt, mobileProvedAt, savedCodeAt }: Proved): boolean {
  if (kind === 'registered') return emailProvedAt !== null || mobileProvedAt !== null
  return savedCodeAt !== null || (emailProvedAt !== null && mobileProvedAt !== null)
}
