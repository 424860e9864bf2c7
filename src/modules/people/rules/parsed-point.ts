export type PointKind =
  | 'email'
  | 'mobile'
  | 'landline'
  | 'personal'
  | 'pager'
  | 'voip'
  | 'freephone'
  | 'premium'
  | 'uan'
  | 'unknown'

/** One email address or phone number as it was found in a cell, read but never changed. */
export type ParsedPoint = {
  kind: PointKind
  /** E.164, or the normal form of the email; null when it could not be read. */
  value: string | null
  /** The text as it came: the whole cell, or its part when the cell holds several. */
  raw: string
  smsCapable: boolean
  usable: boolean
  /** Why it is not usable, or why it gets no texts, in plain words. */
  reason: string | null
  /** What stood beside it in the cell, or what to look at. */
  note: string | null
  /** What was probably meant. Shown to a person, never used by itself. */
  suggestion: string | null
}

/** `placeholders` adds the words by which this school says "none". */
export type ReadingOptions = { placeholders?: readonly string[] }

const SAYS_DO_NOT_USE =
  /\b(do\s*not|don['’]?t|old|wrong|incorrect|invalid|no longer|dnu|not (to be used|in use|used|working|current|valid|correct|known)|never|out of (use|service|date)|disconnected|unobtainable|dead|barred|former(ly)?|previous|stopped|ceased|deceased|died|passed away|r\.?i\.?p|obsolete|expired|lost|stolen|bounced|bounces|bouncing)\b/i

/** True for notes like `DO NOT USE`, `DNU`, `old`, `wrong number`, `no longer his`. */
export function saysDoNotUse(note: string): boolean {
  return SAYS_DO_NOT_USE.test(note)
}

const NOTHING = new Set(
  (
    'n/a|na|n.a|n.a.|none|no|nil|null|tbc|tba|tbd|unknown|not known|not given|not applicable|not provided|not supplied|none given|' +
    'none known|no phone|no mobile|no mob|no number|no tel|no telephone|no landline|no home phone|no email|no e-mail|noemail|' +
    'no email address|has no email|does not have email|no address|withheld|refused|declined|ex dir|ex-dir|ex directory|' +
    'ex-directory|as above|see above|same|same as above|.|?|??|x|xx|xxx|#n/a|blank|empty|not on email'
  ).split('|'),
)

/** True for `n/a`, `none`, `-`, `TBC` and the school's own words for "nothing here". */
export function isPlaceholder(text: string, options: ReadingOptions = {}): boolean {
  const folded = fold(text)
  if (folded === '' || /^[-–—_*.\s/]+$/.test(folded)) return true
  return NOTHING.has(folded) || (options.placeholders ?? []).some((word) => fold(word) === folded)
}

const fold = (text: string): string => text.trim().toLowerCase().replace(/\s+/g, ' ')

const EDGES = /^[\s\u200b-\u200f\u202a-\u202f\u2060\ufeff]+|[\s\u200b-\u200f\u202a-\u202f\u2060\ufeff]+$/g

/** Takes off what Excel users put round a number to keep its zero (`="07…"`, `'07…`) and white space nobody can see. */
export function unwrap(cell: string): string {
  const text = cell.replace(EDGES, '')
  const formula = /^="?([^"]*)"?$/.exec(text)
  if (formula) return (formula[1] ?? '').trim()
  return text.replace(/^['‘’`](?=[\d+(=])/, '').replace(/^"([^"]*)"$/, '$1')
}
