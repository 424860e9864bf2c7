import { randomUUID } from 'node:crypto'

/**
 * A new id: UUID version 7 (RFC 9562) as text. Ids made later sort later, also within one millisecond of this process,
 * so a key on them stays compact and pages by key without a sequence.
 */
export function newId(): string {
  const time = nextTick().toString(16).padStart(12, '0')
  const order = (0x7000 | counter).toString(16)
  // Version 4 ends in the same 62 random bits, and Node draws those for many ids at once.
  return `${time.slice(0, 8)}-${time.slice(8)}-${order}-${randomUUID().slice(19)}`
}

let lastMillisecond = 0
let counter = 0

/** The millisecond to write; the 12-bit counter tells ids of the same millisecond apart and borrows from the next one. */
function nextTick(): number {
  const now = Date.now()
  if (now > lastMillisecond) {
    lastMillisecond = now
    counter = 0
  } else if (counter < 0xfff) counter += 1
  else {
    lastMillisecond += 1
    counter = 0
  }
  return lastMillisecond
}

/** Whether a text from outside has the form of an id, so that PostgreSQL can be asked for it. */
export const isId = (text: string): boolean => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text)
