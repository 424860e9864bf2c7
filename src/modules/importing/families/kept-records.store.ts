import { sql } from 'kysely'
import type { Trx } from '../../../platform/db/index.ts'
import { separator } from './records-of-row.ts'

/** Records of the snapshot that stay though the run does not say them: contacts of pupils of whom a row was rejected (IMP-16). */
export class KeptRecords {
  readonly #pupils: ReadonlySet<string>
  readonly #contacts: ReadonlySet<string>

  private constructor(pupils: string[], contacts: string[]) {
    this.#pupils = new Set(pupils)
    this.#contacts = new Set(contacts)
  }

  /** `pupils` are all references by which the MIS spoke of them. */
  static async of(trx: Trx, schoolId: string, pupils: string[]): Promise<KeptRecords> {
    if (pupils.length === 0) return new KeptRecords([], [])
    const { rows } = await sql<{ other: string }>`
      select distinct other from mis_records where school_id = ${schoolId} and kind = 'link' and parent = any(${pupils})`.execute(
      trx,
    )
    return new KeptRecords(
      pupils,
      rows.map(({ other }) => other),
    )
  }

  /** The same of a record by its key; `comes` says whether the run has a contact of a key. */
  has({ kind, key }: { kind: string; key: string }, comes: (contactKey: string) => boolean): boolean {
    const [first = '', second = ''] = key.split(separator)
    if (kind === 'link') return this.#pupils.has(first)
    if (kind === 'contact') return this.#contacts.has(key)
    return kind === 'point' && first === 'contact' && this.#contacts.has(second) && !comes(second)
  }

  /** The same of `m`, a record of the snapshot; `come` is a list of the contacts that the run has. */
  ofSnapshot(come: ReturnType<typeof sql>): ReturnType<typeof sql> {
    if (this.#pupils.size === 0) return sql`false`
    const [pupils, contacts] = [[...this.#pupils], [...this.#contacts]]
    const owner = sql`split_part(m.parent, chr(31), 2)`
    return sql`
      ((m.kind = 'link' and m.parent = any(${pupils})) or (m.kind = 'contact' and m.key = any(${contacts}))
        or (m.kind = 'point' and split_part(m.parent, chr(31), 1) = 'contact' and ${owner} = any(${contacts}) and ${owner} not in ${come}))`
  }
}
