/** A value in COPY's text form. */
export function inCopy(value: string | null): string {
  if (value === null) return '\\N'
  if (!/[\\\t\n\r]/.test(value)) return value
  return value.replaceAll('\\', '\\\\').replaceAll('\t', '\\t').replaceAll('\n', '\\n').replaceAll('\r', '\\r')
}

/** PostgreSQL's jsonb takes neither NUL nor half of a surrogate pair; a backslash that was typed is no escape. */
export function withoutBadEscapes(json: string): string {
  if (!json.includes('\\u')) return json
  return json.replace(/\\(\\|u0000|ud[89a-f][0-9a-f]{2})?/g, (found, escaped: string | undefined) =>
    escaped?.startsWith('u') ? '' : found,
  )
}
