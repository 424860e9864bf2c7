import Type, { type Static } from 'typebox'
import {
  choicesOf,
  isChosenLanguage,
  isKindChoice,
  type KindChoice,
  type MessageKind,
  messageKinds,
  type WantedPreferences,
} from '../../../modules/preferences/index.ts'

/** What the form of a person's choices sends. */
export const preferencesBody = Type.Object({
  ...Object.fromEntries(messageKinds.map((kind) => [`kind-${kind}`, Type.String({ default: '' })])),
  consent: Type.Boolean({ default: false }),
  hour: Type.String({ default: '' }),
  language: Type.String({ default: '' }),
})
export type PreferencesBody = Static<typeof preferencesBody> & Record<string, unknown>

/** What is not in the form, or not one of its choices, stays as it is. */
export function wantedOf(body: PreferencesBody): WantedPreferences {
  const kinds: Partial<Record<MessageKind, KindChoice>> = {}
  for (const kind of messageKinds.filter((one) => one !== 'fundraising')) {
    const typed = body[`kind-${kind}`]
    if (isKindChoice(typed) && choicesOf(kind).includes(typed)) kinds[kind] = typed
  }
  const way = body['kind-fundraising']
  const agreedWay = isKindChoice(way) && way !== 'none' && way !== 'usual' ? way : 'email'
  kinds.fundraising = body.consent ? agreedWay : 'none'
  const hour = /^\d{1,2}$/.test(body.hour) ? { digestHour: Number(body.hour) } : {}
  return { kinds, ...hour, language: isChosenLanguage(body.language) ? body.language : null }
}
