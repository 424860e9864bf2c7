import type { Clock } from '../../platform/clock/index.ts'
import type { KeyedHash } from '../../platform/crypto/index.ts'
import type { Trx } from '../../platform/db/index.ts'
import { familyActor } from '../audit/index.ts'
import { type ForgetContactPoints, optOutAdult, pointToProvedChannel, type Registrant } from '../people/index.ts'
import {
  type ChosenLanguage,
  choosePreferences,
  findPreferences,
  messageKinds,
  type WantedPreferences,
} from '../preferences/index.ts'
import type { School } from '../schools/index.ts'
import { provedChannelPlace, sendOwnLink } from './own-link.ts'
import { type FirstChoices, kindsOfFirstChoices, optOutOfWish, type Wish } from './rules/what-to-receive.ts'

/** Somebody who is registered now, with what they chose on the way. */
export type Welcoming = {
  school: School
  adultId: string
  registrant: Registrant
  /** In which they walked the way. */
  registration: { id: string; language: ChosenLanguage }
  wish: Wish
  choices?: FirstChoices
  /** Where that was a while ago: what the person chose since stays. */
  chosenAt?: Date
  hash: KeyedHash
  forget: ForgetContactPoints
  siteAddress: string
  clock: Clock
}

/**
 * LET-9: what follows for somebody who was registered, at once or after a person of the school decided (LET-13): their choices are kept,
 * what they do not want is erased, and they are written to, unless a link is held (`quietly`, VIS-4).
 */
export async function welcome(trx: Trx, welcoming: Welcoming & { quietly: boolean }): Promise<void> {
  await pointToChannels(trx, welcoming)
  await keepChoices(trx, welcoming)
  await optOutAsWished(trx, welcoming)
  const { registration, registrant, quietly } = welcoming
  if (!quietly) await sendOwnLink(trx, { ...welcoming, registrationId: registration.id, to: registrant })
}

/** So that a link to their page can be sent again to who proved the channel. An opt-out takes it away again. */
async function pointToChannels(trx: Trx, { school, adultId, registrant, hash }: Welcoming): Promise<void> {
  const of = { schoolId: school.id, adultId }
  const hashOf = (value: string) => hash(value, provedChannelPlace)
  await pointToProvedChannel(trx, { ...of, channel: 'email', valueHash: hashOf(registrant.email) })
  await pointToProvedChannel(trx, { ...of, channel: 'sms', valueHash: hashOf(registrant.mobile) })
}

/**
 * OPT-6, OPT-7: keeps what was chosen beside the wish, as the person's own choice, and the language in which they registered, until they
 * choose another, also where they did between registering and the office's decision. English is what is spoken to who said nothing, so it is kept only in place of another language.
 */
async function keepChoices(trx: Trx, welcoming: Welcoming): Promise<void> {
  const { school, adultId, registrant, registration, wish, choices, clock } = welcoming
  const chosenAt = welcoming.chosenAt ?? clock.now()
  const of = { schoolId: school.id, adultId }
  const { language } = registration
  const today = await findPreferences(trx, of)
  const isSince = (kept: { setAt: Date } | null) => kept !== null && kept.setAt > chosenAt
  const isSpoken = language === (today.language ?? 'en') || isSince(today.general)
  const kinds: NonNullable<WantedPreferences['kinds']> = choices ? kindsOfFirstChoices(wish, choices) : {}
  for (const kind of messageKinds) if (isSince(today.kinds[kind].stored)) delete kinds[kind]
  const wanted = { ...(isSpoken ? {} : { language }), kinds }
  await choosePreferences(trx, { ...of, wanted, actor: familyActor(registrant), clock })
}

/** OPT-2, OPT-3: what they do not want is erased at once, by their own act. */
async function optOutAsWished(trx: Trx, welcoming: Welcoming): Promise<void> {
  const { school, adultId, registrant, wish, forget, clock } = welcoming
  const channel = optOutOfWish(wish)
  if (channel === null) return
  const reason = 'chosen when registering'
  const actor = familyActor(registrant)
  await optOutAdult(trx, { schoolId: school.id, adultId, channel, reason, actor, clock, forget })
}
