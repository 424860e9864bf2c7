export type Channel = 'sms' | 'email'

/** What the audience needs to know of a contact point; a contact point of the people module is one. */
export type AudiencePoint = {
  id: string
  kind: string
  value: string | null
  smsCapable: boolean
  usable: boolean
  reason: string | null
  blockedAt: Date | null
  blockReason: string | null
  position: number
}

/** Why nothing can go out, with the rule that says so. */
export type Why = { reason: string; rule: string }

export const channelWord = { sms: 'mobile number', email: 'email address' } as const

/**
 * The point by which a person is reached on a channel: the first that works. Otherwise why there is none: a choice of
 * the person (OPT-2) before a failure (DLV-5), and both before a detail that is wrong or missing (LNK-7).
 */
export function reachablePoint(
  person: { optOuts: string[]; contactPoints: AudiencePoint[] },
  channel: Channel,
): { point: AudiencePoint & { value: string } } | Why {
  if (person.optOuts.includes('all')) return { reason: 'has opted out', rule: 'OPT-2' }
  if (person.optOuts.includes(channel)) {
    return { reason: `has opted out of ${channel === 'sms' ? 'texts' : 'emails'}`, rule: 'OPT-2' }
  }
  const held = person.contactPoints.filter((point) => belongsTo(channel, point)).sort((a, b) => a.position - b.position)
  const works = held.find((point) => mayCarry(channel, point) && point.blockedAt === null)
  if (works?.value) return { point: { ...works, value: works.value } }
  const blocked = held.find((point) => point.blockedAt !== null)
  if (blocked) {
    return { reason: `${channelWord[channel]} is blocked: ${blocked.blockReason ?? 'it failed'}`, rule: 'DLV-5' }
  }
  const wrong = held[0]
  if (!wrong) return { reason: `no ${channelWord[channel]}`, rule: 'LNK-7' }
  if (wrong.kind === 'landline') return { reason: 'only a landline, which takes no texts', rule: 'LNK-7' }
  return {
    reason: `no working ${channelWord[channel]}: ${asClause(wrong.reason ?? 'it cannot be used')}`,
    rule: 'LNK-7',
  }
}

/** `There is no @ in it.` → `there is no @ in it`: a sentence after a colon. */
const asClause = (sentence: string) => `${sentence.charAt(0).toLowerCase()}${sentence.slice(1).replace(/\.$/, '')}`

const belongsTo = (channel: Channel, point: AudiencePoint) => (point.kind === 'email') === (channel === 'email')

function mayCarry(channel: Channel, point: AudiencePoint): boolean {
  return point.usable && point.value !== null && (channel === 'email' || point.smsCapable)
}
