import type { Trx } from '../../platform/db/index.ts'
import { entriesAfter, entriesMatching, insertEntries, lockHead, moveHead, type StoredEntry } from './audit.store.ts'
import { emptyChainHash, hashOfEntry } from './rules/hash-of-entry.ts'

/**
 * Who acts: a signed-in member of staff, a person about what is theirs, the system by itself, an operator at the command line, or a
 * machine with a credential.
 */
export type Actor = {
  kind: 'staff' | 'family' | 'system' | 'command' | 'service'
  accountId: string | null
  name: string
}

export const systemActor: Actor = { kind: 'system', accountId: null, name: 'Gatehouse' }
/** A person about their own; the account is null for who came by a letter or a signed link. */
export function familyActor(person: { forename: string; surname: string }, accountId: string | null = null): Actor {
  return { kind: 'family', accountId, name: `${person.forename} ${person.surname}` }
}

export const commandActor = (name: string): Actor => ({ kind: 'command', accountId: null, name })

/** One act to be journalled. `detail` holds plain facts (before, after, reason); never a secret, a code or a password. */
export type Act = {
  schoolId: string
  actor: Actor
  /** `noun.happened`, such as `link.ended`. */
  act: string
  subject: { kind: string; id: string }
  pupilId?: string | null
  detail?: Record<string, unknown>
}

export type AuditEntry = StoredEntry
export type AuditFilter = {
  act?: string
  actorName?: string
  pupilId?: string
  subjectId?: string
  beforeSeq?: number
  from?: Date
  to?: Date
  limit?: number
}

/**
 * Holds back every other act of the school until this transaction ends: for what must not be decided beside another change,
 * such as applying a plan while somebody opts out. Call it before reading what the decision rests on. Gives the number of the
 * last entry.
 */
export async function holdJournal(trx: Trx, schoolId: string): Promise<{ seq: number }> {
  return lockHead(trx, schoolId, emptyChainHash)
}

/** Journals one act in the caller's transaction: if that rolls back, so does the entry. */
export async function recordAct(trx: Trx, act: Act, at = new Date()): Promise<void> {
  await recordActs(trx, [act], at)
}

/** Journals several acts of one school, in their order, under one lock of the school's chain. */
export async function recordActs(trx: Trx, acts: Act[], at = new Date()): Promise<void> {
  const first = acts[0]
  if (!first) return
  let { seq, hash } = await lockHead(trx, first.schoolId, emptyChainHash)
  const entries: StoredEntry[] = []
  for (const act of acts) {
    seq += 1
    const entry = { ...entryOf(act, at), seq, previousHash: hash }
    hash = hashOfEntry(entry)
    entries.push({ ...entry, hash })
  }
  await insertEntries(trx, entries)
  await moveHead(trx, { schoolId: first.schoolId, seq, hash })
}

function entryOf(act: Act, at: Date): Omit<StoredEntry, 'seq' | 'hash' | 'previousHash'> {
  return {
    schoolId: act.schoolId,
    at,
    actorKind: act.actor.kind,
    actorAccountId: act.actor.accountId,
    actorName: act.actor.name,
    act: act.act,
    subjectKind: act.subject.kind,
    subjectId: act.subject.id,
    pupilId: act.pupilId ?? null,
    detail: act.detail ?? {},
  }
}

/** Newest first; keyset paging by `beforeSeq`. */
export async function listEntries(trx: Trx, schoolId: string, filter: AuditFilter = {}): Promise<AuditEntry[]> {
  return entriesMatching(trx, schoolId, filter)
}

/** Reads the whole chain of a school and recomputes it. `brokenAt` is the first entry that is not what was written. */
export async function verifyChain(trx: Trx, schoolId: string): Promise<{ entries: number; brokenAt: number | null }> {
  let previousHash = emptyChainHash
  let seq = 0
  for (;;) {
    const page = await entriesAfter(trx, schoolId, seq)
    if (page.length === 0) return { entries: seq, brokenAt: null }
    for (const entry of page) {
      const whole = entry.seq === seq + 1 && entry.previousHash === previousHash && entry.hash === hashOfEntry(entry)
      if (!whole) return { entries: seq, brokenAt: seq + 1 }
      previousHash = entry.hash
      seq = entry.seq
    }
  }
}
