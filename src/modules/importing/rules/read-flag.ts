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

/** A flag missing from the source is `unknown`, never `no` (IMP-13). Null when the text is none of the known words. */
export function readFlag(text: string): Flag | null {
  return WORDS[text.trim().toLowerCase()] ?? (saysNothing(text) ? 'unknown' : null)
}
