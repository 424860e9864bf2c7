import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** The folder that holds package.json, whether the code runs from `src/` or from `dist/src/`. */
export const projectRoot = findProjectRoot(import.meta.dirname)

/** A path inside the project, e.g. `inProject('assets', 'gatehouse.css')`. */
export function inProject(...parts: string[]): string {
  return join(projectRoot, ...parts)
}

function findProjectRoot(from: string): string {
  if (existsSync(join(from, 'package.json'))) return from
  const parent = dirname(from)
  if (parent === from) throw new Error('package.json was not found in any folder above the program')
  return findProjectRoot(parent)
}
