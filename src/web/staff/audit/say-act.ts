/** `link.ended` → `Link ended`; `school.settings-changed` → `School settings changed`. */
export function sayAct(act: string): string {
  const words = act.replaceAll(/[.-]/g, ' ')
  return words.charAt(0).toUpperCase() + words.slice(1)
}

const longest = 160

/** The plain facts of an entry as names and values; what is nested is shown as it stands, cut where it is long. */
export function sayDetail(detail: unknown): { name: string; value: string }[] {
  if (typeof detail !== 'object' || detail === null) return []
  return Object.entries(detail)
    .filter(([, value]) => value !== null && value !== '')
    .map(([name, value]) => ({ name: sayName(name), value: sayValue(value) }))
}

/** `registrationGroup` → `registration group`. */
function sayName(name: string): string {
  return name.replaceAll(/([a-z])([A-Z])/g, (_, before: string, after: string) => `${before} ${after.toLowerCase()}`)
}

function sayValue(value: unknown): string {
  return cut(sayInner(value))
}

/** Nested facts in one line. Noughts and what is empty are left out: a count that is not named is nought. */
function sayInner(value: unknown): string {
  if (value === true) return 'yes'
  if (value === false) return 'no'
  if (Array.isArray(value)) return value.map(sayInner).join(', ')
  if (typeof value !== 'object' || value === null) return String(value)
  return Object.entries(value)
    .map(([name, inner]) => [sayName(name), inner === 0 || inner === null ? '' : sayInner(inner)])
    .filter(([, words]) => words !== '')
    .map(([name, words]) => `${name}: ${words}`)
    .join('; ')
}

function cut(text: string): string {
  return text.length > longest ? `${text.slice(0, longest)}…` : text
}
