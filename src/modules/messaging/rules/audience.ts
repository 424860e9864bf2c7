import { type ChoiceOfKind, type MessageKind, purposeOf, unchosen } from '../../preferences/index.ts'
import { type AudiencePoint, type Channel, channelWord, reachablePoint, type Why } from './reachable-point.ts'
import { waysToSend } from './ways-to-send.ts'

export type AudienceChoice = 'prime' | 'all' | 'household'
/** `auto` is the cheapest that works: email where there is one, else a text. */
export type ChannelChoice = 'sms' | 'email' | 'auto' | 'both'

export type AudienceAdult = {
  id: string
  forename: string
  surname: string
  householdKey: string | null
  optOuts: string[]
  contactPoints: AudiencePoint[]
}

/** A pupil with all links. A `Family` of the people module is one. */
export type AudienceFamily = {
  pupil: { id: string; forename: string; surname: string; status: 'on roll' | 'pre-admission' | 'leaver' }
  links: {
    prime: boolean
    priority: number | null
    state: 'current' | 'held: court order flagged' | 'restricted' | 'ended'
    adult: AudienceAdult
  }[]
}

export type AudienceOptions = {
  audience: AudienceChoice
  channel: ChannelChoice
  /** The words name a child, so a parent of two gets two copies (MSG-3). */
  childSpecific: boolean
  kind: MessageKind
  /** OPT-6, OPT-7: how each adult takes this kind. Who is not in it chose nothing. */
  choices: ReadonlyMap<string, ChoiceOfKind>
  deadlineAt: Date | null
}

/** One thing that will be sent: to one adult at one address, about one child or several. */
export type Copy = {
  adultId: string
  pointId: string
  channel: Channel
  address: string
  pupilIds: string[]
  /** When the email of the day goes that brings it; null where it goes at once. */
  digestAt: Date | null
}

export type Verdict = {
  pupilId: string
  /** Null where the verdict is about the pupil: paper, or withheld altogether. */
  adultId: string | null
  verdict: 'send' | 'covered' | 'withheld' | 'paper'
  channel: Channel | null
  /** For `send` and `covered`: which of the copies brings it. */
  copy: number | null
  reason: string
  rule: string
}

export type Audience = { copies: Copy[]; verdicts: Verdict[] }

type Family = AudienceFamily
type Link = Family['links'][number]
type WhyOnChannel = Why & { channel?: Channel }

/**
 * Who gets a message, by which channel, and why the others do not (MSG-1, MSG-2, MSG-3). Pure. Every adult–pupil pair
 * gets a verdict (with `both`, one for each channel), and every pupil whom nobody's copy reaches gets one of its own.
 * The copies are exactly the verdicts `send`.
 */
export function audienceOf(families: Family[], options: AudienceOptions): Audience {
  const made: Made = { copies: [], verdicts: [], byAddress: new Map(), chosenInHousehold: new Set() }
  for (const family of families) {
    const barred = barredPupil(family)
    const before = made.verdicts.length
    const whyNot = (link: Link) => barred ?? barredLink(link, options) ?? mutedLink(link, options)
    const links = family.links.filter((link) => whyNot(link) === null)
    if (options.audience === 'household') sendToHouseholds(made, family, links, options)
    else for (const link of links) sendTo(made, family, link, options)
    for (const link of family.links) {
      const why = whyNot(link)
      if (why) withhold(made, family, link, why)
    }
    settlePupil(made, family, { barred, own: made.verdicts.slice(before), kind: options.kind })
  }
  return { copies: made.copies, verdicts: made.verdicts }
}

type Made = Audience & {
  /** channel, address and, for a child-specific message, the child → index of the copy. */
  byAddress: Map<string, number>
  chosenInHousehold: Set<string>
}

function barredPupil({ pupil }: Family): Why | null {
  if (pupil.status === 'leaver') return { reason: 'has left the school', rule: 'IMP-19' }
  if (pupil.status === 'pre-admission') return { reason: 'is not on roll yet', rule: 'IMP-18' }
  return null
}

function barredLink(link: Link, { audience }: AudienceOptions): Why | null {
  if (link.state === 'ended') return { reason: 'the link has ended', rule: 'LNK-6' }
  if (link.state === 'restricted') return { reason: 'restricted for this child', rule: 'VIS-3' }
  if (link.state !== 'current') return { reason: 'held: court order flagged, nobody has decided', rule: 'IMP-14' }
  if (audience === 'prime' && !link.prime) return { reason: 'not a prime adult for this child', rule: 'MSG-1' }
  return null
}

/** OPT-6, OPT-7: what the person does not want, or never said yes to. What is statutory cannot be muted. */
function mutedLink({ adult }: Link, options: AudienceOptions): Why | null {
  const purpose = purposeOf(options.kind)
  if (purpose === 'statutory' || choiceOf(adult, options) !== 'none') return null
  if (purpose === 'marketing') return { reason: 'no consent to marketing on record', rule: 'OPT-6' }
  return { reason: 'chose not to get this kind of message', rule: 'OPT-7' }
}

const choiceOf = (adult: AudienceAdult, { choices, kind }: AudienceOptions) =>
  choices.get(adult.id)?.choice ?? unchosen(kind)

function sendTo(made: Made, family: Family, link: Link, options: AudienceOptions): void {
  const found = pointsFor(link.adult, options)
  for (const each of found) {
    if ('reason' in each) withhold(made, family, link, each)
    else deliver(made, family, link, { ...each, childSpecific: options.childSpecific })
  }
  const used = found.flatMap((each) => ('point' in each ? each.channel : []))
  if (options.channel !== 'both' || found.length > 1 || used.length === 0) return
  // Staff asked for both, the person for one of them.
  const channel = used[0] === 'email' ? ('sms' as const) : ('email' as const)
  const fails = reachablePoint(link.adult, channel)
  const reason = `chose ${used[0] === 'email' ? 'emails' : 'texts'} for this kind of message`
  withhold(made, family, link, 'point' in fails ? { reason, rule: 'OPT-7', channel } : { ...fails, channel })
}

type Found = WhyOnChannel | { channel: Channel; point: AudiencePoint & { value: string }; digestAt: Date | null }

/** What the message and the person's choice come to for this adult: for each copy where it goes, or why it does not. */
function pointsFor(adult: AudienceAdult, options: AudienceOptions): Found[] {
  const { copies, digest } = waysToSend(choiceOf(adult, options), options)
  const nextDigest = options.choices.get(adult.id)?.digestAt ?? null
  // What may not go out that late does not wait for the digest.
  const inTime = nextDigest !== null && (options.deadlineAt === null || nextDigest < options.deadlineAt)
  const digestAt = digest && inTime ? nextDigest : null
  return copies.map((channels) => firstThatWorks(adult, channels, digestAt))
}

function firstThatWorks(adult: AudienceAdult, channels: Channel[], digestAt: Date | null): Found {
  const failed: (Why & { channel: Channel })[] = []
  for (const channel of channels) {
    const found = reachablePoint(adult, channel)
    if ('point' in found) return { ...found, channel, digestAt }
    failed.push({ ...found, channel })
  }
  const [only, other] = failed
  if (!only) throw new Error('a copy has a channel to try')
  if (!other) return only
  if (only.reason === other.reason) return { reason: only.reason, rule: only.rule }
  const [first, second] = only.rule === 'LNK-7' ? [other, only] : [only, other]
  return { reason: `${first.reason}; ${second.reason}`, rule: first.rule }
}

function deliver(
  made: Made,
  family: Family,
  link: Link,
  to: { channel: Channel; point: AudiencePoint & { value: string }; digestAt: Date | null; childSpecific: boolean },
): void {
  const { channel, point, digestAt } = to
  const pupilId = family.pupil.id
  const key = `${channel} ${point.value.toLowerCase()} ${to.childSpecific ? pupilId : ''}`
  const known = made.byAddress.get(key)
  const copy = known === undefined ? undefined : made.copies[known]
  if (known !== undefined && copy) {
    if (!copy.pupilIds.includes(pupilId)) copy.pupilIds.push(pupilId)
    // Two who share a mailbox get one copy; if one of them wants it now, it goes now.
    if (digestAt === null) copy.digestAt = null
    cover(made, family, link, { channel, copy: known, reason: whyCovered(copy, link, channel) })
    return
  }
  made.byAddress.set(key, made.copies.length)
  made.verdicts.push({
    pupilId,
    adultId: link.adult.id,
    verdict: 'send',
    channel,
    copy: made.copies.length,
    reason: link.prime ? 'prime adult' : 'may receive',
    rule: 'MSG-1',
  })
  const address = point.value
  made.copies.push({ adultId: link.adult.id, pointId: point.id, channel, address, pupilIds: [pupilId], digestAt })
}

function whyCovered(copy: Copy, link: Link, channel: Channel): string {
  if (copy.adultId === link.adult.id) return 'one copy for all the children'
  return `same ${channelWord[channel]} as somebody who gets a copy`
}

/** One adult for each home of the child: one already chosen for a sibling, else the prime one, else the first to ring. */
function sendToHouseholds(made: Made, family: Family, links: Link[], options: AudienceOptions): void {
  const homes = Map.groupBy(links, ({ adult }) => adult.householdKey ?? `alone ${adult.id}`)
  for (const [home, members] of homes) {
    const reachable = members.filter(({ adult }) => pointsFor(adult, options).some((found) => 'point' in found))
    const chosen = [...reachable].sort((a, b) => rank(made, home, a) - rank(made, home, b))[0]
    for (const link of members.filter((member) => member !== chosen && !reachable.includes(member))) {
      sendTo(made, family, link, options)
    }
    if (!chosen) continue
    made.chosenInHousehold.add(`${home} ${chosen.adult.id}`)
    const before = made.verdicts.length
    sendTo(made, family, chosen, options)
    const bringing = made.verdicts.slice(before).find(({ copy }) => copy !== null)
    for (const link of reachable.filter((member) => member !== chosen)) {
      const copy = bringing?.copy ?? null
      const name = `${chosen.adult.forename} ${chosen.adult.surname}`
      cover(made, family, link, { channel: bringing?.channel ?? null, copy, reason: `same household as ${name}` })
    }
  }
}

function rank(made: Made, home: string, link: Link): number {
  if (made.chosenInHousehold.has(`${home} ${link.adult.id}`)) return -1
  return (link.prime ? 0 : 1_000) + Math.min(link.priority ?? 999, 999)
}

function cover(
  made: Made,
  family: Family,
  link: Link,
  by: { channel: Channel | null; copy: number | null; reason: string },
): void {
  made.verdicts.push({ pupilId: family.pupil.id, adultId: link.adult.id, verdict: 'covered', ...by, rule: 'MSG-3' })
}

function withhold(made: Made, family: Family, link: Link, { reason, rule, channel = undefined }: WhyOnChannel): void {
  const about = { pupilId: family.pupil.id, adultId: link.adult.id, channel: channel ?? null, copy: null }
  made.verdicts.push({ ...about, verdict: 'withheld', reason, rule })
}

/**
 * A pupil whom no copy reaches: withheld where messages are not for this pupil at all, or where everybody at home chose so;
 * else on the paper list.
 */
function settlePupil(
  made: Made,
  { pupil, links }: Family,
  { barred, own, kind }: { barred: Why | null; own: Verdict[]; kind: MessageKind },
): void {
  if (own.some(({ verdict }) => verdict === 'send' || verdict === 'covered')) return
  const about = { pupilId: pupil.id, adultId: null, channel: null, copy: null }
  const why = barred ?? whyChosen(own, kind)
  if (why) made.verdicts.push({ ...about, verdict: 'withheld', ...why })
  else made.verdicts.push({ ...about, verdict: 'paper', ...whyPaper(links, own) })
}

/** Nobody prints for a home that said no (OPT-7), nor what nobody there agreed to (OPT-6). */
function whyChosen(own: Verdict[], kind: MessageKind): Why | null {
  if (purposeOf(kind) === 'marketing') {
    const unreached = own.some(({ rule }) => rule === 'LNK-7' || rule === 'DLV-5' || rule === 'OPT-2')
    return unreached ? null : { reason: 'nobody consented to marketing', rule: 'OPT-6' }
  }
  const telling = own.filter(({ rule }) => rule !== 'LNK-6' && rule !== 'VIS-3' && rule !== 'MSG-1')
  if (telling.length === 0 || telling.some(({ rule }) => rule !== 'OPT-7')) return null
  return { reason: 'chose not to get this kind of message', rule: 'OPT-7' }
}

const saysLittle = ['LNK-6', 'MSG-1', 'OPT-6', 'OPT-7']

function whyPaper(links: Link[], own: Verdict[]): Why {
  if (links.every(({ state }) => state === 'ended')) return { reason: 'no adult is linked', rule: 'LNK-7' }
  const telling = own.find(({ rule }) => !saysLittle.includes(rule)) ?? own.find(({ rule }) => rule === 'MSG-1')
  if (telling?.rule === 'MSG-1') return { reason: 'no prime adult', rule: 'LNK-7' }
  return { reason: telling?.reason ?? 'nobody can be reached', rule: telling?.rule ?? 'LNK-7' }
}
