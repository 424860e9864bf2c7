import type { Static, TSchema } from 'typebox'
import Value from 'typebox/value'
import { Refusal } from '../../platform/errors/index.ts'
import { NoSuchPage } from './errors.ts'

/** Fields as a browser sends them. */
export type Fields = Record<string, string | string[]>

/**
 * Reads form or query fields by a TypeBox object schema: a lone value becomes a list where the schema wants one, empty
 * text is absent where the schema wants a number or a choice, numbers and booleans are converted, defaults filled in and
 * unknown fields dropped. Line ends become `\n`, and spaces around every value but passwords go.
 */
export function parseFields<Schema extends TSchema>(schema: Schema, fields: Fields): Static<Schema> {
  const shaped = Object.fromEntries(
    Object.entries(propertiesOf(schema)).flatMap(([name, property]) => shapeField(name, property, fields[name])),
  )
  const value = Value.Default(schema, Value.Convert(schema, shaped))
  if (Value.Check(schema, value)) return value as Static<Schema>
  const field = Value.Errors(schema, value)[0]?.instancePath.split('/')[1] ?? ''
  throw new Refusal(
    'form.unreadable',
    `Something in ${field ? `“${field}”` : 'this form'} could not be read. Nothing was changed. Go back, look at it once more, and try again.`,
  )
}

type Property = { type?: string; default?: unknown }

function propertiesOf(schema: TSchema): Record<string, Property> {
  return 'properties' in schema ? (schema.properties as Record<string, Property>) : {}
}

function shapeField(name: string, property: Property, raw: string | string[] | undefined): [string, unknown][] {
  if (property.type === 'array') return [[name, raw === undefined ? [] : [raw].flat().map((text) => clean(name, text))]]
  const text = clean(name, [raw ?? ''].flat().at(-1) ?? '')
  if (text === '' && (raw === undefined || property.type !== 'string')) return []
  if (property.type === 'boolean') return [[name, ['true', 'on', 'yes', '1'].includes(text)]]
  return [[name, text]]
}

function clean(name: string, text: string): string {
  return name.toLowerCase().includes('password') ? text : text.replaceAll('\r\n', '\n').trim()
}

/** The id in an address. What is no id has no page. */
export function readId(text: string): string {
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text)) throw new NoSuchPage()
  return text.toLowerCase()
}
