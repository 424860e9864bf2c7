/** What a message is about (OPT-7), in the order in which people are shown it. */
export const messageKinds = ['attendance', 'safety', 'dates', 'news', 'clubs', 'fundraising'] as const
export type MessageKind = (typeof messageKinds)[number]

/** OPT-6: why the school may write at all. The kind decides it. */
export type Purpose = 'statutory' | 'school business' | 'marketing'

/** How somebody takes one kind of message. `usual`: whichever way the school sends it. `digest`: one email a day. */
const kindChoices = ['usual', 'email', 'text', 'digest', 'none'] as const
export type KindChoice = (typeof kindChoices)[number]

/** What a message is about unless somebody says otherwise. */
export const usualKind: MessageKind = 'dates'

/** The words of staff pages and commands; families read theirs on their own pages. */
export const kindNames: Record<MessageKind, string> = {
  attendance: 'Attendance and absence',
  safety: 'Safety and closures',
  dates: 'Dates, trips and everyday matters',
  news: 'News and newsletters',
  clubs: 'Clubs, meals and payments',
  fundraising: 'Fundraising and offers',
}

const purposes: Record<MessageKind, Purpose> = {
  attendance: 'statutory',
  safety: 'statutory',
  dates: 'school business',
  news: 'school business',
  clubs: 'school business',
  fundraising: 'marketing',
}

/** OPT-6: why the school may write about this kind. */
export function purposeOf(kind: MessageKind): Purpose {
  return purposes[kind]
}

const choicesFor: Record<Purpose, readonly KindChoice[]> = {
  // It must come, and come now; by which way is the person's to say.
  statutory: ['usual', 'email', 'text'],
  'school business': kindChoices,
  // Agreed to for one way each: a yes to everything is no yes.
  marketing: ['none', 'email', 'text', 'digest'],
}

/** OPT-7: what may be chosen for a kind. What is not in the list cannot be muted, or not be made to wait. */
export function choicesOf(kind: MessageKind): readonly KindChoice[] {
  return choicesFor[purposes[kind]]
}

/** How somebody who chose nothing takes it. Marketing needs a yes (OPT-6). */
export function unchosen(kind: MessageKind): KindChoice {
  return purposes[kind] === 'marketing' ? 'none' : 'usual'
}

export function isMessageKind(text: unknown): text is MessageKind {
  return messageKinds.some((kind) => kind === text)
}

export function isKindChoice(text: unknown): text is KindChoice {
  return kindChoices.some((choice) => choice === text)
}
