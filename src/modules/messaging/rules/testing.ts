import type { KindChoice } from '../../preferences/index.ts'
import type { AudienceAdult, AudienceFamily } from './audience.ts'
import type { AudiencePoint } from './reachable-point.ts'

// Families as the tests of the audience draw them.

export const digestAt = new Date('2026-11-21T18:00:00Z')
export const chose = (choices: Record<string, KindChoice>) => ({
  choices: new Map(Object.entries(choices).map(([id, choice]) => [id, { choice, digestAt }])),
})

let serial = 0
export function point(value: string, more: Partial<AudiencePoint> = {}): AudiencePoint {
  serial += 1
  const kind = value.includes('@') ? 'email' : 'mobile'
  const works = { smsCapable: kind === 'mobile', usable: true, reason: null, blockedAt: null, blockReason: null }
  return { id: `point ${serial}`, kind, value, position: serial, ...works, ...more }
}

export function adult(
  name: string,
  points: (string | AudiencePoint)[],
  more: Partial<AudienceAdult> = {},
): AudienceAdult {
  const contactPoints = points.map((given) => (typeof given === 'string' ? point(given) : given))
  return { id: name, forename: name, surname: 'X', householdKey: null, optOuts: [], contactPoints, ...more }
}

type Link = AudienceFamily['links'][number]
export const link = (who: AudienceAdult, more: Partial<Link> = {}): Link => ({
  prime: true,
  priority: 1,
  state: 'current',
  adult: who,
  ...more,
})
export const family = (
  name: string,
  links: Link[],
  status: AudienceFamily['pupil']['status'] = 'on roll',
): AudienceFamily => ({
  pupil: { id: name, forename: name, surname: 'X', status },
  links,
})
