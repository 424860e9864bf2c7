import { plainerSpelling, smsParts } from '../../delivery/index.ts'
import type { MergeField } from './merge-fields.ts'
import type { RenderedCopy } from './rendered-copies.ts'

export type Warning =
  /** Punctuation in the words themselves makes every text Unicode; cheaper punctuation can be had. */
  | { kind: 'costly punctuation'; replaced: [from: string, to: string][]; partsNow: number; partsThen: number }
  /** A letter typed in the words themselves does; it is not for Gatehouse to change. */
  | { kind: 'costly letters'; characters: string[] }
  /** A name does, for these copies only. */
  | { kind: 'costly names'; copies: number; extraParts: number; characters: string[] }
  | { kind: 'empty field'; field: MergeField; copies: number }
  | { kind: 'late hour'; hour: number }

/** What deserves a second look before sending (MSG-4, MSG-8). `hour` is the school's own, 0 to 23. */
export function warningsOn(facts: { body: string; rendered: RenderedCopy[]; hour: number }): Warning[] {
  const texts = facts.rendered.filter(({ channel }) => channel === 'sms')
  return [
    ...aboutTypedCharacters(facts.body, texts),
    ...aboutNames(texts),
    ...aboutEmptyFields(facts.rendered),
    ...(texts.length > 0 && (facts.hour < 7 || facts.hour >= 20)
      ? [{ kind: 'late hour' as const, hour: facts.hour }]
      : []),
  ]
}

function aboutTypedCharacters(body: string, texts: RenderedCopy[]): Warning[] {
  if (texts.length === 0) return []
  const warnings: Warning[] = []
  const offer = plainerSpelling(body)
  const partsNow = sumOf(texts, ({ parts }) => parts)
  if (offer && smsParts(body).encoding === 'UCS-2') {
    const partsThen = sumOf(texts, ({ body: text }) => smsParts(plainerSpelling(text)?.text ?? text).parts.length)
    if (partsThen < partsNow) {
      warnings.push({ kind: 'costly punctuation', replaced: offer.replaced, partsNow, partsThen })
    }
  }
  const letters = smsParts(offer?.text ?? body).costly
  if (letters.length > 0) warnings.push({ kind: 'costly letters', characters: letters })
  return warnings
}

function aboutNames(texts: RenderedCopy[]): Warning[] {
  const dear = texts.filter(({ costlyNames }) => costlyNames.length > 0)
  // What the same text would take if its names were of the plain alphabet.
  const extraParts = sumOf(dear, ({ body, parts, costlyNames }) => {
    const plain = [...body].map((character) => (costlyNames.includes(character) ? 'x' : character)).join('')
    return parts - smsParts(plain).parts.length
  })
  if (extraParts === 0) return []
  const characters = [...new Set(dear.flatMap(({ costlyNames }) => costlyNames))]
  return [{ kind: 'costly names', copies: dear.length, extraParts, characters }]
}

function aboutEmptyFields(rendered: RenderedCopy[]): Warning[] {
  const copies = Map.groupBy(
    rendered.flatMap(({ empty }) => empty),
    (field) => field,
  )
  return [...copies].map(([field, found]) => ({ kind: 'empty field', field, copies: found.length }))
}

const sumOf = <T>(list: T[], number: (each: T) => number) => list.reduce((sum, each) => sum + number(each), 0)
