import { type AudiencePoint, type Channel, channelWord, reachablePoint, type Why } from './reachable-point.ts'

export type AudienceChoice = 'prime' | 'all' | 'household'
/** `auto` is the cheapest that works: email where there is one, else a text. */
export type ChannelChoice = 'sms' | 'email' | 'auto' | 'both'
export type Purpose = 'statutory' | 'school business' | 'marketing'

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
    state: 'current' | 'held: court order flagged' | 'ended'
    adult: AudienceAdult
  }[]
}

export type AudienceOptions = {
  audience: AudienceChoice
  channel: ChannelChoice
  /** The words name a child, so a parent of two gets two copies (MSG-3). */
  childSpecific: boolean
  purpose: Purpose
}

/** One thing that will be sent: to one adult at one address, about one child or several. */
export type Copy = { adultId: string; pointId: string; channel: Channel; address: string; pupilIds: string[] }

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
    const barred = barredPupil(family, options)
    const before = made.verdicts.length
    const links = barred ? [] : family.links.filter((link) => barredLink(link, options) === null)
    if (options.audience === 'household') sendToHouseholds(made, family, links, options)
    else for (const link of links) sendTo(made, family, link, options)
    for (const link of family.links) {
      const why = barred ?? barredLink(link, options)
      if (why) withhold(made, family, link, why)
    }
    settlePupil(made, family, { barred, own: made.verdicts.slice(before) })
  }
  return { copies: made.copies, verdicts: made.verdicts }
}

type Made = Audience & {
  /** channel, address and, for a child-specific message, the child → index of the copy. */
  byAddress: Map<string, number>
  chosenInHousehold: Set<string>
}

function barredPupil({ pupil }: Family, { purpose }: AudienceOptions): Why | null {
  if (pupil.status === 'leaver') return { reason: 'has left the school', rule: 'IMP-19' }
  if (pupil.status === 'pre-admission') return { reason: 'is not on roll yet', rule: 'IMP-18' }
  // No consent is recorded anywhere yet, so marketing reaches nobody.
  if (purpose === 'marketing') return { reason: 'no consent to marketing on record', rule: 'OPT-6' }
  return null
}

function barredLink(link: Link, { audience }: AudienceOptions): Why | null {
  if (link.state === 'ended') return { reason: 'the link has ended', rule: 'LNK-6' }
  if (link.state !== 'current') return { reason: 'held: court order flagged, nobody has decided', rule: 'IMP-14' }
  if (audience === 'prime' && !link.prime) return { reason: 'not a prime adult for this child', rule: 'MSG-1' }
  return null
}

function sendTo(made: Made, family: Family, link: Link, options: AudienceOptions): void {
  for (const found of pointsFor(link.adult, options.channel)) {
    if ('reason' in found) withhold(made, family, link, found)
    else deliver(made, family, link, { ...found, childSpecific: options.childSpecific })
  }
}

type Found = WhyOnChannel | { channel: Channel; point: AudiencePoint & { value: string } }

/** What the chosen channels come to for this adult. `auto` asks for a text only where no email works. */
function pointsFor(adult: AudienceAdult, choice: ChannelChoice): Found[] {
  const on = (channel: Channel): Found => {
    const found = reachablePoint(adult, channel)
    return { ...found, channel }
  }
  if (choice === 'both') return [on('email'), on('sms')]
  if (choice !== 'auto') return [on(choice)]
  const email = on('email')
  if ('point' in email) return [email]
  const sms = on('sms')
  if ('point' in sms) return [sms]
  if (email.reason === sms.reason) return [{ reason: email.reason, rule: email.rule }]
  const [first, second] = email.rule === 'LNK-7' ? [sms, email] : [email, sms]
  return [{ reason: `${first.reason}; ${second.reason}`, rule: first.rule }]
}

function deliver(
  made: Made,
  family: Family,
  link: Link,
  to: { channel: Channel; point: AudiencePoint & { value: string }; childSpecific: boolean },
): void {
  const { channel, point } = to
  const pupilId = family.pupil.id
  const key = `${channel} ${point.value.toLowerCase()} ${to.childSpecific ? pupilId : ''}`
  const known = made.byAddress.get(key)
  const copy = known === undefined ? undefined : made.copies[known]
  if (known !== undefined && copy) {
    if (!copy.pupilIds.includes(pupilId)) copy.pupilIds.push(pupilId)
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
  made.copies.push({ adultId: link.adult.id, pointId: point.id, channel, address, pupilIds: [pupilId] })
}

function whyCovered(copy: Copy, link: Link, channel: Channel): string {
  if (copy.adultId === link.adult.id) return 'one copy for all the children'
  return `same ${channelWord[channel]} as somebody who gets a copy`
}

/** One adult for each home of the child: one already chosen for a sibling, else the prime one, else the first to ring. */
function sendToHouseholds(made: Made, family: Family, links: Link[], options: AudienceOptions): void {
  const homes = Map.groupBy(links, ({ adult }) => adult.householdKey ?? `alone ${adult.id}`)
  for (const [home, members] of homes) {
    const reachable = members.filter(({ adult }) => pointsFor(adult, options.channel).some((found) => 'point' in found))
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

/** A pupil whom no copy reaches: withheld where messages are not for this pupil at all, else on the paper list. */
function settlePupil(
  made: Made,
  { pupil, links }: Family,
  { barred, own }: { barred: Why | null; own: Verdict[] },
): void {
  if (own.some(({ verdict }) => verdict === 'send' || verdict === 'covered')) return
  const about = { pupilId: pupil.id, adultId: null, channel: null, copy: null }
  if (barred) made.verdicts.push({ ...about, verdict: 'withheld', ...barred })
  else made.verdicts.push({ ...about, verdict: 'paper', ...whyPaper(links, own) })
}

function whyPaper(links: Link[], own: Verdict[]): Why {
  if (links.every(({ state }) => state === 'ended')) return { reason: 'no adult is linked', rule: 'LNK-7' }
  const telling =
    own.find(({ rule }) => rule !== 'LNK-6' && rule !== 'MSG-1') ?? own.find(({ rule }) => rule === 'MSG-1')
  if (telling?.rule === 'MSG-1') return { reason: 'no prime adult', rule: 'LNK-7' }
  return { reason: telling?.reason ?? 'nobody can be reached', rule: telling?.rule ?? 'LNK-7' }
}
