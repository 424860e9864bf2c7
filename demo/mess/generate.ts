/**
 * Writes a messy export of any size and, beside it, what must be read from it: `npm run demo:mess -- --rows 100000 --out DIR`.
 * `--rate "zero lost=10"`, as often as wanted, sets how many of a hundred rows a kind of mess falls on; `--seed N` throws anew.
 */
import { once } from 'node:events'
import { createWriteStream, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { messyExport, type Rates, usualRates } from './messy-export.ts'

const { values } = parseArgs({
  options: {
    rows: { type: 'string', default: '1000' },
    out: { type: 'string', default: 'messy' },
    seed: { type: 'string', default: '1' },
    rate: { type: 'string', multiple: true, default: [] },
  },
})
const rates: Rates = { ...usualRates }
for (const given of values.rate) {
  const [kind = '', percent = ''] = given.split('=')
  if (!(kind in usualRates))
    throw new Error(`There is no mess “${kind}”. There are: ${Object.keys(usualRates).join(', ')}.`)
  Object.assign(rates, { [kind]: Number(percent) })
}
mkdirSync(values.out, { recursive: true })
const csv = createWriteStream(join(values.out, 'contacts.csv'), 'latin1')
const truth = createWriteStream(join(values.out, 'truth.ndjson'))
for (const row of messyExport({ rows: Number(values.rows), seed: Number(values.seed), rates })) {
  // windows-1252 has the curly apostrophe where latin-1 has nothing.
  if (!csv.write(row.text.replaceAll('’', '\x92'))) await once(csv, 'drain')
  if (row.truth && !truth.write(`${JSON.stringify(row.truth)}\n`)) await once(truth, 'drain')
}
for (const stream of [csv, truth]) {
  stream.end()
  await once(stream, 'finish')
}
process.stdout.write(`${values.out}/contacts.csv, ${values.out}/truth.ndjson: ${values.rows} rows\n`)
