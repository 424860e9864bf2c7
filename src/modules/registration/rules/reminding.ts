/** LET-14: families are not reminded oftener than this without somebody saying so. */
export const daysBetweenReminders = 7

export type EarlierReminder = { registrationGroup: string | null; remindedAt: Date }

/** The last reminder that reached any of the same children within the interval; null where none did. */
export function tooSoonAfter<Reminder extends EarlierReminder>(
  earlier: readonly Reminder[],
  wanted: { registrationGroup: string | null; now: Date },
): Reminder | null {
  const since = wanted.now.getTime() - daysBetweenReminders * 86_400_000
  const overlaps = (group: string | null) =>
    group === null || wanted.registrationGroup === null || group === wanted.registrationGroup
  return (
    earlier
      .filter(({ registrationGroup, remindedAt }) => overlaps(registrationGroup) && remindedAt.getTime() > since)
      .toSorted((left, right) => right.remindedAt.getTime() - left.remindedAt.getTime())[0] ?? null
  )
}

/**
 * LET-3, ACC-9: whether words look as if a code of a letter stood in them: five and five capitals as on the sheet, or ten characters
 * with a digit among them. A telephone number has no letters and passes.
 */
export function looksLikeCode(words: string): boolean {
  const tokens = words.match(/\b[0-9A-HJKMNP-TV-Z]{5}[- ]?[0-9A-HJKMNP-TV-Z]{5}\b/gi) ?? []
  return tokens.some((token) => {
    const asPrinted = token.length > 10 && token === token.toUpperCase()
    return /[a-z]/i.test(token) && (asPrinted || /\d/.test(token))
  })
}

/** What a text or email says unless the office writes its own: where the letter is, and where to go. Never a code. */
export function usualReminder(siteAddress: string): { subject: string; body: string } {
  return {
    subject: 'Please register with {{school.name}}',
    body: `Dear {{adult.name}}, please register with {{school.name}} for {{children}}. You need the letter that we gave you: its reference and a code are on it. Type them at ${siteAddress} If you cannot find the letter, ask the school office for a new one.`,
  }
}
