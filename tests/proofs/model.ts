import { type Channel, copyOf, type Facts, type LinkNow, noFacts, type OwnedLink, putBack } from './facts.ts'

const strength = { web: 3, manual: 2, picked: 1, mis: 0 }

/**
 * A school in a hundred lines, beside the real one: it knows what people own and by whose act that changes. It has no
 * act for an import or its undoing, because those change nothing here: that is what is proved.
 */
export class Model {
  readonly facts = noFacts()
  private readonly merges = new Map<string, { before: Facts; after: Facts }>()

  /** LET-9, OPT-3, LNK-5: name, email and mobile become the person's, what else was held of them ends, an opt-out is their own anew. */
  registered(of: Omit<LinkNow, 'origin'> & { name: string; values: string[]; optOut: Channel | 'all' | null }): void {
    const { id, name, values, optOut, ...link } = of
    this.changedName(link.adultId, name)
    forgetPoints(this.facts, link.adultId, () => true)
    for (const value of values) this.facts.points.set(`${link.adultId} ${value}`, 'web')
    this.facts.links.set(id, { ...link, origin: 'web', ended: false })
    this.optedIn(link.adultId)
    if (optOut) this.optedOut(link.adultId, optOut)
  }

  /** LNK-5. */
  changedName(adultId: string, name: string): void {
    this.facts.adults.set(adultId, { origin: 'web', name })
  }

  /** LNK-5, OPT-4: takes the place of what was held of its kind; whoever comes back to one channel stays away from the other. */
  changedChannel(adultId: string, channel: Channel, value: string): void {
    forgetPoints(this.facts, adultId, (held) => isOf(channel, held))
    this.facts.points.set(`${adultId} ${value}`, 'web')
    const refused = this.optOutsOf(adultId)
    if (!refused.some((one) => one === 'all' || one === channel)) return
    this.optedIn(adultId)
    const other = channel === 'email' ? 'sms' : 'email'
    if (refused.some((one) => one === 'all' || one === other)) this.facts.optOuts.set(`${adultId} ${other}`, true)
  }

  /** LNK-2. */
  linkedByHand(of: Omit<LinkNow, 'origin'> & { name: string; values: string[] }): void {
    const { id, name, values, ...link } = of
    this.facts.adults.set(link.adultId, { origin: 'manual', name })
    for (const value of values) this.facts.points.set(`${link.adultId} ${value}`, 'manual')
    this.facts.links.set(id, { ...link, origin: 'manual', ended: false })
  }

  /** LNK-2, LNK-1, LNK-6: a link that the school picked, or whose rank or end it chose, is the school's, as it stood at that moment. */
  takenInHand({ id, ...link }: LinkNow, { ended }: { ended: boolean }): void {
    this.facts.links.set(id, { ...link, origin: link.origin === 'mis' ? 'picked' : link.origin, ended })
  }

  /** LNK-3: the link, and what staff typed of its adult, passes into the care of the MIS. */
  convertedToMis({ id, adultId }: LinkNow): void {
    this.facts.links.delete(id)
    if (this.facts.adults.get(adultId)?.origin === 'manual') this.facts.adults.delete(adultId)
    forgetPoints(this.facts, adultId, (_value, origin) => origin === 'manual')
  }

  /** OPT-2. */
  optedOut(adultId: string, channel: Channel | 'all'): void {
    this.facts.optOuts.set(`${adultId} ${channel}`, true)
    this.erase(adultId, channel)
  }

  /** OPT-4. */
  optedIn(adultId: string): void {
    for (const channel of this.optOutsOf(adultId)) this.facts.optOuts.delete(`${adultId} ${channel}`)
  }

  /** IMP-14: what a person decided about a court order stays decided. */
  decided({ pupilId, adultId }: LinkNow, decision: 'released' | 'kept'): void {
    this.facts.decisions.set(this.facts.decisions.size, { pupilId, adultId, decision })
  }

  /** VIS-3: stands until a person lifts it. */
  restricted({ pupilId, adultId }: LinkNow, stands: boolean): void {
    if (stands) this.facts.restrictions.set(`${pupilId} ${adultId}`, true)
    else this.facts.restrictions.delete(`${pupilId} ${adultId}`)
  }

  /**
   * IMP-22: two records are one person. The stronger owner's facts stay, an opt-out of either is one of both, and what it erases is
   * gone for good. `links`: those of both that stand; `misKeys`: the records of the MIS that were the gone one; `first`: what the kept
   * record takes over beforehand (LET-13).
   */
  merged(of: {
    mergeId: string
    keptId: string
    goneId: string
    links: LinkNow[]
    misKeys: string[]
    first?: () => void
  }): void {
    const { keptId, goneId } = of
    const before = copyOf(this.facts)
    of.first?.()
    const { points, links, decisions, restrictions, optOuts } = this.facts
    for (const [key, origin] of [...points]) {
      if (!key.startsWith(goneId)) continue
      points.delete(key)
      const there = `${keptId}${key.slice(goneId.length)}`
      if (strength[origin] > strength[points.get(there) ?? 'mis']) points.set(there, origin)
    }
    for (const gone of of.links.filter(({ adultId }) => adultId === goneId)) {
      const kept = of.links.find(({ adultId, pupilId }) => adultId === keptId && pupilId === gone.pupilId)
      if (kept) this.becameOneLink(kept, gone)
    }
    for (const [id, link] of links) if (link.adultId === goneId) links.set(id, { ...link, adultId: keptId })
    for (const [id, made] of decisions) if (made.adultId === goneId) decisions.set(id, { ...made, adultId: keptId })
    for (const pair of [...restrictions.keys()].filter((one) => one.endsWith(goneId))) {
      restrictions.delete(pair)
      restrictions.set(pair.replace(goneId, keptId), true)
    }
    for (const key of of.misKeys) this.facts.misKeys.set(key, keptId)
    this.facts.merged.set(goneId, keptId)
    const merge = { before, after: before }
    this.merges.set(of.mergeId, merge)
    for (const channel of [keptId, goneId].flatMap((adultId) => this.optOutsOf(adultId)))
      for (const adultId of [keptId, goneId]) {
        optOuts.set(`${adultId} ${channel}`, true)
        this.erase(adultId, channel)
      }
    merge.after = copyOf(this.facts)
  }

  /** IMP-22: what the merge changed is as it was before; what happened elsewhere since, stays. */
  unmerged(mergeId: string): void {
    const merge = this.merges.get(mergeId)
    if (!merge) throw new Error('this merge never was')
    putBack(this.facts, merge)
  }

  /** LET-1. */
  registeredFor(pupilId: string): number {
    const isOne = (link: OwnedLink) => link.pupilId === pupilId && link.origin === 'web' && !link.ended
    return [...this.facts.links.values()].filter(isOne).length
  }

  private becameOneLink(kept: LinkNow, gone: LinkNow): void {
    const [first, second] = strength[kept.origin] >= strength[gone.origin] ? [kept, gone] : [gone, kept]
    const { origin } = first
    const { pupilId, adultId } = kept
    this.facts.links.delete(gone.id)
    if (origin === 'mis') return
    const relationship = first.relationship ?? second.relationship
    this.facts.links.set(kept.id, { origin, pupilId, adultId, relationship, ended: false })
  }

  /** Of the records that became this one too, and out of what is remembered for the undoing of a merge. */
  private erase(adultId: string, channel: Channel | 'all'): void {
    const remembered = [...this.merges.values()].flatMap(({ before, after }) => [before, after])
    for (const id of [adultId, ...this.recordsIn(adultId)])
      for (const facts of [this.facts, ...remembered])
        forgetPoints(facts, id, (value) => channel === 'all' || isOf(channel, value))
  }

  private recordsIn(adultId: string): string[] {
    const gone = [...this.facts.merged].filter(([, keptId]) => keptId === adultId).map(([goneId]) => goneId)
    return [...gone, ...gone.flatMap((id) => this.recordsIn(id))]
  }

  private optOutsOf(adultId: string): (Channel | 'all')[] {
    return (['email', 'sms', 'all'] as const).filter((channel) => this.facts.optOuts.has(`${adultId} ${channel}`))
  }
}

function forgetPoints(
  facts: Facts,
  adultId: string,
  which: (value: string, origin: 'web' | 'manual') => boolean,
): void {
  for (const [key, origin] of facts.points) {
    if (key.startsWith(adultId) && which(key.slice(adultId.length + 1), origin)) facts.points.delete(key)
  }
}

const isOf = (channel: Channel, value: string) => (channel === 'email') === value.includes('@')
