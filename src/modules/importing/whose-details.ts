import type { Person } from '../people/index.ts'
import type { aboutPupil, Decided, Deciding } from './deciding.ts'
import type { Chunk } from './families/chunk.ts'
import { nameOfLink, separator } from './families/records-of-row.ts'
import type { ContactRecord } from './records.ts'
import { areDetailsProtected } from './rules/decide-details.ts'
import { areDetailsDecided } from './rules/decided-already.ts'

export type About = ReturnType<typeof aboutPupil>

/** A contact whose link stays or comes. */
export type Kept = {
  contactKey: string
  contact: ContactRecord
  /** Which adult the contact was known to be before the run. */
  knownAs: string | null
  adultId: string
  /** Who the contact is from now on; another where this child's link is of somebody of that name. */
  isAdult: string
  pupil: Decided
  about: About
}

/** Whose details are in question, and what is known of them. */
export type WhoseDetails = {
  chunk: Chunk
  kept: Kept[]
  /** Whose link stays though the run does not name them at a child of whom it says everything. */
  unnamed: { adultId: string; pupil: Decided; about: About }[]
  /** Who was loaded with their children already. */
  loaded: ReadonlyMap<string, Person>
  /** `pupilId␟adultId` of links that imports brought, open from before the run. */
  linkedByMis: ReadonlySet<string>
  wholePupils: ReadonlySet<string>
}

/**
 * Each adult once whose details are to be decided: whom the run names and the last one did not decide by the same, and who owns
 * their details and is not named any more. `pupil` is a child of theirs in the run.
 */
export function whoIsDecided(
  deciding: Deciding,
  facts: WhoseDetails,
): { adultId: string; pupil: Decided; about: About }[] {
  const { decidedAdults } = deciding
  const passedOver = decidedByLastRun(deciding, facts)
  if (passedOver.size > 0) deciding.isOnRecordCounted = false
  const kept = new Map(facts.kept.toReversed().map((one) => [one.adultId, one]))
  const named = [...kept.values()]
    .reverse()
    .filter(({ adultId }) => !decidedAdults.has(adultId) && !passedOver.has(adultId))
    .map(({ adultId, contact, pupil, about }) => ({
      adultId,
      pupil,
      about: { ...about, adultId, adultName: nameOf(contact) },
    }))
  for (const { adultId } of named) decidedAdults.add(adultId)
  const unnamed = unnamedWhoOwnTheirDetails(facts, decidedAdults)
  return [...named, ...unnamed]
}

/** IMP-6: adults of whom the run says what the last one did, which decided their details by that. */
function decidedByLastRun(
  { beside: { asBefore } }: Deciding,
  { kept, loaded, linkedByMis }: WhoseDetails,
): Set<string> {
  if (asBefore.size === 0) return new Set()
  const byAdult = Map.groupBy(
    kept.flatMap((one) =>
      [one.adultId, ...(one.isAdult === one.adultId ? [] : [one.isAdult])].map((id) => ({ id, one })),
    ),
    ({ id }) => id,
  )
  const isDecided = ([id, records]: [string, { one: Kept }[]]) =>
    areDetailsDecided({
      adult: loaded.get(id),
      taken: records.map(({ one }) => ({
        isTheirs: one.knownAs === id && one.adultId === id && one.isAdult === id,
        isAsBefore: asBefore.has(one.contactKey),
        wasLetIn: wasLetIn(one, linkedByMis),
      })),
    })
  return new Set([...byAdult].filter(isDecided).map(([id]) => id))
}

const wasLetIn = ({ pupil, contactKey, adultId }: Kept, linkedByMis: ReadonlySet<string>): boolean =>
  pupil.standing?.status === 'on roll' &&
  pupil.family.namedBefore.has(nameOfLink(pupil.record.key, contactKey)) &&
  linkedByMis.has(pupil.pupilId + separator + adultId)

/** IMP-7: of whom the MIS said something else once, and now may say nothing at all. What others have here is nobody's question. */
function unnamedWhoOwnTheirDetails(
  { unnamed, loaded }: WhoseDetails,
  decided: ReadonlySet<string>,
): WhoseDetails['unnamed'] {
  const own = unnamed.flatMap(({ adultId, pupil, about }) => {
    const adult = loaded.get(adultId)
    if (!adult || decided.has(adultId) || !areDetailsProtected(adult)) return []
    return [{ adultId, pupil, about: { ...about, adultId, adultName: nameOf(adult) } }]
  })
  return [...new Map(own.map((one) => [one.adultId, one])).values()]
}

export const nameOf = (person: { forename: string; surname: string }): string => `${person.forename} ${person.surname}`
