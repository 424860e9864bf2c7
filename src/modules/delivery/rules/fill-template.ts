/** How a value is written into a template, so that no text can break out of its place. */
export type Escaping = 'json' | 'urlencoded' | 'none'

export type TemplateValues = Record<'to' | 'text' | 'sender' | 'reference', string>

const field = /\{\{\s*(\w+)\s*\}\}/g

/** Fills `{{to}}`, `{{text}}`, `{{sender}}` and `{{reference}}`. Throws on another field: those are refused when saved. */
export function fillTemplate(template: string, values: TemplateValues, escaping: Escaping): string {
  return template.replace(field, (_, name: string) => {
    if (!isField(name)) throw new Error(`{{${name}}} is not a field`)
    return escaped(values[name], escaping)
  })
}

/** The fields of a template that do not exist, for the message beside the form. */
export function unknownFields(template: string): string[] {
  return [...template.matchAll(field)].map(([, name]) => name ?? '').filter((name) => !isField(name))
}

function isField(name: string): name is keyof TemplateValues {
  return name === 'to' || name === 'text' || name === 'sender' || name === 'reference'
}

function escaped(value: string, escaping: Escaping): string {
  if (escaping === 'urlencoded') return encodeURIComponent(value)
  // Inside quotes that the template itself writes.
  if (escaping === 'json') return JSON.stringify(value).slice(1, -1)
  return value
}
