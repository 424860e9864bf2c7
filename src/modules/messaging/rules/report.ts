import type { DeliveryState } from '../../delivery/index.ts'
import type { Channel } from './reachable-point.ts'

/**
 * Where a child, or an adult of the child, stands. `handed over`: taken by a provider that never says what became of it,
 * so nobody will know more. `withheld` is not asked to be reached: a leaver, say.
 */
export type Reach = 'reached' | 'handed over' | 'waiting' | 'not reached' | 'withheld'

export type ReportedVerdict = {
  pupilId: string
  adultId: string | null
  verdict: 'send' | 'covered' | 'withheld' | 'paper'
  channel: Channel | null
  reason: string
  rule: string
  deliveryId: string | null
}

export type ReportedDelivery = {
  id: string
  channel: Channel
  state: DeliveryState
  /** The provider that took it says later what became of it. */
  receiptComes: boolean
  toAddress: string
  reason: string | null
  attempts: number
  /** It goes out in the email of the day of its reader. */
  isCarried: boolean
}

export type AdultLine = {
  adultId: string
  channel: Channel | null
  address: string | null
  reach: Reach
  /** What happened, in the office's words. */
  status: string
  reason: string | null
  remedy: string | null
  rule: string
  deliveryId: string | null
}

export type ChildLine = {
  pupilId: string
  reach: Reach
  /** On the paper list: no copy reached an adult of this child, and none is on its way. */
  paper: boolean
  reason: string | null
  remedy: string | null
  rule: string | null
  adults: AdultLine[]
}

type Said = { reach: Reach; status: string; remedy: string | null }

const newDetail = 'Ask the family for a new detail'
const another = 'Send it by another channel'

/** DLV-1 in plain words. Accepted is not delivered, so it counts as waiting while a receipt may come. */
const states: Record<DeliveryState, Said> = {
  queued: { reach: 'waiting', status: 'Waiting to go', remedy: null },
  sending: { reach: 'waiting', status: 'Going out now', remedy: null },
  accepted: { reach: 'waiting', status: 'Handed over, no receipt yet', remedy: null },
  unknown: { reach: 'waiting', status: 'Not known whether it went', remedy: 'Look at it and decide' },
  delivered: { reach: 'reached', status: 'Delivered', remedy: null },
  read: { reach: 'reached', status: 'Read', remedy: null },
  confirmed: { reach: 'reached', status: 'Confirmed', remedy: null },
  'failed temporary': { reach: 'not reached', status: 'Not delivered: not accepting just now', remedy: another },
  'failed permanent': { reach: 'not reached', status: 'Not delivered', remedy: newDetail },
  'failed technical': {
    reach: 'not reached',
    status: 'Not sent: the provider did not work',
    remedy: 'Look at Settings',
  },
  blocked: { reach: 'not reached', status: 'Held back at the last moment', remedy: null },
  withdrawn: { reach: 'not reached', status: 'Stopped before it went', remedy: null },
}

/** DLV-1: accepted, and no news will come: neither delivered nor for ever waiting. */
const handedOver: Record<Channel, Said> = {
  email: {
    reach: 'handed over',
    status: 'Handed over, no receipt from email',
    remedy: 'Email does not say whether it arrived. Send a text too where you must know',
  },
  sms: {
    reach: 'handed over',
    status: 'Handed over, no receipt from the text service',
    remedy: 'Set up receipts under Settings to know whether texts arrive',
  },
}

/** What mends a verdict that kept a message back, by its rule. */
const remedies: Record<string, string> = {
  'OPT-2': 'Give it on paper',
  'IMP-14': 'Decide about the court order on the pupil’s page',
  'DLV-5': 'Correct the detail, or switch it on again',
  'LNK-7': 'Add a mobile or an email',
}

/** DLV-6: by child, with the adults nested, in the order of the verdicts. Pure. */
export function reportByChild(verdicts: ReportedVerdict[], deliveries: Map<string, ReportedDelivery>): ChildLine[] {
  return [...Map.groupBy(verdicts, ({ pupilId }) => pupilId)].map(([pupilId, own]) => {
    const adults = own.flatMap((verdict) => adultLine(verdict, deliveries))
    return childLine(pupilId, own.find(({ adultId }) => adultId === null) ?? null, adults)
  })
}

function childLine(pupilId: string, settled: ReportedVerdict | null, adults: AdultLine[]): ChildLine {
  // Waiting comes before handed over: what is on its way may still reach the child.
  const best = (['reached', 'waiting', 'handed over', 'not reached'] as const).find((reach) =>
    adults.some((line) => line.reach === reach),
  )
  const withheld = settled?.verdict === 'withheld'
  const reach: Reach = withheld ? 'withheld' : (best ?? 'not reached')
  const paper = reach === 'not reached'
  if (settled) {
    const remedy = withheld ? null : remedyFor(settled)
    return { pupilId, reach, paper, reason: settled.reason, remedy, rule: settled.rule, adults }
  }
  if (reach === 'handed over') {
    const remedy = adults.find((line) => line.reach === reach)?.remedy ?? null
    return { pupilId, reach, paper, reason: null, remedy, rule: null, adults }
  }
  const failed = paper ? adults.find((line) => line.reach === 'not reached') : undefined
  const reason = failed ? (failed.reason ?? failed.status) : null
  return { pupilId, reach, paper, reason, remedy: failed?.remedy ?? null, rule: failed?.rule ?? null, adults }
}

function remedyFor({ rule, reason }: { rule: string; reason: string }): string | null {
  if (reason === 'no adult is linked') return 'Link an adult'
  if (reason === 'no prime adult') return 'Make an adult prime'
  return remedies[rule] ?? null
}

function adultLine(verdict: ReportedVerdict, deliveries: Map<string, ReportedDelivery>): AdultLine[] {
  const { adultId, channel, rule, deliveryId } = verdict
  if (adultId === null) return []
  const about = { adultId, channel, rule, deliveryId }
  const delivery = deliveryId === null ? undefined : deliveries.get(deliveryId)
  if (!delivery) {
    const remedy = remedyFor(verdict)
    return [
      {
        ...about,
        address: null,
        reach: 'withheld',
        status: 'Not sent',
        reason: verdict.reason,
        remedy,
      },
    ]
  }
  const { reach, status, remedy } = saidOf(delivery)
  const covered = verdict.verdict === 'covered' ? verdict.reason : null
  // Why it was picked says nothing of why it was stopped.
  const settledBy = delivery.state === 'withdrawn' ? 'MSG-6' : rule
  const reason = delivery.reason ?? covered
  return [{ ...about, rule: settledBy, address: delivery.toAddress, reach, status, reason, remedy }]
}

function saidOf({ state, channel, receiptComes, attempts, isCarried }: ReportedDelivery): Said {
  if (state === 'accepted' && !receiptComes) return handedOver[channel]
  if (state === 'queued' && attempts > 0) return { ...states.queued, status: 'Trying again' }
  if (state === 'queued' && isCarried) return { ...states.queued, status: 'Waiting for their daily email' }
  return states[state]
}

/** Whether a copy reached somebody, may yet, or will not. */
export function reachOfCopy({ state, receiptComes }: Pick<ReportedDelivery, 'state' | 'receiptComes'>): Reach {
  return state === 'accepted' && !receiptComes ? 'handed over' : states[state].reach
}

export type Totals = { children: Record<Reach, number>; paper: number }

export function totalsOf(children: ChildLine[]): Totals {
  const count = (reach: Reach) => children.filter((child) => child.reach === reach).length
  return {
    children: {
      reached: count('reached'),
      'handed over': count('handed over'),
      waiting: count('waiting'),
      'not reached': count('not reached'),
      withheld: count('withheld'),
    },
    paper: children.filter(({ paper }) => paper).length,
  }
}
