import { globSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { inProject, projectRoot } from '../../src/platform/paths/index.ts'

export type Import = {
  /** The file it names, from the project's root, or the package. */
  from: string
  /** The names it takes; null when it takes all of them. */
  names: string[] | null
}

export type Source = { file: string; text: string; imports: Import[] }

/** Every TypeScript file of the project, with what it imports. */
export function readSources(): Source[] {
  return globSync('{src,tests,bench,demo}/**/*.{ts,tsx}', { cwd: projectRoot })
    .sort()
    .map((file) => {
      const text = readFileSync(inProject(file), 'utf8')
      return { file, text, imports: importsOf(file, text) }
    })
}

export function isTest(file: string): boolean {
  return /\.test\.tsx?$/.test(file) || file.startsWith('tests/')
}

function importsOf(file: string, text: string): Import[] {
  const resolve = (from: string) =>
    from.startsWith('.') ? relative(projectRoot, join(projectRoot, dirname(file), from)) : from
  // Only the signs that an import clause can have, so that a statement of SQL with a "from" is never taken for one.
  const clauses = text.matchAll(/^(?:import|export)\s+(?:type\s+)?([\w\s{},*$]+?)\s+from\s+'([^']+)'/gm)
  const whole = text.matchAll(/\bimport\(?\s*'([^']+)'/g)
  return [
    ...[...clauses].map(([, clause = '', from = '']) => ({ from: resolve(from), names: namesIn(clause) })),
    ...[...whole].map(([, from = '']) => ({ from: resolve(from), names: null })),
  ]
}

function namesIn(clause: string): string[] | null {
  if (clause.includes('*')) return null
  return clause
    .replace(/[{}]/g, ',')
    .split(',')
    .map((name) =>
      name
        .trim()
        .replace(/^type\s+/, '')
        .replace(/\s+as\s+.*$/, ''),
    )
    .filter((name) => name !== '')
}
