import { foldCaption } from '../rules/fold-name.ts'
import { csv } from './csv.ts'
import type { Format } from './format.ts'

/** A SIMS report written as CSV: any CSV, whose dates SIMS always writes day first. */
export const simsCsv: Format = { ...csv, name: 'sims-csv', dayFirstByDefault: true }

const ONLY_SIMS = new Set(['adno', 'primaryid', 'multipleid', 'psurname', 'pforename'])
const ALSO_SIMS = new Set([
  'courtorder',
  'liveswithpupil',
  'reg',
  'legalsurname',
  'parentalresponsibility',
  'pupilreport',
])

/** True for captions that come from SIMS: one that only SIMS writes, one that still has its XML escapes, or two it is fond of. */
export function looksLikeSims(captions: string[]): boolean {
  const folded = captions.map(foldCaption)
  if (folded.some((caption) => ONLY_SIMS.has(caption)) || captions.some((caption) => /_x[0-9a-f]{4}_/i.test(caption)))
    return true
  return folded.filter((caption) => ALSO_SIMS.has(caption)).length >= 2
}
