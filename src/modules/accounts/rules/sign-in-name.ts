import parsePhone from 'libphonenumber-js/max'

/** What somebody signs in by: a proved email, or a mobile number where the mailbox is another person's sign-in already. */
export type SignInName = { kind: 'email' | 'mobile'; value: string }

/** Reads what was typed as a sign-in name. Whatever it is, it comes out as one, so that nonsense costs what a stranger's name costs. */
export function readSignInName(typed: string): SignInName {
  const text = typed.normalize('NFKC').trim().toLowerCase()
  if (text.includes('@')) return { kind: 'email', value: text }
  const phone = parsePhone(text.slice(0, 40), 'GB')
  return phone?.isPossible() ? { kind: 'mobile', value: phone.number } : { kind: 'email', value: text }
}

/**
 * Which of the proved channels becomes the name: the email, or the mobile where somebody else signs in by the email; null where both
 * are names of others.
 */
export function chooseSignInName(
  { email, mobile }: { email: string | null; mobile: string | null },
  taken: { email: boolean; mobile: boolean },
): SignInName | null {
  if (email && !taken.email) return { kind: 'email', value: email }
  return mobile && !taken.mobile ? { kind: 'mobile', value: mobile } : null
}
