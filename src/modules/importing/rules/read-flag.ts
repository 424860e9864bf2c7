import type { Flag } from '../records.ts'
import { saysNothing } from './says-nothing.ts'

const WORDS: Record<string, Flag> = {
  t: 'yes',
  true: 'yes',
  y: 'yes',
  yes: 'yes',
  1: 'yes',
  '-1': 'yes',
  f: 'no',
  false: 'no',
  n: 'no',
  no: 'no',
  0: 'no',
}

const NO_ORDER =
  /^(n\/?a,? |there (is|are) )?(no|none|nil|not any|without|not (currently )?subject to( any| an?)?)( (known|current|active|existing))*( court)? (orders?|injunctions?)( (in (place|force)|on (file|record)|known|made|held|recorded|exists?|appl(y|ies)|currently|at present))*\.?$/
const ORDER_SAID_TO_BE_NONE = /^(court )?orders? ?: ?(no|none|nil|n|n\/a)\.?$/
const ORDER =
  /\b(orders?|injunction|court|molestation|prohibited|undertaking|no contact|restrain(ed|ing)|bail|custody|residence|section 8|s8)\b/

/** A flag missing from the source is `unknown`, never `no` (IMP-13). Null when the text is none of the known words. */
export function readFlag(text: string): Flag | null {
  return WORDS[text.trim().toLowerCase()] ?? (saysNothing(text) ? 'unknown' : null)
}

/** An order that is named in its column, instead of being ticked, holds the link as well (IMP-14). Null as above. */
export function readCourtOrder(text: string): Flag | null {
  const words = text
    .trim()
    .toLowerCase()
    .replace(/[\s–—-]+/g, ' ')
  const flag = readFlag(text)
  if (flag !== null) return flag
  if (NO_ORDER.test(words) || ORDER_SAID_TO_BE_NONE.test(words)) return 'no'
  return ORDER.test(words) ? 'yes' : null
}
