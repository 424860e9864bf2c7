const SPECIAL: Record<string, string> = { ł: 'l', ø: 'o', ß: 'ss', æ: 'ae', œ: 'oe', đ: 'd', ð: 'd', þ: 'th', ı: 'i' }

/**
 * A name as it is compared, never as it is shown: small letters without accents, apostrophes, hyphens and spaces. So
 * `O'Brien` is `O’BRIEN` and `Al-Hassan` is `al hassan`, while the stored spelling stays as its owner writes it.
 */
export function foldName(name: string): string {
  const lower = name.toLowerCase()
  if (/^[a-z]*$/.test(lower)) return lower
  return lower
    .normalize('NFKD')
    .replace(/[łøßæœđðþı]/g, (letter) => SPECIAL[letter] ?? letter)
    .replace(/[^\p{L}\p{N}]+/gu, '')
}

/** A column caption as it is compared: escapes like `_x0020_` read, then letters and digits only. */
export function foldCaption(caption: string): string {
  return foldName(unescapeCaption(caption))
}

/** CommandReporter writes captions as XML names: `_x0020_` is a space. Two layers are met. */
export function unescapeCaption(caption: string): string {
  const once = (text: string) =>
    text.replace(/_x([0-9a-f]{4})_/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
  return once(once(caption)).trim()
}
