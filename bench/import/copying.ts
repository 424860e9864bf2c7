import { createReadStream } from 'node:fs'
import type pg from 'pg'
import type { School } from '../../src/modules/schools/index.ts'
import { copyInto } from '../../src/platform/db/index.ts'
import { header } from './rows.ts'
import { type Scene, timed } from './scene.ts'

/** A table of text columns, one for each of the report. */
export async function makeCopyTable(owner: pg.Client): Promise<void> {
  const columns = header.split(',').map((_, index) => `c${index} text`)
  await owner.query(`create schema if not exists bench; create table bench.copied (${columns.join(', ')});
    grant usage on schema bench to gatehouse_import; grant insert on bench.copied to gatehouse_import`)
}

/** The floor: the same bytes through COPY into that table, empty before, committed. In seconds. */
export async function copyOnly({ db, owner }: Scene, school: School, path: string): Promise<number> {
  await owner.query('truncate bench.copied')
  return timed(() =>
    db.inSchool(
      school.id,
      (trx) => copyInto(trx, 'copy bench.copied from stdin with (format csv, header)', createReadStream(path)),
      { role: 'import' },
    ),
  )
}
