import type { OptOutChannel } from '../../people/index.ts'
import type { KindChoice, MessageKind } from '../../preferences/index.ts'

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

/** How often, and what else: what is asked when registering; the rest is chosen on one's own pages. */
const newsChoices = ['usual', 'digest', 'none'] as const
export type FirstChoices = { news: (typeof newsChoices)[number]; consent: boolean }

export function isNewsChoice(text: string): text is FirstChoices['news'] {
  return newsChoices.some((choice) => choice === text)
}

/**
 * OPT-6, OPT-7: what the first choices come to beside the wish. An email of the day is nothing to who wants no email, and consent goes
 * by the way that is left.
 */
export function kindsOfFirstChoices(
  wish: Wish,
  { news, consent }: FirstChoices,
): Partial<Record<MessageKind, KindChoice>> {
  if (wish === 'nothing') return {}
  const hasEmail = wish !== 'text'
  return {
    news: news === 'digest' && !hasEmail ? 'usual' : news,
    ...(consent ? { fundraising: hasEmail ? ('email' as const) : ('text' as const) } : {}),
  }
}
