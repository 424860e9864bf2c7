import validator from 'validator'
import { isPlaceholder, type ParsedPoint, type ReadingOptions, saysDoNotUse, unwrap } from './parsed-point.ts'

/** SIMS holds 60 characters of an email address; what is longer arrives cut, and may then belong to somebody else. */
const SIMS_EMAIL_LENGTH = 60

const NOBODY = /^(no|none|na|nil|null|x+|a|test|unknown|tbc|no[-_.]?e?-?mail|noreply|no-reply|donotreply)@/i
const NOBODY_AT =
  /^(?:x+@x+|a@a|test@test|none@none|na@na|n@a|no@no|nil@nil|unknown@unknown|tbc@tbc|(?:no|none|na|nil|x+)@e?mail)\.[a-z.]+$/i
const NO_EMAIL = /^(no[-_.]?e?-?mail|none|noaddress|no[-_.]?address|donotreply)@/i

const PLAIN = /^[a-z0-9._%+'-]+@[a-z0-9.-]+[a-z0-9]$/i

/** Words that may stand beside an address without being part of it. */
const LABEL =
  /^(mum|mom|dad|mother|father|parent|carer|home|work|personal|private|school|business|main|primary|preferred|email|e-mail|only|his|her|hers|both|gran|nan|step\s?(mum|dad)|'s)$/i

const TYPOS: Record<string, string> = {
  'gmail.con': 'gmail.com',
  'gmail.co': 'gmail.com',
  'gmail.cm': 'gmail.com',
  'gmail.om': 'gmail.com',
  'gmail.comm': 'gmail.com',
  'gmial.com': 'gmail.com',
  'gmai.com': 'gmail.com',
  'gmal.com': 'gmail.com',
  'gnail.com': 'gmail.com',
  'gamil.com': 'gmail.com',
  'gmil.com': 'gmail.com',
  'gmaill.com': 'gmail.com',
  'gmail.co.uk': 'gmail.com',
  'googlemail.con': 'googlemail.com',
  'hotmail.con': 'hotmail.com',
  'hotmial.com': 'hotmail.com',
  'hotmai.com': 'hotmail.com',
  'hotmal.com': 'hotmail.com',
  'hotmil.com': 'hotmail.com',
  'homail.com': 'hotmail.com',
  'hotmaill.com': 'hotmail.com',
  'hotmail.co': 'hotmail.co.uk',
  'hotmail.co.k': 'hotmail.co.uk',
  'hotmail.couk': 'hotmail.co.uk',
  'hotmail.co.ul': 'hotmail.co.uk',
  'outlook.con': 'outlook.com',
  'outlok.com': 'outlook.com',
  'outloo.com': 'outlook.com',
  'outlook.co': 'outlook.com',
  'yahoo.con': 'yahoo.com',
  'yaho.com': 'yahoo.com',
  'yahooo.com': 'yahoo.com',
  'yahoo.co': 'yahoo.co.uk',
  'yahoo.couk': 'yahoo.co.uk',
  'yahoo.co.k': 'yahoo.co.uk',
  'yaho.co.uk': 'yahoo.co.uk',
  'icloud.con': 'icloud.com',
  'iclould.com': 'icloud.com',
  'icoud.com': 'icloud.com',
  'live.con': 'live.com',
  'live.co': 'live.co.uk',
  'btinternet.con': 'btinternet.com',
  'btinternet.co': 'btinternet.com',
  'btintenet.com': 'btinternet.com',
  'sky.con': 'sky.com',
  'aol.con': 'aol.com',
}

/**
 * Reads the email addresses of one cell, in the order written (IMP-1, IMP-16). The address is kept as typed in `raw`; `value`
 * is it in small letters. Nothing is mended by itself: what is probably meant comes as a suggestion. Placeholders give [].
 */
export function readEmails(raw: string, options: ReadingOptions = {}): ParsedPoint[] {
  const text = unwrap(raw)
  if (isPlaceholder(text, options)) return []
  // Most cells hold one plain address and nothing else.
  if (PLAIN.test(text) && text.length !== SIMS_EMAIL_LENGTH) return readPlain(text, raw)
  const parts = text.split(/[;,|\s/&]+|\s(?:or|and)\s/i).filter((part) => part !== '')
  const addresses = parts.filter((part) => part.includes('@'))
  const eachIsOne =
    addresses.length > 1 && addresses.length === parts.filter((part) => !/^(or|and)$/i.test(part)).length
  if (!eachIsOne) return readOne(text, raw, options)
  return addresses.flatMap((part) => readOne(part, part, options))
}

function readPlain(text: string, raw: string): ParsedPoint[] {
  if (isNobody(text)) return []
  const problem = whatIsWrong(text)
  const value = problem ? null : text.toLowerCase()
  const suggestion = value ? suggestDomain(value) : suggestAddress(text)
  return [point({ value, raw, reason: problem, note: null, suggestion })]
}

function isNobody(address: string): boolean {
  return NO_EMAIL.test(address) || (NOBODY.test(address) && NOBODY_AT.test(address))
}

function readOne(text: string, raw: string, options: ReadingOptions): ParsedPoint[] {
  const several = [...text.matchAll(/<\s*([^<>\s]*@[^<>\s]*)\s*>/g)]
  if (several.length > 1) return several.flatMap((match) => readOne(match[1] ?? '', match[1] ?? '', options))
  const { address, note } = several[0] ? { address: several[0][1] ?? '', note: null } : separateNote(text)
  const cleaned = address
    .replace(/^mailto:/i, '')
    .replace(/\?.*$/, '')
    .replace(/^[<("'[]+(?=.*@)|[>)\]"';:,.]+$/g, '')
  if (isPlaceholder(cleaned, options) || isNobody(cleaned)) return []
  const problem = whatIsWrong(cleaned)
  if (problem) return [point({ value: null, raw, reason: problem, note, suggestion: suggestAddress(cleaned) })]
  const value = cleaned.toLowerCase()
  return [point({ value, raw, reason: whyNotToUse(cleaned, note), note, suggestion: suggestDomain(value) })]
}

/**
 * `ann@example.org (work)` has a note; `ann jones@example.org` has not: there the words may belong to the address, and
 * `jones@example.org` may be a stranger. So words come off only when they are clearly a note.
 */
function separateNote(text: string): { address: string; note: string | null } {
  const match = /^(.*?)(\S*@\S*)(.*)$/s.exec(text)
  if (!match) return { address: text, note: null }
  const [, before = '', address = '', after = ''] = match
  if (!isNote(before, 'before') || !isNote(after, 'after')) return { address: text, note: null }
  const note = `${tidy(before)} ${tidy(after)}`.trim()
  return { address, note: note === '' ? null : note }
}

function isNote(words: string, side: 'before' | 'after'): boolean {
  const text = words.trim()
  if (/^[;,.|]*$/.test(text)) return true
  if (text.includes('@')) return false
  if (side === 'before' && /[:)\]–-]$/.test(text)) return true
  if (side === 'after' && /^[([–:-]/.test(text)) return true
  return saysDoNotUse(text) || text.split(/[\s,;.]+/).every((word) => word === '' || LABEL.test(word))
}

function tidy(words: string): string {
  return words.replace(/^[\s;,:()[\]–-]+|[\s;,:()[\]–-]+$/g, '').replace(/\s+/g, ' ')
}

function whatIsWrong(address: string): string | null {
  const parts = address.split('@')
  if (parts.length === 1) return 'There is no @ in it, so it is no email address.'
  const [local = '', domain = ''] = parts
  if (parts.length > 2) return 'It has more than one @.'
  if (local === '' || domain === '') return 'A part before or after the @ is missing.'
  if (/\s/.test(address)) return 'It has a space in it.'
  const stray = /[^\x21-\x7e]|["(),:;<>[\]\\]/u.exec(local)?.[0]
  if (stray) return `It has a character that cannot stand before the @: ${stray}`
  if (!domain.includes('.')) return 'What stands after the @ has no ending like .com or .uk.'
  const strict = { allow_utf8_local_part: false, allow_ip_domain: false, require_tld: true }
  return validator.isEmail(address, strict) && !/(^|\.)xn---/i.test(domain)
    ? null
    : 'It is not written like an email address.'
}

function whyNotToUse(address: string, note: string | null): string | null {
  if (note && saysDoNotUse(note)) return `The note beside it says “${note}”.`
  if (address.length !== SIMS_EMAIL_LENGTH) return null
  return 'It is exactly 60 characters long, where SIMS cuts an address short. Check it before it is used.'
}

function suggestAddress(address: string): string | null {
  const plain = address
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[‘’´`]/g, "'")
    .replace(/[\s"“”£()<>\u200b-\u200f\ufeff]/g, '')
  const candidates = [
    plain,
    plain.replace(/,(?=[^@]*$)/g, '.'),
    plain.replace(/\.{2,}/g, '.'),
    plain.replace(/@+/g, '@'),
  ]
  const found = candidates.find((candidate) => candidate !== address && whatIsWrong(candidate) === null)?.toLowerCase()
  return found ? (suggestDomain(found) ?? found) : null
}

function suggestDomain(value: string): string | null {
  const [local = '', domain = ''] = value.split('@')
  const known = TYPOS[domain]
  if (known) return `${local}@${known}`
  const ending = domain
    .replace(/\.con$/, '.com')
    .replace(/\.couk$/, '.co.uk')
    .replace(/\.co\.(k|ul|ukk|u)$/, '.co.uk')
    .replace(/\.cmo$/, '.com')
  return ending === domain ? null : `${local}@${ending}`
}

type Found = {
  value: string | null
  raw: string
  reason: string | null
  note: string | null
  suggestion: string | null
}

function point({ value, raw, reason, note, suggestion }: Found): ParsedPoint {
  return { kind: 'email', value, raw, smsCapable: false, usable: reason === null, reason, note, suggestion }
}
