import { audienceOf } from '../../../modules/messaging/index.ts'
import { type Family, isWorkingChannel } from '../../../modules/people/index.ts'
import { sentence } from '../../components/sentence.ts'
import { nameOf } from './say-people.ts'

export type Reach = { kind: 'ok' | 'warn' | 'bad' | 'plain'; words: string }

/** Whether a message can reach this child's home today (LNK-7), as a state in words. */
export function reachOf(family: Family): Reach {
  if (family.pupil.status === 'leaver') return { kind: 'plain', words: 'Has left' }
  if (family.pupil.status === 'pre-admission') return { kind: 'plain', words: 'Not on roll yet' }
  const reachable = reachableLinks(family)
  if (reachable.length === 0) return { kind: 'bad', words: 'Nobody can reach' }
  if (!reachable.some(({ prime }) => prime)) return { kind: 'warn', words: 'Not through a prime adult' }
  return { kind: 'ok', words: `Reachable by ${reachable.length} ${reachable.length === 1 ? 'adult' : 'adults'}` }
}

/** Links whose adult may receive and has a channel that works. */
function reachableLinks({ links }: Family): Family['links'] {
  return links.filter(
    ({ state, adult }) =>
      state === 'current' && adult.contactPoints.some((point) => isWorkingChannel(point, adult.optOuts)),
  )
}

/** Links that have not ended, held ones too. */
export const currentLinks = ({ links }: Family) => links.filter(({ endedOn }) => endedOn === null)

/** What is wrong with this pupil's links, in words, for the standing lists (LNK-7). */
export function sayWhy(family: Family): string {
  const [only, second] = currentLinks(family)
  if (!only) return 'No adult is linked'
  const why = whyNobody(family)
  if (!why) return 'No linked adult is prime'
  return second ? sentence(why) : `${nameOf(only.adult)}: ${why}`
}

/** Why nobody can be reached, as a message to all who may receive would say it; null where somebody can. */
function whyNobody(family: Family): string | null {
  const { verdicts } = audienceOf([family], { ...usual, audience: 'all', channel: 'auto' })
  const verdict = verdicts.find(({ adultId }) => adultId === null)
  return verdict?.reason ?? null
}

export type HomeReach = { names: string[]; why: string | null }

/** Whom a message to this child's home would reach now, as sending itself decides it (MSG-2). */
export function whatReachesHome(
  family: Family,
  by: { audience: 'prime' | 'all'; channel: 'sms' | 'email' },
): HomeReach {
  const { verdicts } = audienceOf([family], { ...usual, ...by })
  const reached = verdicts.filter(({ verdict }) => verdict === 'send' || verdict === 'covered')
  const nobody = verdicts.find(({ adultId }) => adultId === null)
  const adults = new Map(family.links.map(({ adult }) => [adult.id, adult.forename]))
  return {
    names: reached.map(({ adultId }) => adults.get(adultId ?? '') ?? ''),
    why: nobody?.reason ?? null,
  }
}

// How the child is reached when something must be told: no choice of a kind comes in between.
const usual = { childSpecific: false, kind: 'safety', choices: new Map(), deadlineAt: null } as const
