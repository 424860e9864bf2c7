import type { RaisedIssue } from './rules/decision.ts'

export type Entity =
  | 'pupil'
  | 'member'
  | 'adult'
  | 'mis id'
  | 'link'
  | 'prime'
  | 'court order'
  | 'contact point'
  | 'group'
  | 'group member'
  | 'issue'

/**
 * One change of a plan: what it does to which row, by which rule and why (IMP-9). `before` and `after` hold the columns
 * that change, under their names in the table, so that applying and undoing need no second translation.
 */
export type Entry = {
  entity: Entity
  act: 'add' | 'update' | 'end' | 'leave'
  entityId: string | null
  pupilId: string | null
  adultId: string | null
  class: string | null
  pupilName: string | null
  admissionNumber: string | null
  adultName: string | null
  rule: string
  reason: string
  before: Record<string, unknown> | null
  after: Record<string, unknown> | null
}

const entriesAtOnce = 2000

/** Gathers entries and writes some thousand at a time, numbered in the order of deciding. */
export class EntryWriter {
  #waiting: (Entry & { seq: number })[] = []
  #seq = 0
  #groups = new Set<string>()
  #ofFamilies = new Set<string>()
  #write: (entries: (Entry & { seq: number })[]) => Promise<void>

  constructor(write: (entries: (Entry & { seq: number })[]) => Promise<void>) {
    this.#write = write
  }

  /** Nothing but a group may concern other families than these. */
  beginFamilies(): void {
    this.#ofFamilies.clear()
  }

  /** `once` names what must stand in a plan once only, such as the MIS id of a mother of three. */
  async add(entry: Entry, once?: string): Promise<void> {
    if (once !== undefined) {
      const written = entry.entity === 'group' ? this.#groups : this.#ofFamilies
      const name = `${entry.entity} ${once}`
      if (written.has(name)) return
      written.add(name)
    }
    this.#seq += 1
    this.#waiting.push({ ...entry, seq: this.#seq })
    if (this.#waiting.length >= entriesAtOnce) await this.flush()
  }

  async flush(): Promise<void> {
    const entries = this.#waiting
    this.#waiting = []
    if (entries.length > 0) await this.#write(entries)
  }
}

export function entryOfIssue(
  issue: RaisedIssue,
  id: string,
  about: Pick<Entry, 'pupilId' | 'pupilName' | 'admissionNumber' | 'class' | 'adultName'>,
): Entry {
  const { kind, key, pupilId, adultId, detail } = issue
  return {
    entity: 'issue',
    act: 'add',
    entityId: id,
    ...about,
    adultId,
    rule: ruleOfIssue(kind),
    reason: detail,
    before: null,
    after: { kind, key, pupil_id: pupilId, adult_id: adultId, detail },
  }
}

function ruleOfIssue(kind: string): string {
  if (kind.startsWith('held')) return 'IMP-14'
  if (kind === 'differs from MIS') return 'IMP-7'
  if (kind === 'joint name' || kind === 'possible duplicate') return 'IMP-22'
  if (kind === 'cannot be used') return 'IMP-16'
  return 'IMP-8'
}
