import type { ComponentChildren } from 'preact'

/** A column: its heading, and how a row shows in it. The first column names the row. */
export type Column<Row> = {
  title: string
  cell(row: Row): ComponentChildren
  kind?: 'text' | 'number' | 'act'
  /** The heading is for screen readers only, as above a column of buttons. */
  quiet?: boolean
}

/** Rows under headings; on a narrow screen each row becomes a card in a list. `caption` says what is listed. */
export function Table<Row>({
  caption,
  showCaption = false,
  columns,
  rows,
  keyOf,
  empty,
}: {
  caption: string
  showCaption?: boolean
  columns: readonly Column<Row>[]
  rows: readonly Row[]
  keyOf(row: Row): string
  /** Stands in place of the table when there are no rows. */
  empty?: ComponentChildren
}) {
  if (rows.length === 0 && empty) return <>{empty}</>
  return (
    <table class="table">
      <caption class={showCaption ? undefined : 'visually-hidden'}>{caption}</caption>
      <thead>
        <tr>
          {columns.map(({ title, kind, quiet }) => (
            <th key={title} scope="col" class={kind}>
              {quiet ? <span class="visually-hidden">{title}</span> : title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={keyOf(row)}>
            {columns.map(({ title, cell, kind, quiet }, index) =>
              index === 0 ? (
                <th key={title} scope="row">
                  {cell(row)}
                </th>
              ) : (
                <td key={title} class={kind} data-label={quiet ? undefined : title}>
                  {cell(row)}
                </td>
              ),
            )}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

/** Names and their values, such as what is known of a person. */
export function DefinitionList({ items }: { items: readonly { name: ComponentChildren; value: ComponentChildren }[] }) {
  return (
    <dl class="facts">
      {items.map(({ name, value }, index) => (
        <div key={index}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  )
}
