import { Refusal } from '../../platform/errors/index.ts'

/** `key=value` words as an object; the value may hold further equals signs. */
export function pairsOf(words: string[]): Record<string, string> {
  return Object.fromEntries(
    words.map((word) => {
      const at = word.indexOf('=')
      if (at < 1) throw new Refusal('cli.usage', `“${word}” is not of the form key=value. Nothing was changed.`)
      return [word.slice(0, at).trim(), word.slice(at + 1)]
    }),
  )
}
