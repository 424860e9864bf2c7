import type { Outcome } from './outcome.ts'
import { retryWhen } from './retry-when.ts'
import type { DeliveryState } from './state.ts'
import { roundIsOver } from './which-provider.ts'

export type AfterAttempt = {
  state: Extract<
    DeliveryState,
    'accepted' | 'queued' | 'unknown' | 'failed temporary' | 'failed permanent' | 'failed technical'
  >
  dueAt: Date | null
  askAt: Date | null
  providerRef: string | null
  reason: string | null
  answer: string | null
}

const askAfterMs = 10_000

/** DLV-3, DLV-4: what an attempt makes of a row: done, tried again with the next provider, tried again later, or unknown. */
export function afterAttempt(facts: {
  outcome: Outcome
  /** Attempts so far, this one included. */
  attempts: number
  candidates: readonly { id: string }[]
  triedAt: string
  canAsk: boolean
  now: Date
  deadline: Date
  random: () => number
}): AfterAttempt {
  const { outcome, now } = facts
  const nothing = { dueAt: null, askAt: null, providerRef: null, reason: null }
  if (outcome.kind === 'accepted') {
    return { ...nothing, state: 'accepted', providerRef: outcome.reference, answer: outcome.answer }
  }
  const { reason, answer } = outcome
  if (outcome.kind === 'uncertain') {
    const askAt = facts.canAsk ? new Date(now.getTime() + askAfterMs) : null
    return { ...nothing, state: 'unknown', askAt, reason, answer }
  }
  if (outcome.failure === 'permanent') return { ...nothing, state: 'failed permanent', reason, answer }
  const dueAt = nextTry(facts, outcome.retryAfterSeconds)
  if (!dueAt) return { ...nothing, state: `failed ${outcome.failure}`, reason, answer }
  return { ...nothing, state: 'queued', dueAt, reason, answer }
}

type Facts = Parameters<typeof afterAttempt>[0]

function nextTry(facts: Facts, askedSeconds: number | undefined): Date | null {
  const { candidates, triedAt, now, deadline, random } = facts
  if (now >= deadline) return null
  if (!roundIsOver({ candidates, failedAt: triedAt })) return now
  const rounds = Math.ceil(facts.attempts / Math.max(1, candidates.length))
  return retryWhen({ attempts: rounds, now, deadline, random, ...(askedSeconds === undefined ? {} : { askedSeconds }) })
}
