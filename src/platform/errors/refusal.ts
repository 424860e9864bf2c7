/**
 * Something the user asked for that cannot be done, and about which the user can act. The words are shown as they stand:
 * say what is wrong, what was kept, and what to do. Anything that is not a Refusal and not a value is a fault.
 */
export class Refusal extends Error {
  override readonly name = 'Refusal'
  readonly code: string
  /** The same as `message`, under the name by which pages and commands show it. */
  readonly words: string

  constructor(code: string, words: string, options?: { cause?: unknown }) {
    super(words, options)
    this.code = code
    this.words = words
  }
}
