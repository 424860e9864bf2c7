import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { type Compilable, CompiledQuery, sql } from 'kysely'
import { from as copyFrom } from 'pg-copy-streams'
import { clientOf } from './transactions.ts'
import type { Trx } from './types.ts'

/**
 * Streams `source`, lines or what a file holds, into a `COPY … FROM STDIN` inside the transaction and waits for PostgreSQL whenever it falls behind,
 * so memory stays flat. Returns the number of rows. PostgreSQL refuses COPY into a table under row-level security:
 * this is for staging tables, as role `import`.
 */
export async function copyInto(
  trx: Trx,
  copy: string,
  source: Iterable<string> | AsyncIterable<Buffer>,
): Promise<number> {
  // In its turn: whatever else the transaction asks for meanwhile waits.
  return trx.getExecutor().provideConnection(async () => {
    const sink = clientOf(trx).query(copyFrom(copy))
    const chunks = Symbol.iterator in source ? gathered(source) : source
    await pipeline(Readable.from(chunks, { objectMode: true }), sink)
    return sink.rowCount
  })
}

let cursors = 0

/** Reads a large result `size` rows at a time through a cursor of the transaction. */
export async function* readInBatches<Row>(trx: Trx, query: Compilable<Row>, size: number): AsyncGenerator<Row[]> {
  const { sql: text, parameters } = query.compile()
  cursors += 1
  const cursor = `batches_${cursors}`
  await trx.executeQuery(CompiledQuery.raw(`declare ${cursor} no scroll cursor for ${text}`, [...parameters]))
  for (;;) {
    const { rows } = await sql<Row>`fetch ${sql.lit(size)} from ${sql.id(cursor)}`.execute(trx)
    if (rows.length > 0) yield rows
    if (rows.length < size) break
  }
  await sql`close ${sql.id(cursor)}`.execute(trx)
}

/** One write per row would cost more than the row: 64 kB at a time. */
function* gathered(lines: Iterable<string>): Generator<string> {
  let text = ''
  for (const line of lines) {
    text += line
    if (text.length < 65_536) continue
    yield text
    text = ''
  }
  if (text) yield text
}
