import { sql } from 'kysely'
import type { Trx } from './types.ts'

type Column = {
  table_name: string
  name: string
  type: string
  is_array: boolean
  nullable: boolean
  has_default: boolean
}

/** The text of `schema.generated.ts` for the tables of schema public, in alphabetical order. */
export async function generateTypes(trx: Trx): Promise<string> {
  const { rows } = await columns.execute(trx)
  const tables = Map.groupBy(rows, (column) => column.table_name)
  const interfaces = [...tables].map(
    ([table, itsColumns]) => `export interface ${pascal(table)} {\n${itsColumns.map(line).join('')}}\n`,
  )
  const database = [...tables.keys()].map((table) => `  ${table}: ${pascal(table)}\n`).join('')
  return [
    '// Made by `npm run db:types` from the migrated database. Do not edit.\n',
    "import type { ColumnType } from 'kysely'\n",
    'export type Generated<T> = T extends ColumnType<infer S, infer I, infer U>',
    '  ? ColumnType<S, I | undefined, U>',
    '  : ColumnType<T, T | undefined, T>',
    'export type Timestamp = ColumnType<Date, Date | string, Date | string>',
    // What goes in is text, so that PostgreSQL never takes a list for an array of its own.
    'export type Json = ColumnType<unknown, string, string>\n',
    ...interfaces,
    `export interface Database {\n${database}}\n`,
  ].join('\n')
}

const columns = sql<Column>`
  select c.relname as table_name, a.attname as name,
    coalesce(e.typname, t.typname) as type, e.oid is not null as is_array,
    not a.attnotnull as nullable, a.atthasdef as has_default
  from pg_class c
  join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
  join pg_type t on t.oid = a.atttypid
  left join pg_type e on e.oid = t.typelem and t.typcategory = 'A'
  where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'v', 'm') and not c.relispartition
  order by c.relname collate "C", a.attnum`

function line({ name, type, is_array, nullable, has_default }: Column): string {
  const one = typeNames[type] ?? 'string'
  const value = `${one}${is_array ? '[]' : ''}${nullable ? ' | null' : ''}`
  return `  ${name}: ${has_default ? `Generated<${value}>` : value}\n`
}

const typeNames: Record<string, string> = {
  bool: 'boolean',
  int2: 'number',
  int4: 'number',
  int8: 'number',
  float4: 'number',
  float8: 'number',
  timestamptz: 'Timestamp',
  json: 'Json',
  jsonb: 'Json',
  bytea: 'Buffer',
}

function pascal(table: string): string {
  return table.replace(/(^|_)(\w)/g, (_, __, letter: string) => letter.toUpperCase())
}
