import type { Clock } from '../../platform/clock/index.ts'
import type { Trx } from '../../platform/db/index.ts'
import { Refusal } from '../../platform/errors/index.ts'
import { type Actor, recordAct } from '../audit/index.ts'
import { findAdult } from '../people/index.ts'
import {
  choicesOfAdults,
  generalOfAdults,
  moveChoices,
  type StoredGeneral,
  upsertChoice,
  upsertGeneral,
} from './preferences.store.ts'
import { consentWordsVersion } from './rules/consent-words.ts'
import { type KindChoice, type MessageKind, messageKinds, purposeOf, unchosen } from './rules/kinds.ts'
import type { ChosenLanguage } from './rules/languages.ts'
import { nextDigest, usualDigestHour } from './rules/next-digest.ts'
import { type StoredChoice, standingChoice } from './rules/standing-choice.ts'
import { refuseChoice } from './rules/why-not-choose.ts'

/** What one adult gets at one school. `stored` is null where the person chose nothing. */
export type Preferences = {
  language: ChosenLanguage | null
  /** 0 to 23, of the school's own time. */
  digestHour: number
  general: StoredGeneral | null
  kinds: Record<MessageKind, { choice: KindChoice; stored: StoredChoice | null }>
}

type OfAdult = { schoolId: string; adultId: string }

/** OPT-7: what this adult chose, with what is usual where they chose nothing. */
export async function findPreferences(trx: Trx, of: OfAdult): Promise<Preferences> {
  const adultIds = [of.adultId]
  const general = (await generalOfAdults(trx, { ...of, adultIds })).get(of.adultId) ?? null
  const stored = await choicesOfAdults(trx, { ...of, adultIds })
  const kindOf = (kind: MessageKind) => {
    const found = stored.find((one) => one.kind === kind) ?? null
    return { choice: standingChoice(kind, found), stored: found }
  }
  const kinds = Object.fromEntries(messageKinds.map((kind) => [kind, kindOf(kind)])) as Preferences['kinds']
  return { language: general?.language ?? null, digestHour: general?.digestHour ?? usualDigestHour, general, kinds }
}

/** The language in which this adult asked to be spoken to; null where they did not say. */
export async function languageOfAdult(trx: Trx, of: OfAdult): Promise<ChosenLanguage | null> {
  return (await generalOfAdults(trx, { ...of, adultIds: [of.adultId] })).get(of.adultId)?.language ?? null
}

/** The same for many at once; who did not say is left out. */
export async function languagesOfAdults(
  trx: Trx,
  of: { schoolId: string; adultIds: string[] },
): Promise<Map<string, ChosenLanguage>> {
  const general = await generalOfAdults(trx, of)
  return new Map([...general].flatMap(([id, { language }]) => (language ? [[id, language] as const] : [])))
}

export type WantedPreferences = {
  language?: ChosenLanguage | null
  digestHour?: number
  kinds?: Partial<Record<MessageKind, KindChoice>>
}

/**
 * OPT-3, OPT-6, OPT-7: writes what is different from today, at once, and journals it. The person needs no reason; staff
 * set it on request and say how they were asked. Refuses muting what cannot be muted, and a yes to marketing by staff.
 * Returns how many choices changed.
 */
export async function choosePreferences(
  trx: Trx,
  choosing: OfAdult & { wanted: WantedPreferences; actor: Actor; reason?: string; clock: Clock },
): Promise<number> {
  const { schoolId, adultId, wanted, actor, clock } = choosing
  const setByKind = actor.kind === 'family' ? ('family' as const) : ('staff' as const)
  const reason = choosing.reason?.trim() || null
  await findAdult(trx, schoolId, adultId)
  if (setByKind === 'staff' && reason === null) {
    throw new Refusal('reason-missing', 'Say how the person asked for it, and when. Nothing was changed.')
  }
  const today = await findPreferences(trx, { schoolId, adultId })
  const by = { schoolId, adultId, setBy: actor.name, setByKind, reason, at: clock.now() }
  const changed = differences(today, wanted)
  for (const [kind, choice] of changed.kinds) {
    refuseChoice(kind, choice, setByKind)
    const agrees = purposeOf(kind) === 'marketing' && choice !== 'none'
    await upsertChoice(trx, { ...by, kind, choice, consentWords: agrees ? consentWordsVersion : null })
  }
  const { language, digestHour } = { ...today, ...changed.general }
  if (changed.general !== null) {
    refuseHour(digestHour)
    await upsertGeneral(trx, { ...by, language, digestHour })
  }
  const count = changed.kinds.length + Object.keys(changed.general ?? {}).length
  if (count === 0) return 0
  const before = Object.fromEntries(changed.kinds.map(([kind]) => [kind, today.kinds[kind].choice]))
  const detail = { before, after: { ...Object.fromEntries(changed.kinds), ...changed.general }, reason }
  const subject = { kind: 'adult', id: adultId }
  await recordAct(trx, { schoolId, actor, act: 'adult.preferences-set', subject, detail }, by.at)
  return count
}

/** Only what is not so already. A choice like the usual one is kept once the person has said it. */
function differences(today: Preferences, { kinds = {}, ...wanted }: WantedPreferences) {
  const said = messageKinds.flatMap((kind): [MessageKind, KindChoice][] => {
    const choice = kinds[kind]
    return choice === undefined || choice === today.kinds[kind].choice ? [] : [[kind, choice]]
  })
  const general: Pick<WantedPreferences, 'language' | 'digestHour'> = {}
  if (wanted.language !== undefined && wanted.language !== today.language) general.language = wanted.language
  if (wanted.digestHour !== undefined && wanted.digestHour !== today.digestHour) general.digestHour = wanted.digestHour
  return { kinds: said, general: Object.keys(general).length === 0 ? null : general }
}

function refuseHour(hour: number): void {
  if (Number.isInteger(hour) && hour >= 0 && hour <= 23) return
  throw new Refusal('preference.hour', 'The hour of the daily email is a full hour from 0 to 23. Nothing was changed.')
}

/** Two records turned out to be one person: what was chosen with the one holds for the other. The caller journals it. */
export function movePreferences(trx: Trx, move: { schoolId: string; from: string; to: string }): Promise<void> {
  return moveChoices(trx, move)
}

/** How one adult takes messages of one kind. */
export type ChoiceOfKind = { choice: KindChoice; digestAt: Date }

/** How each of these adults takes a kind of message today, and when their next digest goes after `after`. */
export async function choicesForKind(
  trx: Trx,
  of: { schoolId: string; timeZone: string; kind: MessageKind; adultIds: string[]; after: Date },
): Promise<Map<string, ChoiceOfKind>> {
  const { kind, adultIds } = of
  const stored = new Map((await choicesOfAdults(trx, of)).map((choice) => [choice.adultId, choice]))
  const general = await generalOfAdults(trx, of)
  // Few hours, many adults: each hour is worked out once.
  const digests = new Map<number, Date>()
  const digestAt = (hour: number) => {
    const at = digests.get(hour) ?? nextDigest(of.after, hour, of.timeZone)
    digests.set(hour, at)
    return at
  }
  return new Map(
    adultIds.map((id) => {
      const hour = general.get(id)?.digestHour ?? usualDigestHour
      return [id, { choice: standingChoice(kind, stored.get(id) ?? null), digestAt: digestAt(hour) }]
    }),
  )
}

/** How each of these adults takes each kind of message today: asked for all at once, answered one by one. */
export async function choicesNow(
  trx: Trx,
  of: { schoolId: string; adultIds: string[] },
): Promise<(adultId: string, kind: MessageKind) => KindChoice> {
  const stored = new Map((await choicesOfAdults(trx, of)).map((one) => [`${one.adultId} ${one.kind}`, one]))
  return (adultId, kind) => {
    const found = stored.get(`${adultId} ${kind}`)
    return found ? standingChoice(kind, found) : unchosen(kind)
  }
}
