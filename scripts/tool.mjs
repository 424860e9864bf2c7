// `node scripts/tool.mjs src/x.ts …`: builds, runs one file of the project with the remaining arguments, builds again
// what it generated.
import { join } from 'node:path'
import { bootstrap, root, runOnPinnedNode } from './bootstrap.mjs'

const [file = '', ...args] = process.argv.slice(2)
bootstrap()
process.exitCode = await runOnPinnedNode([join(root, 'dist', file.replace(/\.tsx?$/, '.js')), ...args])
bootstrap()
