import { foldName as foldWords } from '../../people/index.ts'

/**
 * A name as keys are made of it: folded as everywhere, and without spaces, so that `O'Brien` is `O’BRIEN` and `Al-Hassan`
 * is `Al Hassan`. The stored spelling stays as its owner writes it.
 */
export function foldName(name: string): string {
  return foldWords(name.toLowerCase()).replaceAll(' ', '')
}

/** A column caption as it is compared: escapes like `_x0020_` read, then letters and digits only. */
export function foldCaption(caption: string): string {
  return foldName(unescapeCaption(caption))
}

/** CommandReporter writes captions as XML names: `_x0020_` is a space. Two layers are met. */
export function unescapeCaption(caption: string): string {
  const once = (text: string) =>
    text.replace(/_x([0-9a-f]{4})_/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
  return (caption.includes('_') ? once(once(caption)) : caption).trim()
}
