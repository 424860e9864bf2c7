import {
  isPlaceholder,
  type ParsedPoint,
  type PointKind,
  type ReadingOptions,
  saysDoNotUse,
  unwrap,
} from './parsed-point.ts'
import { digitsOf, PHONE_CHARACTERS, type RecoveredNumber, recoverNumber } from './recover-number.ts'

/** SIMS holds 20 characters of a phone number; what is longer arrives cut. */
const SIMS_PHONE_LENGTH = 20
/** Fewer digits than this are part of a note: `after 5pm`, `ext 123`. */
const FEWEST_DIGITS = 7

const NO_TEXTS: Partial<Record<PointKind, string>> = {
  landline: 'This is a landline, so it gets no texts.',
  personal: 'This is a personal number, not a mobile, so it gets no texts.',
  pager: 'This is a pager number, so it gets no texts.',
  voip: 'This is an internet phone number, so it gets no texts.',
  freephone: 'This is a freephone number, so it gets no texts.',
  premium: 'This is a number with a special rate, so it gets no texts.',
  uan: 'This is a company number, so it gets no texts.',
  unknown: 'What kind of number this is cannot be told, so it gets no texts.',
}

const LOOK_ALIKES: Record<string, string> = {
  O: '0',
  o: '0',
  Q: '0',
  D: '0',
  l: '1',
  I: '1',
  i: '1',
  '|': '1',
  Z: '2',
  z: '2',
  S: '5',
  s: '5',
  B: '8',
}
/** A column of numbers with gaps in it may be written as decimals: `7700900101.0` shows every digit. */
const DECIMALS = /(?<=^\d{10,})\.0+$/
const ONLY_LOOK_ALIKES = /^[OoQDlIi|ZzSsB]+$/
const RUN = new RegExp(`[+(]*\\d[${PHONE_CHARACTERS}]*`, 'g')

type Run = { text: string; start: number; end: number }

/**
 * Reads the phone numbers of one cell, in the order written (IMP-1, IMP-16). Notes are kept; `do not use`, `old`, `wrong` and
 * the like make the number unusable. The kind comes from the number plan, never from the column. Placeholders give [].
 */
export function readPhones(raw: string, options: ReadingOptions = {}): ParsedPoint[] {
  const text = unwrap(raw).replace(DECIMALS, '')
  if (isPlaceholder(text, options) || /^([\s()+-]*(\d)[\s()+-]*)(\2[\s()+-]*)*$/.test(text)) return []
  const whole = recoverNumber(text)
  if (whole) return [flagWhenCut(pointOf(whole, raw, null), raw)]
  const scientific = readScientific(text, raw)
  if (scientific) return [scientific]
  const several = splitAtSpaces(text) ?? splitWithoutSpaces(text)
  if (several) return several.map(({ number, raw }) => pointOf(number, raw, null))
  const points = readRuns(text, raw)
  return points.map((point, index) => (index === points.length - 1 ? flagWhenCut(point, raw) : point))
}

/** Numbers among words and separators. */
function readRuns(text: string, raw: string): ParsedPoint[] {
  const runs = findRuns(text)
  const oneWithSlashes = /^[\d\s()+/-]+$/.test(text) ? recoverNumber(text.replaceAll('/', ' ')) : null
  if (oneWithSlashes && !runs.some((run) => recoverNumber(run.text))) return [pointOf(oneWithSlashes, raw, null)]
  if (runs.length === 0) return [refuse(raw, text)]
  const labelsComeFirst = (runs[0]?.start ?? 0) > 0
  return runs.flatMap((run, index) => {
    const from = labelsComeFirst ? (index === 0 ? 0 : (runs[index - 1]?.end ?? 0)) : run.start
    const to = labelsComeFirst && index < runs.length - 1 ? run.end : (runs[index + 1]?.start ?? text.length)
    const part = text.slice(from, to)
    const partRaw = runs.length === 1 ? raw : trimSeparators(part)
    return readRun({ text, run, note: noteOf(part, run.text), raw: partRaw })
  })
}

function readRun({
  text,
  run,
  note,
  raw,
}: {
  text: string
  run: Run
  note: string | null
  raw: string
}): ParsedPoint[] {
  if (touchesStrayCharacters(text, run)) return [refuse(raw, raw)]
  const number = recoverNumber(run.text)
  if (number) return [pointOf(number, raw, note)]
  const several = splitAtSpaces(run.text)
  if (several) return several.map((one) => pointOf(one.number, one.raw, note))
  return [{ ...refuse(raw, raw), note }]
}

function findRuns(text: string): Run[] {
  return [...text.matchAll(RUN)]
    .map((match) => {
      const trimmed = match[0].replace(/\D+$/, '')
      return { text: trimmed, start: match.index, end: match.index + trimmed.length }
    })
    .filter((run) => digitsOf(run.text).length >= FEWEST_DIGITS)
}

/** A letter that looks like a digit, or a symbol that stands for nothing, right beside the digits: never guess across it. */
function touchesStrayCharacters(text: string, run: Run): boolean {
  const before = /[^\s()\-/;,:&"'[\]]+$/.exec(text.slice(0, run.start))?.[0] ?? ''
  const after = /^[^\s()\-/;,:&"'[\]]+/.exec(text.slice(run.end))?.[0] ?? ''
  return isStray(before) || isStray(after)
}

function isStray(neighbour: string): boolean {
  if (neighbour === '' || neighbour === '|') return false
  return ONLY_LOOK_ALIKES.test(neighbour) || !/^[\p{L}][\p{L}.’']*$/u.test(neighbour.replace(/\d+$/, ''))
}

/** Several numbers with only spaces or dashes between them: split where every part is a whole number, and nowhere else. */
function splitAtSpaces(text: string): { number: RecoveredNumber; raw: string }[] | null {
  const tokens = text.split(/[\s\u2010-\u2015\u2212-]+/).filter((token) => token !== '')
  if (tokens.length < 2 || digitsOf(text).length < 18) return null
  return splitTokens(tokens)
}

/** `07700900101|07700900102`, `07700900101or07700900102`: split where every part is a whole number, for a bar alone may be a 1. */
function splitWithoutSpaces(text: string): { number: RecoveredNumber; raw: string }[] | null {
  const parts = text.split(/(?<=\d)(?:\||or|and)(?=[+(\d])/i)
  const numbers = parts.flatMap((raw) => {
    const number = recoverNumber(raw)
    return number ? [{ number, raw }] : []
  })
  return parts.length > 1 && numbers.length === parts.length ? numbers : null
}

function splitTokens(tokens: string[]): { number: RecoveredNumber; raw: string }[] | null {
  if (tokens.length === 0) return []
  for (let count = 1; count <= Math.min(tokens.length, 7); count++) {
    const raw = tokens.slice(0, count).join(' ')
    if (digitsOf(raw).length < 10) continue
    const number = recoverNumber(raw)
    const rest = number && splitTokens(tokens.slice(count))
    if (number && rest) return [{ number, raw }, ...rest]
  }
  return null
}

/** `4.47700900123E+11` shows every digit and is read; `4.47E+11` has lost them and is never guessed. */
function readScientific(text: string, raw: string): ParsedPoint | null {
  const match = /^(\d)(?:[.,](\d+))?E\+?(\d+)$/i.exec(text)
  if (!match) return null
  const digits = `${match[1]}${match[2] ?? ''}`
  const number = digits.length === Number(match[3]) + 1 ? recoverNumber(digits) : null
  if (number) return pointOf(number, raw, null)
  return {
    ...refuse(raw, ''),
    reason: 'A spreadsheet has shortened this number and its last digits are lost. Type it again in the MIS.',
  }
}

function pointOf(number: RecoveredNumber, raw: string, note: string | null): ParsedPoint {
  const blocked = note !== null && saysDoNotUse(note)
  const smsCapable = number.kind === 'mobile' && !blocked
  const reason = blocked ? `The note beside it says “${note}”.` : (NO_TEXTS[number.kind] ?? null)
  return { kind: number.kind, value: number.e164, raw, smsCapable, usable: !blocked, reason, note, suggestion: null }
}

function refuse(raw: string, text: string): ParsedPoint {
  const suggestion = suggest(text)
  const digits = digitsOf(text).length
  const reason =
    digits === 0
      ? 'There is no phone number in this text.'
      : /[^\d\s()+\-/]/.test(text)
        ? 'It has letters or signs among its digits, so it is not used as it stands.'
        : 'No phone number is written like this: it may have a digit too few or too many.'
  return { kind: 'unknown', value: null, raw, smsCapable: false, usable: false, reason, note: null, suggestion }
}

function suggest(text: string): string | null {
  const asDigits = [...text].map((char) => LOOK_ALIKES[char] ?? char).join('')
  const cleaned = asDigits.replace(/[^\d\s()+-]+/g, '').trim()
  return (
    recoverNumber(asDigits.trim())?.e164 ?? (/\p{L}/u.test(asDigits) ? null : (recoverNumber(cleaned)?.e164 ?? null))
  )
}

function noteOf(part: string, number: string): string | null {
  const note = trimSeparators(part.replace(number, ' ').replace(/\s+/g, ' '))
    .replace(/^\(([^()]*)\)$/, '$1')
    .trim()
  return note === '' ? null : note
}

function trimSeparators(text: string): string {
  const separators = /^(?:[\s/;,|&:\-–—]|\b(?:or|and)\b)+|(?:[\s/;,|&:\-–—]|\b(?:or|and)\b)+$/gi
  return text.replace(separators, '')
}

function flagWhenCut(point: ParsedPoint, cell: string): ParsedPoint {
  if (cell.trim().length !== SIMS_PHONE_LENGTH) return point
  const flag = 'The cell is exactly 20 characters long, where SIMS cuts it: something may be missing.'
  if (!point.usable) return { ...point, reason: `${point.reason} ${flag}` }
  return { ...point, note: point.note ? `${point.note}. ${flag}` : flag }
}
