import type { Refusal } from '../../platform/errors/index.ts'

/** The words of a refusal as they stand beside a field: that nothing was changed is said once, above the form. */
export function besideField({ words }: Refusal): string {
  return words.replace(/\s*Nothing was (changed|saved)\.$/, '')
}
