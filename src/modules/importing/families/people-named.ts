import type { RowRecords } from '../records.ts'
import type { Among } from './snapshot.store.ts'

/** Keys of so many are kept, about 10 MB. */
const mostKeys = 100_000

/** The keys of the people of rows that were read, as long as they are few enough to be asked for by them. */
export class PeopleNamed {
  readonly #contacts = new Set<string>()
  readonly #pupils = new Set<string>()
  #areTooMany = false

  note({ contact, pupil }: Pick<RowRecords, 'contact' | 'pupil'>): void {
    if (this.#areTooMany) return
    if (contact) this.#contacts.add(contact.key)
    for (const ref of pupil?.refs ?? []) this.#pupils.add(ref)
    this.#areTooMany = this.#contacts.size + this.#pupils.size > mostKeys
    if (!this.#areTooMany) return
    this.#contacts.clear()
    this.#pupils.clear()
  }

  /** Those of them that are meant; null where they are too many. */
  among(isMeant: { contact: (key: string) => boolean; pupil: (ref: string) => boolean }): Among | null {
    if (this.#areTooMany) return null
    return {
      contacts: [...this.#contacts].filter(isMeant.contact),
      pupils: [...this.#pupils].filter(isMeant.pupil),
    }
  }
}
