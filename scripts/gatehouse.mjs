// `bin/gatehouse` and `npm start`: prepare what is missing, then run the program.
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { bootstrap, root, runOnPinnedNode } from './bootstrap.mjs'

bootstrap()
const main = join(root, 'dist', 'src', 'main.js')
if (Number(process.versions.node.split('.')[0]) >= 24) {
  process.argv.splice(1, 1, main)
  process.setSourceMapsEnabled(true)
  await import(pathToFileURL(main).href)
} else {
  process.exitCode = await runOnPinnedNode([main, ...process.argv.slice(2)])
}
