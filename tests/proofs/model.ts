/** What a person or the school owns, in the model's own words. An import may change none of it (IMP-5, IMP-7, OPT-2). */
export type Facts = {
  /** adult → who owns the name, and the name. */
  adults: Map<string, { origin: 'web' | 'manual'; name: string }>
  /** `adult value` → who owns the email or number. */
  points: Map<string, 'web' | 'manual'>
  links: Map<string, OwnedLink>
  optOuts: Set<string>
  decisions: string[]
}

export type OwnedLink = {
  origin: 'web' | 'manual' | 'picked'
  pupilId: string
  adultId: string
  relationship: string | null
  ended: boolean
}

/**
 * A school in a hundred lines, beside the real one: it knows what people own and by whose act that changes. It has no
 * act for an import or its undoing, because those change nothing here: that is what is proved.
 */
export class Model {
  readonly facts: Facts = { adults: new Map(), points: new Map(), links: new Map(), optOuts: new Set(), decisions: [] }
  /** LET-2: codes that a registration was finished with. */
  readonly usedCodes = new Set<string>()

  /** LET-9, OPT-3, LNK-5: name, email and mobile become the person's, what else was held of them ends, an opt-out is their own anew. */
  registered(of: {
    adultId: string
    linkId: string
    pupilId: string
    name: string
    relationship: string
    values: string[]
    optOut: 'email' | 'sms' | 'all' | null
  }): void {
    const { adultId, linkId, pupilId, name, relationship } = of
    this.facts.adults.set(adultId, { origin: 'web', name })
    this.forgetPoints(adultId, () => true)
    for (const value of of.values) this.facts.points.set(`${adultId} ${value}`, 'web')
    this.facts.links.set(linkId, { origin: 'web', pupilId, adultId, relationship, ended: false })
    for (const flag of [...this.facts.optOuts]) if (flag.startsWith(adultId)) this.facts.optOuts.delete(flag)
    if (of.optOut) this.optedOut(adultId, of.optOut)
  }

  /** LNK-2. */
  linkedByHand(of: { adultId: string; linkId: string; pupilId: string; name: string; values: string[] }): void {
    const { adultId, linkId, pupilId, name } = of
    this.facts.adults.set(adultId, { origin: 'manual', name })
    for (const value of of.values) this.facts.points.set(`${adultId} ${value}`, 'manual')
    this.facts.links.set(linkId, { origin: 'manual', pupilId, adultId, relationship: null, ended: false })
  }

  /** A link whose rank or end the school chose is the school's, as it stood at that moment. */
  takenInHand(linkId: string, link: Omit<OwnedLink, 'origin' | 'ended'>, { ended }: { ended: boolean }): void {
    const owned = this.facts.links.get(linkId)
    this.facts.links.set(linkId, { origin: owned?.origin ?? 'picked', ...link, ended })
  }

  /** LNK-3: the link, and what staff typed of its adult, passes into the care of the MIS. */
  convertedToMis(linkId: string, adultId: string): void {
    this.facts.links.delete(linkId)
    if (this.facts.adults.get(adultId)?.origin === 'manual') this.facts.adults.delete(adultId)
    this.forgetPoints(adultId, (_value, origin) => origin === 'manual')
  }

  /** OPT-2. */
  optedOut(adultId: string, channel: 'email' | 'sms' | 'all'): void {
    this.facts.optOuts.add(`${adultId} ${channel}`)
    this.forgetPoints(adultId, (value) => channel === 'all' || (channel === 'email') === value.includes('@'))
  }

  /** OPT-4. */
  optedIn(adultId: string): void {
    for (const flag of [...this.facts.optOuts]) if (flag.startsWith(adultId)) this.facts.optOuts.delete(flag)
  }

  /** IMP-14: what a person decided about a court order stays decided. */
  decided(pupilId: string, adultId: string, decision: 'released' | 'kept'): void {
    this.facts.decisions.push(`${pupilId} ${adultId} ${decision}`)
  }

  private forgetPoints(adultId: string, which: (value: string, origin: 'web' | 'manual') => boolean): void {
    for (const [key, origin] of [...this.facts.points]) {
      if (key.startsWith(adultId) && which(key.slice(adultId.length + 1), origin)) this.facts.points.delete(key)
    }
  }
}

/** The facts as sorted lines, so that two schools can be laid side by side. */
export function linesOf({ adults, points, links, optOuts, decisions }: Facts): string[] {
  return [
    ...[...adults].map(([id, { origin, name }]) => `adult ${id} is ${origin}: ${name}`),
    ...[...points].map(([key, origin]) => `point ${key} is ${origin}`),
    ...[...links].map(
      ([id, { origin, pupilId, adultId, relationship, ended }]) =>
        `link ${id} is ${origin}: ${pupilId} ${adultId} ${relationship ?? '-'} ${ended ? 'ended' : 'stands'}`,
    ),
    ...[...optOuts].map((flag) => `opted out ${flag}`),
    ...decisions.map((decision) => `decided ${decision}`),
  ].sort()
}
