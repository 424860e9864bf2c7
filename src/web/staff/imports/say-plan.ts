import { type Changes, type Plan, wordsOfFormat } from '../../../modules/importing/index.ts'
import { formatNumber } from '../../components/bar.tsx'
import { sentence } from '../../components/sentence.ts'

type Figures = {
  linksCome: number
  linksEnd: number
  details: number
  updates: number
  pupilsCome: number
  leavers: number
  /** Everything that would be written, data issues aside. */
  all: number
}

/** The numbers that a plan is judged by. */
export function figuresOf({ pupils, members, adults, links, contactPoints, groups }: Changes): Figures {
  // An adult ends with the last link, and is written nowhere.
  const kinds = [pupils, members, { ...adults, end: 0 }, links, contactPoints, groups]
  const all = kinds.flatMap((counts) => Object.values(counts)).reduce((sum, count) => sum + count, 0)
  const updates = pupils.update + members.update + adults.update + links.update + contactPoints.update
  return {
    linksCome: links.add,
    linksEnd: links.end,
    details: updates + contactPoints.add + contactPoints.end,
    updates,
    pupilsCome: pupils.add,
    leavers: pupils.leave,
    all,
  }
}

/** `36 changes`, `1 change`. */
export function changesInWords(count: number): string {
  return count === 1 ? '1 change' : `${formatNumber(count)} changes`
}

/** `Windows-1252`, `comma`: how a file was understood, in words. */
export function sayFormat({ format, encoding, delimiter }: Plan['files'][number]): string {
  const encodings: Record<string, string> = { 'utf-8': 'UTF-8', 'windows-1252': 'Windows-1252' }
  const delimiters: Record<string, string> = { ',': 'comma', ';': 'semicolon', '\t': 'tab', '|': 'bar' }
  const parts = [
    sayKind(format),
    encodings[encoding] ?? encoding.toUpperCase(),
    delimiter === null ? null : (delimiters[delimiter] ?? delimiter),
  ]
  return parts.filter((part) => part !== null).join(', ')
}

/** Whether every contact stays out because no column was understood as their priority (IMP-2). */
export function lacksPriorities({ files, changes }: Pick<Plan, 'files' | 'changes'>): boolean {
  const given = files.some(({ columns }) => Object.keys(columns).includes('priority'))
  return !given && changes.links.add === 0 && changes.leftOut.some(({ reason }) => reason === 'No priority in the MIS')
}

/** The columns of all files that nothing is read from. */
export function columnsNotUsed({ files }: Pick<Plan, 'files'>): string[] {
  return [...new Set(files.flatMap(({ unknownCaptions }) => unknownCaptions))]
}

/** A field of a mapping as people say it: `contactSurname` → `Contact: surname`. */
export function sayField(field: string): string {
  const numbered = /^(.*?)( \d+)?$/.exec(field)
  const words = (numbered?.[1] ?? field).replaceAll(/([A-Z])/g, (letter) => ` ${letter.toLowerCase()}`)
  const sided = /^(pupil|contact|staff) (.+)$/.exec(words)
  const said = sided ? `${sentence(sided[1] ?? '')}: ${sided[2]}` : sentence(words)
  return `${said.replace(/\bupn\b/i, 'UPN').replace(/\bid\b/i, 'id')}${numbered?.[2] ?? ''}`
}

/** 1234567 bytes → 1.2 MB. */
export function sayBytes(bytes: number): string {
  if (bytes < 1000) return `${bytes} bytes`
  return bytes < 1_000_000 ? `${Math.round(bytes / 1000)} KB` : `${(bytes / 1_000_000).toFixed(1)} MB`
}

function sayKind(format: string): string {
  if (format === 'sims-csv') return 'SIMS report'
  if (format === 'sims-xml') return 'SIMS report as XML'
  return sentence(wordsOfFormat(format)).replace(/^A t/, 'T')
}
