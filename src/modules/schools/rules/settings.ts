import { Refusal } from '../../../platform/errors/refusal.ts'

/** Which contacts an import brings in (IMP-4). */
export type ImportStrategy = 'priority 1' | 'priorities' | 'parental responsibility' | 'relationships'

/** What a school decides for itself; a setting that was never touched has the default below. */
export type SchoolSettings = {
  /** Pence per text part, as the provider bills it. */
  costPerTextPence: number
  /** Shown as sender of texts: 3 to 11 letters and digits, or a phone number where replies are wanted. */
  textSender: string
  /** From address of emails. */
  emailSender: string
  /** IMP-4. */
  strategy: ImportStrategy
  /** IMP-3: contacts of lower priority come in too, as non-prime. */
  lowerPriorities: boolean
  /** The N of strategy `priorities`. */
  priorityUpTo: number
  /** The names of strategy `relationships`. */
  relationships: string[]
  /** IMP-15: relationships outside the family that this school lets in all the same. */
  nonFamilyRelationships: string[]
  /** IMP-16: words that stand in the MIS where there is no number or address, beside `n/a`, `none` and the like. */
  placeholders: string[]
  /** IMP-10: share of links (0 to 1) above which a plan that ends them is held. */
  brakeLinksShare: number
  /** IMP-10: share of pupils (0 to 1) above which a plan that marks them leavers is held. */
  brakeLeaversShare: number
  /** MSG-6: more recipients than this get the undo window. */
  undoAbove: number
  /** MSG-6: length of the undo window, seconds. */
  undoSeconds: number
  /** DLV-5: this many failures in a row block a contact point. */
  failuresToBlock: number
  /** LET-1: this many adults may register for a pupil by letter. */
  letterPlaces: number
  /** LET-6: a security letter works for so many days. */
  letterDays: number
  /** LET-7: whom families ask for help, as it stands on letters. */
  helpContact: string
  /** LET-7: postal address of the school on letters, its lines divided by commas; empty for none. */
  postalAddress: string
  /** LET-7: phone of the office on letters; empty for none. */
  officePhone: string
  /** LET-7: email of the office on letters; empty for none. */
  officeEmail: string
  /** IMP-9: what arrives by itself is applied by itself when no brake holds it. Otherwise a person is asked. */
  syncApply: boolean
  /** IMP-23: hours without a successful sync after which people are told. */
  syncStaleHours: number
  /** Files that are put into the school's folder on the server are read. */
  syncFolder: boolean
  /** Days for which files of that folder are kept after they were read. */
  syncKeepDays: number
  /** The saved mapping with which arriving files are read; empty for none. */
  syncMapping: string
}

export type SettingKey = keyof SchoolSettings

export const defaultSettings: SchoolSettings = {
  costPerTextPence: 2.4,
  textSender: 'School',
  emailSender: 'office@school.example',
  strategy: 'priority 1',
  lowerPriorities: false,
  priorityUpTo: 2,
  relationships: [],
  nonFamilyRelationships: [],
  placeholders: [],
  brakeLinksShare: 0.1,
  brakeLeaversShare: 0.1,
  undoAbove: 50,
  undoSeconds: 60,
  failuresToBlock: 3,
  letterPlaces: 4,
  letterDays: 30,
  helpContact: 'the school office',
  postalAddress: '',
  officePhone: '',
  officeEmail: '',
  syncApply: false,
  syncStaleHours: 72,
  syncFolder: false,
  syncKeepDays: 14,
  syncMapping: '',
}

export const settingKeys = Object.keys(defaultSettings) as SettingKey[]

const strategies: ImportStrategy[] = ['priority 1', 'priorities', 'parental responsibility', 'relationships']

/**
 * Reads one setting as a person types it (`yes`, `0.2`, `Mother; Father`).
 * Throws a Refusal that names the setting and what it takes.
 */
export function readSetting(key: string, text: string): Partial<SchoolSettings> {
  if (!isSettingKey(key)) {
    throw new Refusal('unknown-setting', `There is no setting “${key}”. The settings are: ${settingKeys.join(', ')}.`)
  }
  const sample = defaultSettings[key]
  if (key === 'strategy') return { strategy: readStrategy(text) }
  if (typeof sample === 'boolean') return { [key]: readYesNo(key, text) }
  if (typeof sample === 'number') return { [key]: readNumber(key, text) }
  if (Array.isArray(sample)) return { [key]: readList(text) }
  if (text.trim() === '' && sample !== '')
    throw new Refusal('bad-setting', `“${key}” cannot be empty. Nothing was changed.`)
  return { [key]: text.trim() }
}

const isSettingKey = (key: string): key is SettingKey => Object.hasOwn(defaultSettings, key)

function readStrategy(text: string): ImportStrategy {
  const folded = text
    .trim()
    .toLowerCase()
    .replaceAll(/[-_]/g, ' ')
    .replace(/^priority$|^priority1$/, 'priority 1')
  const found = strategies.find((strategy) => strategy === folded)
  if (found) return found
  throw new Refusal(
    'bad-setting',
    `“${text}” is no import strategy. Choose one of: ${strategies.join(', ')}. Nothing was changed.`,
  )
}

function readYesNo(key: string, text: string): boolean {
  const folded = text.trim().toLowerCase()
  if (['yes', 'true', 'on', '1'].includes(folded)) return true
  if (['no', 'false', 'off', '0'].includes(folded)) return false
  throw new Refusal('bad-setting', `“${key}” takes yes or no, not “${text}”. Nothing was changed.`)
}

const shares = ['brakeLinksShare', 'brakeLeaversShare']

function readNumber(key: string, text: string): number {
  const percent = text.trim().endsWith('%')
  const number = Number(text.trim().replace(/%$/, '')) / (percent ? 100 : 1)
  if (text.trim() === '' || !Number.isFinite(number) || number < 0) {
    throw new Refusal('bad-setting', `“${key}” takes a number that is not below 0, not “${text}”. Nothing was changed.`)
  }
  if (shares.includes(key) && number > 1) {
    throw new Refusal('bad-setting', `“${key}” is a share: 0.1 or 10%, at most 1 or 100%. Nothing was changed.`)
  }
  if (key === 'letterPlaces' && (number < 1 || number > 20 || !Number.isInteger(number))) {
    throw new Refusal('bad-setting', `“${key}” takes a whole number from 1 to 20, not “${text}”. Nothing was changed.`)
  }
  if (['syncStaleHours', 'syncKeepDays'].includes(key) && (number < 1 || number > 1000)) {
    throw new Refusal('bad-setting', `“${key}” takes a number from 1 to 1000, not “${text}”. Nothing was changed.`)
  }
  if (key === 'letterDays' && (number < 1 || number > 90)) {
    throw new Refusal('bad-setting', `“${key}” takes 1 to 90 days, not “${text}”. Nothing was changed.`)
  }
  return number
}

const readList = (text: string): string[] =>
  text
    .split(/[;,]/)
    .map((item) => item.trim())
    .filter((item) => item !== '')
