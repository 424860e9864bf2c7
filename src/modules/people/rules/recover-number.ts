import parsePhone, { type NumberType, type PhoneNumber } from 'libphonenumber-js/max'
import metadata from 'libphonenumber-js/max/metadata'
import type { PointKind } from './parsed-point.ts'

export type RecoveredNumber = { e164: string; kind: PointKind }

/** Characters a phone number may be written with; anything else is refused, so that nothing is guessed. */
export const PHONE_CHARACTERS = '\\d()+\\-\\u2010-\\u2015\\u2212\\s\\u00a0\\u202f\\u200b-\\u200f\\ufeff'
const ONLY_PHONE_CHARACTERS = new RegExp(`^[${PHONE_CHARACTERS}]+$`)

/** Ofcom keeps 07700 900000 to 900999 for drama: no real phone has one, so the library refuses them; we allow exactly these. */
const DRAMA_MOBILE = /^\+447700900\d{3}$/

const KINDS: Record<NonNullable<NumberType>, PointKind> = {
  MOBILE: 'mobile',
  FIXED_LINE: 'landline',
  // North American numbers do not tell; a text is tried there.
  FIXED_LINE_OR_MOBILE: 'mobile',
  PERSONAL_NUMBER: 'personal',
  PAGER: 'pager',
  VOIP: 'voip',
  TOLL_FREE: 'freephone',
  PREMIUM_RATE: 'premium',
  SHARED_COST: 'premium',
  UAN: 'uan',
  VOICEMAIL: 'unknown',
}

/**
 * Reads one number, also when it is nearly right: (a) only phone characters; (b) what is no possible UK number is tried as
 * an international one; (c) only if that fails too, every `+` and all leading zeros go, and both are tried again. The order
 * matters: with (c) first `+1 (500)…` would become a UK landline. What begins with a single nought is tried at home alone.
 */
export function recoverNumber(text: string): RecoveredNumber | null {
  return plainMobile(text) ?? recoverAnyNumber(text)
}

/** Where the library keeps the pattern of a country's mobile numbers, which it would compile anew for every number. */
const [TYPES_OF_COUNTRY, MOBILE_AMONG_THEM] = [11, 1]
const HOME_MOBILE = new RegExp(`^(?:${patternOf(metadata.countries.GB, TYPES_OF_COUNTRY, MOBILE_AMONG_THEM, 0)})$`)

function patternOf(value: unknown, ...path: number[]): string {
  const found = path.reduce((inner, at) => (Array.isArray(inner) ? inner[at] : undefined), value)
  if (typeof found !== 'string') throw new Error('the phone library keeps its patterns elsewhere now')
  return found
}

/** The number that most families have, written as most write it: read at once, with the same outcome. */
export function plainMobile(text: string): RecoveredNumber | null {
  const national = /^(?:0|\+44)(7\d{9})$/.exec(text.replaceAll(' ', ''))?.[1]
  return national !== undefined && HOME_MOBILE.test(national) ? { e164: `+44${national}`, kind: 'mobile' } : null
}

export function recoverAnyNumber(text: string): RecoveredNumber | null {
  if (!ONLY_PHONE_CHARACTERS.test(text)) return null
  const parse = isWrittenAsAtHome(text) ? parseAtHome : parseAtHomeOrAbroad
  const possible = parse(text) ?? parse(digitsOf(text).replace(/^0+/, ''))
  if (!possible) return null
  if (DRAMA_MOBILE.test(possible.number)) return { e164: possible.number, kind: 'mobile' }
  if (!possible.isValid()) return null
  const type = possible.getType()
  return { e164: possible.number, kind: type ? KINDS[type] : 'unknown' }
}

export function digitsOf(text: string): string {
  return text.replace(/\D/g, '')
}

/** One nought and no `+` is how a number is written at home: with a digit too many it is wrong, and not somebody's abroad. */
const isWrittenAsAtHome = (text: string): boolean => !text.includes('+') && /^0[1-9]/.test(digitsOf(text))

function parseAtHome(text: string): PhoneNumber | undefined {
  const home = parsePhone(text, 'GB')
  return home?.isPossible() ? home : undefined
}

function parseAtHomeOrAbroad(text: string): PhoneNumber | undefined {
  const home = parseAtHome(text)
  if (home) return home
  const abroad = parsePhone(`+${digitsOf(text)}`)
  return abroad?.isPossible() ? abroad : undefined
}
