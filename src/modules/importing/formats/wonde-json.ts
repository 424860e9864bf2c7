/** What Wonde says of somebody, as JSON. Nothing of it is believed before it is looked at. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json | undefined }

/** What stands at a path, whether each step was wrapped in `data` or not; undefined where Wonde said nothing of it. */
export function at(owner: Json | undefined, path: string): Json | undefined {
  let value: Json | undefined = owner
  for (const key of path.split('.')) {
    value = unwrapped(value)
    if (typeof value !== 'object' || value === null || Array.isArray(value) || !Object.hasOwn(value, key))
      return undefined
    value = value[key]
  }
  return unwrapped(value)
}

function unwrapped(value: Json | undefined): Json | undefined {
  const isWrapped = typeof value === 'object' && value !== null && !Array.isArray(value) && Object.hasOwn(value, 'data')
  return isWrapped ? (value as { data?: Json }).data : value
}

export const listOf = (value: Json | undefined): Json[] => (Array.isArray(value) ? value : [])
export const textOf = (value: Json | undefined): string =>
  typeof value === 'string' ? value.trim() : typeof value === 'number' ? String(value) : ''

export function flagOf(value: Json | undefined): string {
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  return textOf(value)
}

/** `{date: "2015-05-10 00:00:00.000000", …}` → `2015-05-10`. */
export function dateOf(value: Json | undefined): string {
  return (textOf(value) || textOf(at(value, 'date'))).slice(0, 10)
}

export function codeOrName(value: Json | undefined): string {
  return textOf(value) || textOf(at(value, 'code')) || textOf(at(value, 'name'))
}

export const firstText = (owner: Json | undefined, keys: string[]): string =>
  keys.map((key) => textOf(at(owner, key))).find((text) => text !== '') ?? ''

/** The id that the MIS gave, else Wonde's own. */
export function idOf(owner: Json): string {
  const id = textOf(at(owner, 'id'))
  return textOf(at(owner, 'mis_id')) || (id === '' ? '' : `wonde:${id}`)
}
