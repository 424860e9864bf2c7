import type { Preview } from '../../modules/messaging/index.ts'

/** What `message preview` and `message send` print with --json; ids as in `people export`, with the names beside them. */
export function previewAsData(preview: Preview, message: string | null) {
  const { counts, verdicts, families } = preview
  const pupils = new Map(families.map(({ pupil }) => [pupil.id, pupil]))
  const adults = new Map(families.flatMap(({ links }) => links.map(({ adult }) => [adult.id, adult] as const)))
  const nameOf = (person?: { forename: string; surname: string }) =>
    person ? `${person.forename} ${person.surname}` : null
  return {
    message,
    pupils: counts.pupils,
    adults: counts.adults,
    kind: preview.content.kind,
    copies: { sms: counts.texts, email: counts.emails, inDigest: preview.inDigest },
    parts: counts.parts,
    costPence: counts.costPence,
    verdicts: verdicts.map(({ pupilId, adultId, verdict, channel, reason, rule }) => ({
      pupil: pupilId,
      admissionNumber: pupils.get(pupilId)?.admissionNumber ?? null,
      pupilName: nameOf(pupils.get(pupilId)),
      adult: adultId,
      adultName: adultId === null ? null : nameOf(adults.get(adultId)),
      verdict,
      channel,
      reason,
      rule,
    })),
  }
}

/** The same for a person at the terminal: figures first, then those whom nothing reaches. */
export function previewAsWords(preview: Preview): string {
  const { counts, verdicts, families } = preview
  const pupils = new Map(families.map(({ pupil }) => [pupil.id, pupil]))
  const missed = verdicts.filter(({ adultId }) => adultId === null)
  return [
    `${counts.pupils} children, ${counts.adults} adults: ${counts.emails} emails and ${counts.texts} texts`,
    ...(preview.inDigest > 0 ? [`${preview.inDigest} of the emails go in the daily email of their readers`] : []),
    `${counts.parts} text parts, ${counts.costPence}p`,
    ...(missed.length > 0 ? [`Reached by nobody: ${missed.length}`] : []),
    ...missed.map(({ pupilId, verdict, reason, rule }) => {
      const pupil = pupils.get(pupilId)
      return `  ${pupil?.forename} ${pupil?.surname}: ${verdict}, ${reason} (${rule})`
    }),
  ].join('\n')
}
