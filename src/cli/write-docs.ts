import { writeFileSync } from 'node:fs'
import { inProject } from '../platform/paths/index.ts'
import { commandsAsMarkdown } from './help.ts'
import { commands } from './index.ts'

// `npm run docs:cli`
writeFileSync(inProject('docs/cli.md'), commandsAsMarkdown(commands))
