// `npm run build`: everything anew, whatever was there.
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { bootstrap, root } from './bootstrap.mjs'

rmSync(join(root, 'dist'), { recursive: true, force: true })
bootstrap()
