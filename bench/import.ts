import { parseArgs } from 'node:util'
import { answerTasks } from './import/children.ts'
import { finishedRows } from './import/finished-rows.ts'
import { answerSchools, manySchools } from './import/many-schools.ts'
import { answerMemory, memoryOf } from './import/memory.ts'
import { countingStatements, countRoundTrips } from './import/profile.ts'
import { withScene } from './import/scene.ts'
import { sideBySide } from './import/side-by-side.ts'

/*
 * npm run bench:import -- …
 *   [--rows 100000] [--rounds 5] [--first-once]   first, unchanged and 1% changed, beside COPY and a naive upsert
 *   --memory 1000000 [--first-once]               peak memory at a tenth, three tenths and all of so many rows; or of the first import of all
 *   --files 200 [--rows-each 625] [--at-once 2] [--processes 1] [--unchanged 1] [--profile]   one file a school, many schools;
 *     each file so many times unchanged
 *   --files 100 --finished-rows [--rows-each 625]   the floor: what storing the rows of so many first imports takes PostgreSQL by itself
 */

const { values } = parseArgs({
  options: {
    rows: { type: 'string', default: '100000' },
    rounds: { type: 'string', default: '5' },
    'first-once': { type: 'boolean', default: false },
    memory: { type: 'string' },
    files: { type: 'string' },
    'rows-each': { type: 'string', default: '625' },
    'at-once': { type: 'string', default: '2' },
    processes: { type: 'string', default: '1' },
    unchanged: { type: 'string', default: '1' },
    profile: { type: 'boolean', default: false },
    'finished-rows': { type: 'boolean', default: false },
    child: { type: 'string' },
  },
})

async function main(): Promise<void> {
  const { memory, files, profile } = values
  if (values.child === 'memory') return answerTasks(answerMemory)
  if (values.child === 'schools') return answerSchools()
  if (memory) return withScene((scene) => memoryOf(scene, Number(memory), { firstOnce: values['first-once'] }))
  if (!files)
    return withScene((scene) =>
      sideBySide(scene, {
        rows: Number(values.rows),
        rounds: Number(values.rounds),
        firstOnce: values['first-once'],
      }),
    )
  if (values['finished-rows'])
    return withScene((scene) => finishedRows(scene, { files: Number(files), rowsEach: Number(values['rows-each']) }))
  if (profile) countRoundTrips()
  const many = {
    files: Number(files),
    rowsEach: Number(values['rows-each']),
    atOnce: Number(values['at-once']),
    processes: Number(values.processes),
    unchanged: Number(values.unchanged),
    profile,
  }
  return withScene((scene) => manySchools(scene, many), profile ? countingStatements : [])
}

await main()
