import type { Clock } from '../../platform/clock/index.ts'
import type { Trx } from '../../platform/db/index.ts'
import { Refusal } from '../../platform/errors/refusal.ts'
import { type Actor, holdJournal, recordAct } from '../audit/index.ts'
import { decidedOthers, insertDecision, pairsToCompare, pupilsOfAdults, settleSuspicions } from './duplicates.store.ts'
import { findAdult } from './opt-outs.ts'
import { loadAdults } from './people.ts'
import type { Adult } from './people.types.ts'
import { type Comparable, whyAlike } from './rules/alike.ts'

/** Two records that may be one person, and why. */
export type SuggestedPair = { one: Adult; other: Adult; why: string[] }

export const mostSuggested = 200

/** IMP-22: pairs that a person should look at, `mostSuggested` at a time. Whom somebody decided about is never asked again. */
export async function suggestDuplicates(trx: Trx, schoolId: string, limit = mostSuggested): Promise<SuggestedPair[]> {
  const pairs = await pairsToCompare(trx, schoolId, 20_000)
  const ids = [...new Set(pairs.flat())]
  const adults = await loadAdults(trx, { schoolId, adultIds: ids })
  const pupils = await pupilsOfAdults(trx, schoolId, ids)
  const suggested = pairs.flatMap(([oneId, otherId]) => {
    const [one, other] = [adults.get(oneId), adults.get(otherId)]
    if (!one || !other) return []
    const why = whyAlike(comparableOf(one, pupils), comparableOf(other, pupils))
    return why ? [{ one, other, why }] : []
  })
  return suggested
    .sort((a, b) => b.why.length - a.why.length || nameOf(a.one).localeCompare(nameOf(b.one)))
    .slice(0, limit)
}

/** Why two given records may be one person; an empty list where nothing suggests it. */
export async function compareAdults(trx: Trx, schoolId: string, adultIds: [string, string]): Promise<SuggestedPair> {
  const one = await findAdult(trx, schoolId, adultIds[0])
  const other = await findAdult(trx, schoolId, adultIds[1])
  const pupils = await pupilsOfAdults(trx, schoolId, adultIds)
  return { one, other, why: whyAlike(comparableOf(one, pupils), comparableOf(other, pupils)) ?? [] }
}

const nameOf = (adult: Adult) => `${adult.surname} ${adult.forename}`

function comparableOf(adult: Adult, pupils: Map<string, string[]>): Comparable {
  return {
    ...adult,
    pupilIds: pupils.get(adult.id) ?? [],
    values: adult.contactPoints.flatMap(({ kind, value }) =>
      value === null ? [] : [{ kind: kind === 'email' ? ('email' as const) : ('phone' as const), value }],
    ),
  }
}

/** IMP-22: somebody looked, and they are two people. Remembered: neither a page nor an import asks again. */
export async function decideNotSame(
  trx: Trx,
  wanted: {
    schoolId: string
    adultIds: [string, string]
    reason: string
    actor: Actor
    clock: Clock
    dryRun?: boolean
  },
): Promise<void> {
  const { schoolId, adultIds, actor, clock } = wanted
  await holdJournal(trx, schoolId)
  const one = await findAdult(trx, schoolId, adultIds[0])
  const other = await findAdult(trx, schoolId, adultIds[1])
  if (one.id === other.id) throw new Refusal('one-record', 'That is one record, not two. Nothing was changed.')
  if (wanted.dryRun) return
  const reason = wanted.reason.trim() || 'looked at'
  await insertDecision(trx, { schoolId, adultIds, reason, by: actor.name, at: clock.now() })
  await settleSuspicions(trx, schoolId, adultIds, clock.now())
  const detail = { other: other.id, name: `${other.forename} ${other.surname}`, reason }
  const act = { schoolId, actor, act: 'adult.not-the-same', subject: { kind: 'adult', id: one.id }, detail }
  await recordAct(trx, act, clock.now())
}

/** For each of these adults, those whom somebody decided to be another person. */
export async function adultsDecidedOthers(
  trx: Trx,
  of: { schoolId: string; adultIds: string[] },
): Promise<Map<string, string[]>> {
  return decidedOthers(trx, of.schoolId, of.adultIds)
}
