import { foldCaption, unescapeCaption } from '../rules/fold-name.ts'
import { splitOwner } from './fields.ts'

/** Captions by which a format is known, folded: any `only`, also with `guardian`, `pupil` … in front; else so many of `several`. */
export type Signs = { only?: string[]; several?: string[]; enough?: number }

/** The recognising of a format by its captions. The sentence names the captions that told. */
export function recognisedBy(words: string, signs: Signs): (captions: string[]) => string | null {
  const only = new Set(signs.only)
  const several = new Set(signs.several)
  const enough = signs.enough ?? several.size
  return (captions) => {
    const own = firstOfEach(captions, (folded) => only.has(folded) || only.has(splitOwner(folded)?.rest ?? ''))
    if (own.length > 0)
      return `${listOf(own)}: only ${words} writes ${own.length === 1 ? 'this column' : 'these columns'}.`
    const fitting = firstOfEach(captions, (folded) => several.has(folded))
    if (several.size === 0 || fitting.length < enough) return null
    return `${listOf(fitting)} together are how ${words} writes them.`
  }
}

function firstOfEach(captions: string[], isWanted: (folded: string) => boolean): string[] {
  const found = new Map<string, string>()
  for (const caption of captions) {
    const folded = foldCaption(caption)
    if (isWanted(folded) && !found.has(folded)) found.set(folded, unescapeCaption(caption))
  }
  return [...found.values()]
}

function listOf(captions: string[]): string {
  const shown = captions.slice(0, 4).map((caption) => `“${caption}”`)
  return shown.length === 1 ? `${shown[0]}` : `${shown.slice(0, -1).join(', ')} and ${shown.at(-1)}`
}
