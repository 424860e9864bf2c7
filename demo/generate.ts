/** Writes the demo school's SIMS reports under demo/sims. Run by `npm run demo:generate`; the files are committed. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { inProject } from '../src/platform/paths/index.ts'
import { hillPrimarySchool } from './school/hill-primary.ts'

mkdirSync(inProject('demo', 'sims'), { recursive: true })
for (const [name, bytes] of hillPrimarySchool()) {
  writeFileSync(inProject('demo', 'sims', name), bytes)
  process.stdout.write(`demo/sims/${name}  ${bytes.length} bytes\n`)
}
