import { createHash } from 'node:crypto'
import type { Channel } from './state.ts'

export type Fate = { fate: 'delivered' | 'failed' | 'no answer'; afterMs: number }

/**
 * What the invented network does with a message. It hangs on the address alone, so that a phone that is switched off stays
 * switched off, and the same demonstration always goes the same way; how long it takes differs from message to message.
 */
export function fateOf(message: { reference: string; address: string; channel: Channel }): Fate {
  const ofAddress = share(`address ${message.address}`)
  const ofMessage = share(`message ${message.reference}`)
  if (ofAddress < 0.04) return { fate: 'failed', afterMs: 2_000 + Math.round(ofMessage * 4_000) }
  if (ofAddress < 0.07) return { fate: 'no answer', afterMs: 30_000 }
  if (ofAddress < 0.13) return { fate: 'delivered', afterMs: 20_000 + Math.round(ofMessage * 40_000) }
  const usual = message.channel === 'sms' ? 4_000 : 2_000
  return { fate: 'delivered', afterMs: 800 + Math.round(ofMessage * usual) }
}

/** A number from 0 to 1 that is always the same for the same text. */
function share(text: string): number {
  return createHash('sha256').update(text).digest().readUInt32BE(0) / 0xffffffff
}
