/**
 * How a text is cut into parts, and so what it costs (MSG-8). GSM 03.38: 160 septets alone, 153 in each of several;
 * UCS-2: 70 UTF-16 units alone, 67 in each of several.
 */
export type SmsParts = {
  encoding: 'GSM-7' | 'UCS-2'
  /** Septets or UTF-16 units, as the encoding counts. */
  units: number
  /** How many units fit before the next part begins. */
  room: number
  /** The text itself, cut; never within an escaped character or a surrogate pair. */
  parts: string[]
  /** The characters, each once, that make the text UCS-2 and so dearer. */
  costly: string[]
}

/** The longest text accepted, in UTF-16 units: six parts of 153. */
export const longestText = 918

const basic = new Set(
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà',
)
/** Sent as an escape and a second septet. */
const escaped = new Set('^{}\\[~]|€\f')

const limits = { 'GSM-7': { alone: 160, each: 153 }, 'UCS-2': { alone: 70, each: 67 } } as const

/** MSG-8: how a text is cut into parts, what they cost in units, and which characters make it dearer. */
export function smsParts(text: string): SmsParts {
  const characters = [...text]
  const costly = [...new Set(characters.filter((character) => !basic.has(character) && !escaped.has(character)))]
  const encoding = costly.length > 0 ? 'UCS-2' : 'GSM-7'
  const unitsOf = encoding === 'UCS-2' ? utf16Units : septets
  const units = characters.reduce((sum, character) => sum + unitsOf(character), 0)
  const { alone, each } = limits[encoding]
  if (units <= alone) return { encoding, units, room: alone - units, parts: [text], costly }
  const { parts, left } = cut(characters, unitsOf, each)
  return { encoding, units, room: left, parts, costly }
}

const utf16Units = (character: string) => character.length
const septets = (character: string) => (escaped.has(character) ? 2 : 1)

function cut(characters: string[], unitsOf: (character: string) => number, each: number) {
  const parts: string[] = []
  let part = ''
  let left = each
  for (const character of characters) {
    const units = unitsOf(character)
    if (units > left) {
      parts.push(part)
      part = ''
      left = each
    }
    part += character
    left -= units
  }
  parts.push(part)
  return { parts, left }
}

/** Typography that has a plain twin. Letters are not here: a name is never changed, and ŵ is not w. */
const plainTwins: Record<string, string> = {
  '‘': "'",
  '’': "'",
  '‚': "'",
  '“': '"',
  '”': '"',
  '„': '"',
  '‐': '-',
  '‑': '-',
  '–': '-',
  '—': '-',
  '−': '-',
  '…': '...',
  '•': '-',
  '`': "'",
  '\t': ' ',
  '\u00a0': ' ',
  '\u2009': ' ',
  '\u202f': ' ',
  '\u200b': '',
  '\u200c': '',
  '\u200d': '',
  '\u2060': '',
  '\ufeff': '',
}

/**
 * The same words with cheaper punctuation, to be offered beside the original, never applied unasked (MSG-8).
 * Null when there is nothing to offer. Give it the template, so that names merged in later are out of its reach.
 */
export function plainerSpelling(template: string): { text: string; replaced: [from: string, to: string][] } | null {
  const found = [...new Set(template)].filter((character) => Object.hasOwn(plainTwins, character))
  if (found.length === 0) return null
  const text = [...template].map((character) => plainTwins[character] ?? character).join('')
  return { text, replaced: found.map((character) => [character, plainTwins[character] ?? '']) }
}
