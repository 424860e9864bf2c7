import type { OptOutChannel } from '../../people/index.ts'

/** What somebody who registers wants to get. */
export const wishes = ['both', 'email', 'text', 'nothing'] as const
export type Wish = (typeof wishes)[number]

export function isWish(text: string): text is Wish {
  return wishes.some((wish) => wish === text)
}

/** LET-9, OPT-2: the opt-out that the wish comes to; null for none. */
export function optOutOfWish(wish: Wish): OptOutChannel | null {
  const optOuts: Record<Wish, OptOutChannel | null> = { both: null, email: 'sms', text: 'email', nothing: 'all' }
  return optOuts[wish]
}
