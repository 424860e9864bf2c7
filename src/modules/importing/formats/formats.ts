import { anyTable } from './any-table.ts'
import { arbor } from './arbor.ts'
import { bromcom } from './bromcom.ts'
import { ctf } from './ctf.ts'
import { splitOwner } from './fields.ts'
import type { Format, FormatName } from './format.ts'
import { isams } from './isams.ts'
import { oneroster } from './oneroster.ts'
import { parentmail } from './parentmail.ts'
import { scholarpack } from './scholarpack.ts'
import { schoolbooking } from './schoolbooking.ts'
import { sds } from './sds.ts'
import { simsCsv, simsXmlReport } from './sims-csv.ts'
import { isWideCaption, wide } from './wide.ts'
import { wonde } from './wonde.ts'

/** In the order in which they are asked: the more particular first, and any table last. */
const TABLES: Format[] = [arbor, bromcom, scholarpack, isams, parentmail, schoolbooking, simsCsv, wide, anyTable]
const ALL: Format[] = [...TABLES, simsXmlReport, ctf, oneroster, sds, wonde]

export type Recognised = { format: Format; why: string }

const BY_NAME = new Map(ALL.map((format): [FormatName, Format] => [format.name, format]))

export function formatNamed(name: FormatName): Format {
  return BY_NAME.get(name) ?? anyTable
}

/** A format as people say it, from what a plan keeps of it: `Arbor`. */
export function wordsOfFormat(name: string): string {
  return ALL.find((format) => format.name === name)?.words ?? name
}

/** Whose a table is, and why. A format that the person named is taken at their word. */
export function recogniseTable(captions: string[], wanted: FormatName | 'auto'): Recognised {
  if (wanted !== 'auto') return { format: formatNamed(wanted), why: 'You chose this format.' }
  for (const format of TABLES) {
    const why = format.recognise(captions)
    if (why !== null) return { format, why }
  }
  return { format: anyTable, why: 'You chose this format.' }
}

const SYNONYMS = new Set(ALL.flatMap(({ synonyms }) => Object.keys(synonyms ?? {})))

/** A folded caption that some format knows: such a line may be the captions of a table. */
export function isKnownSomewhere(folded: string): boolean {
  return SYNONYMS.has(folded) || SYNONYMS.has(splitOwner(folded)?.rest ?? '') || isWideCaption(folded)
}
